"""What networks ask of the program's policy, and lend it: copies with their origin (`programs.guidance.copies`).

What is required holds from its day as a `PolicyFloor`; everything else the program adopts or leaves.
"""
