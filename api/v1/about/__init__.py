"""Whether the API is there, which version it is, and its schema."""
