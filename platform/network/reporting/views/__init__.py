"""The pages of figures across programs: everybody's, and a network's own."""
