"""What a program says of itself in the public directory."""
