"""What people say about it: who is asked when, the ways to answer, the walls, and the counts."""
