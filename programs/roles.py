"""Who does what in a program: groups of roles that steps, pages and the visibility of rows are declared with."""

RUNS_THE_PROGRAM = ("coordinator", "program_admin")
"""See every case and referral, and decide about them."""

SUPERVISES = ("case_supervisor",)
"""See the cases that they supervise, and every referral."""

MEDIATES = ("mediator",)
"""See the cases that they are assigned to, until closure."""

ANSWERS_COMPLAINTS = ("program_admin",)
"""Read what somebody said went wrong and answer it, except in a case that they mediated."""

RUNS_THE_CASE = (*RUNS_THE_PROGRAM, *SUPERVISES)
WORKS_ON_THE_CASE = (*RUNS_THE_CASE, *MEDIATES)

KNOWS_SEALED = ("program_admin",)
"""Know which cases are sealed, and have them opened again or destroyed."""

KEEPS_LISTING = RUNS_THE_PROGRAM
"""Say what the public directory tells of the program, and publish it."""
