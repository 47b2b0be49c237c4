"""What goes before a session and what follows it."""
