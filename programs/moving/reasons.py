"""Why a whole program is not taken out or in now, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

AT_WORK = Hindrance(
    "move_one_at_a_time",
    _("Everything is being packed or taken in already."),
    _("Wait until that has ended; its page shows how far it is."),
    source="",
)
IMPORT_AT_WORK = Hindrance(
    "move_no_import_at_work",
    _("A spreadsheet is being imported or undone, so the cases of a moment would be half there."),
    _("Wait until it has ended, and ask again."),
    source="",
)
NOT_EMPTY = Hindrance(
    "move_into_empty_program",
    _("This program is not empty: what arrives would be mixed with what is here."),
    _(
        "Erase the samples if that is all there is. Otherwise sign a new program up, and take everything in there."
    ),
    source="",
)
NOT_OPEN = Hindrance(
    "move_into_open_program",
    _("Your program is not open yet: nobody real can be entered."),
    _("The first page says what is missing."),
    source="",
)
CAME_BEFORE = Hindrance(
    "move_in_once",
    _("An archive was taken in here before."),
    _("Sign a new program up for another one."),
    source="",
)
IS_OVER = Hindrance(
    "move_stands_so",
    _("Things stand otherwise by now: it was deleted, or its time has run out."),
    _("Look at the page again."),
    source="",
)
