"""What is said to somebody whose action or page waits until somebody pays for the program.

Those who work here are told the rule and what to do. Nobody else is told of money: what a program pays is nothing to a
referrer, and a person of a case never meets a refusal but in a program that is archived, where no case is open.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.ladder import EXPORT_ONLY_AFTER, RESTRICTED_AFTER, Rung, Work
from programs.guards.declared import Unmet


def hindrance(work: Work, rung: Rung, *, is_ours: bool) -> Unmet:
    """Return the rule that stops this kind of work on a rung, in the current language."""
    told = _ours if is_ours else _others
    sentence, source, remedy = told(work, rung)
    # The word that software reads says nothing of money to others either.
    return Unmet("paid_for" if is_ours else "not_now", "", sentence, source, remedy)


def _others(work: Work, rung: Rung) -> tuple[str, str, str]:
    source = _("The program says so")
    if rung == Rung.ARCHIVED:
        return (
            _("This program is no longer here."),
            source,
            _(
                "Call it at the number in its letters, or ask the court, office or person who told you about it."
            ),
        )
    if work == Work.INTAKE:
        return (
            _("This program does not take new referrals at the moment."),
            source,
            _("Ask another program, or call this one and ask where to turn."),
        )
    return (_("This is not possible here at the moment."), source, _("Call the program and ask."))


def _ours(work: Work, rung: Rung) -> tuple[str, str, str]:
    source = _("How programs are paid for on Amends")
    if rung == Rung.ARCHIVED:
        return (
            _("The program is archived: nobody has paid for it for a long time, and no case is open."),
            source,
            _("Ask those who run Amends for an export, or to open the program again."),
        )
    goes_on = _(
        "Open cases, sessions and everything about people in them go on, and so do exports. An administrator of the "
        "program finds on the page “Plan” how the payment is settled; then this is open again at once."
    )
    if work == Work.INTAKE:
        days = RESTRICTED_AFTER.days
        said = ngettext(
            "New referrals and cases are not taken: nobody has paid for the program for %(days)s day.",
            "New referrals and cases are not taken: nobody has paid for the program for %(days)s days.",
            days,
        )
    else:
        days = EXPORT_ONLY_AFTER.days
        said = ngettext(
            "Policy, staff and listing cannot be changed: nobody has paid for the program for %(days)s day.",
            "Policy, staff and listing cannot be changed: nobody has paid for the program for %(days)s days.",
            days,
        )
    return said % {"days": days}, source, goes_on
