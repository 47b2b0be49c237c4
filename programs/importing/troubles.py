"""What can be wrong with a row, in words; a part keeps the codes, so that each reader sees their own language."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Trouble(NamedTuple):
    """What is wrong with a row: at which field ("" for all of it), which code, and the word it is about."""

    field: str
    code: str
    said: str = ""


SENTENCES: dict[str, str | Promise] = {
    "needed": _("It is empty, and every row needs it."),
    "long": _("It is longer than {said} signs."),
    "email": _("“{said}” is no e-mail address."),
    "day": _("“{said}” is no day. Write it as 2026-05-01."),
    "early": _("“{said}” lies before 1950."),
    "future": _("“{said}” is still to come."),
    "money": _("“{said}” is no amount. Write it in figures, such as 250.00."),
    "hours": _("“{said}” is no number of hours. Write it in figures, such as 12.5."),
    "count": _("“{said}” is no whole number."),
    "large": _("“{said}” is too large to be right."),
    "yes_no": _("“{said}” is neither yes nor no."),
    "kept": _("“{said}” is none of yes, no and partly."),
    "choice": _("We do not know “{said}”. Say below what it means."),
    "cells": _("It has more cells than there are headings: {said}."),
    "before_referral": _("It lies before the day of the referral: {said}."),
    "after_closing": _("It lies after the day on which the case was closed: {said}."),
    "no_session_day": _(
        "A session was held, and nothing says when. Fill in the day of the session, or of the closing."
    ),
    "held_and_none": _(
        "A session was held, and the person harmed took no part at all: one of the two is wrong."
    ),
    "agreed_and_not": _("No agreement was reached, and something was agreed: one of the two is wrong."),
    "only_apology": _(
        "An apology was all that was agreed, and something else was agreed too: one of the two is wrong."
    ),
    "more_than_agreed": _("More was paid or done than was agreed: {said}."),
    "kept_not_all": _(
        "The agreement was kept, and less was paid or done than agreed: {said}. One of the two is wrong."
    ),
    "kept_unknown": _("The case is closed, and nothing says whether the agreement was kept."),
    "closed_no_day": _("There is a reason for closing, and no day on which the case was closed."),
    "no_case": _("No imported case has the number “{said}”. Import the cases first."),
    "several_cases": _("Several imported cases have the number “{said}”."),
    "at_work": _("Work has begun in the case “{said}”: add this on its own page."),
    "no_amount": _("A payment needs its amount, and nothing but a payment has one."),
    "no_hours": _("Work needs its hours, and nothing but work has them."),
    "one_figure": _("Fill in an amount or hours, one of the two."),
    "has_agreement": _("The case “{said}” came with an agreement already."),
    "no_debt": _("Nothing was agreed in the case “{said}” that this could count for."),
    "over_debt": _("This is more than is left in the case “{said}”."),
    "follow_up_side": _("New offenses are asked about the person responsible alone."),
    "not_asked": _("This is not asked of that side then, or of that group: one of them is wrong."),
    "no_answer": _("No question of the form is answered in this row."),
    "source_needed": _("Say where it is known from: a rate without its source says nothing."),
    "several_people": _("The case “{said}” has several people on that side: type the form in on its page."),
    "nobody_there": _("Nobody of that side is in the case “{said}”."),
    "form_there": _("This form is here already, or earlier in the file. Nothing was done with it."),
    "period": _("“{said}” is no day, month or year. Write it as 2026-05-01, 2026-05 or 2026."),
    "not_saved": _("The database refused it. Nothing of this row was kept."),
    "is_there": _("There is such a row here already. Nothing was done with it."),
    "in_file": _("It says the same as line {said}. Nothing was done with it."),
    "has_role": _("Whoever has this address works here already, and mediates."),
}


def sentence(trouble: Trouble) -> str:
    """Return it in the reader's language."""
    return str(SENTENCES[trouble.code]).format(said=trouble.said)
