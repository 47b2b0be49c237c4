"""What goes between the sides: the lifecycle of a message, its pages, recordings from telephone to player."""
