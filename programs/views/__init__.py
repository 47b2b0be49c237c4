"""The pages of a program, one file per noun; each reads one thing, or calls one action."""
