"""Who may take a whole program out or in: nobody but who runs it as a whole."""

from amends.accounts.access import SYSTEM, Rule

MOVES: dict[str, Rule] = {
    **dict.fromkeys(
        ("ask_move_out", "fetch_move", "discard_move", "bring_program_in"), Rule(("program_admin",))
    ),
    **dict.fromkeys(("go_on_moving", "settle_move", "expire_move"), Rule((SYSTEM,))),
}
MOVE_PAGES = {
    "moves": ("program_admin",),
    "move": ("program_admin",),
    "move-out": MOVES["ask_move_out"].roles,
    "move-in": MOVES["bring_program_in"].roles,
    "move-file": MOVES["fetch_move"].roles,
    "move-discard": MOVES["discard_move"].roles,
}
