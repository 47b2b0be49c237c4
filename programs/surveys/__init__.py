"""What people say of the program: the instruments, who is asked when, and the counts (3.14; decision 29).

`instruments` is the catalogue; `planning` says who is due; `programs.actions.surveys` asks, takes answers and sets
aside; `counting` gives the figures. The row is `programs.models.Survey`.
"""
