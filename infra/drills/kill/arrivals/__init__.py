"""What the drill's jobs write in the public schema."""
