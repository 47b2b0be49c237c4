"""A mediator's training, carried to another program by the mediator: a signed statement, and how it is checked.

    saying.py    what a statement says, in one canonical form of bytes
    keys.py      the program's own key pairs, derived in its vault; the public halves cross to the platform
    ended.py     the list of statements that hold no more, as the issuing program signs and serves it
    hearing.py   fetching that list from the program that issued a statement
    checking.py  every check of a statement, and what each found
    reasons.py   why one is refused, and what to do

There is no index of people across programs: a statement is made by its mediator, lies with them, and what is kept of it
lies in the two programs. The platform holds public keys of programs.
"""
