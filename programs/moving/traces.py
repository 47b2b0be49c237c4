"""What the audit calls what was done when a whole program went out or came in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHANGES: dict[str, Promise] = {
    "move_out_asked": _("Everything asked for as an archive"),
    "move_in_asked": _("Archive of a whole program brought in"),
    "move_asked_again": _("Form about everything sent twice, taken once"),
    "move_went_on": _("Next part of everything packed or taken in"),
    "move_settled": _("Archive of everything brought to one moment"),
    "move_was_over": _("Nothing more done for an archive that is deleted"),
    "move_fetched": _("Archive of everything fetched"),
    "move_discarded": _("Archive of everything deleted"),
    "move_expired": _("Archive of everything deleted after its time"),
}
"""What was done, by its verb."""

ACTIONS: dict[str, Promise] = {
    "ask_move_out": _("Take everything out"),
    "fetch_move": _("Fetch an archive of everything"),
    "discard_move": _("Delete an archive of everything"),
    "bring_program_in": _("Take an archive of everything in"),
}
"""What was refused."""
