"""The pages of what networks publish for their members."""
