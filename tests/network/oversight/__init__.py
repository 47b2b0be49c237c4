"""Networks: their own pages, members, people and words."""
