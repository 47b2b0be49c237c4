"""Cases: what is next, who is in them, what was agreed, what happened."""
