"""The public halves of the keys with which programs sign statements of training; a key speaks of no person.

The private half never leaves its program, and no statement comes here: a mediator carries it
(`programs.training`). With these rows the next program can check a signature without asking anybody.
"""
