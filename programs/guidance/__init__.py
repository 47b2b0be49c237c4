"""What networks ask of the program's policy, and lend it: copies with their origin (`programs.guidance.copies`).

What is required holds from its day as a `PolicyFloor`: a new version of the policy where the one in force is looser.
Cases stay with their version. Several networks combine to the strictest; where they contradict each other nothing
changes, and each of them hears on which setting, not with whom: that a program belongs to a network is told to nobody
else. After leaving, a floor holds for thirty days. Everything else the program adopts or leaves.
"""
