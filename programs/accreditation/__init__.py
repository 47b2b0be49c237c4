"""The program and its accreditations: what it applies for, what it hands in, and what was decided.

The platform decides (`network.accreditation`); here is a copy of each, in one column of the program, with what the
program says of itself. Nothing leaves before it applies. What it writes and hands in is compared with the people of its
cases first (`traces`), here, where alone they are known. Words cross as those of memberships do (`programs.networks`).
"""
