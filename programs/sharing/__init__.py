"""The program's part of figures across programs: whether it takes part, what it hands in, and what it handed in.

`consent` is what the program agreed to, `counting` makes the counts, `crossing` brings both over the wall. Nothing that
crosses is about one person: counts go by the plan of `network.reporting` (decisions 0035 and 0036).
"""
