"""Parting a receipt among those whom it is owed to, by the program's policy (A4)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from programs.ledger.money import NOTHING, split
from programs.models import AgreementItem, Participant
from programs.policy.vocabulary import Sharing


def share(
    amount: Decimal, lines: Iterable[AgreementItem], sharing: str, harmed: Iterable[Participant] = ()
) -> list[tuple[AgreementItem, Decimal]]:
    """Return what of an amount goes to which line, those of 0 left out; the parts are the amount.

    In proportion to what is still owed on each; or first the lines of people, then those of organizations. Raises
    ValueError for more than is owed.
    """
    open_ones = sorted((each for each in lines if each.outstanding() > 0), key=_age)
    if amount > sum((each.outstanding() for each in open_ones), NOTHING):
        raise ValueError("More than is owed is not shared out.")
    if sharing == Sharing.PEOPLE_FIRST:
        firms = {person.pk for person in harmed if person.is_organisation}
        ranks = [
            [each for each in open_ones if each.beneficiary_id not in firms],
            [each for each in open_ones if each.beneficiary_id in firms],
        ]
    else:
        ranks = [open_ones]
    parts: list[tuple[AgreementItem, Decimal]] = []
    for rank in ranks:
        here = min(amount, sum((each.outstanding() for each in rank), NOTHING))
        if here > 0:
            parts += _in_proportion(here, rank)
            amount -= here
    return parts


def _in_proportion(amount: Decimal, lines: Sequence[AgreementItem]) -> list[tuple[AgreementItem, Decimal]]:
    """No part is more than its line is owed: an exact share is not, and what is owed is a whole number of cents."""
    parts = split(amount, [each.outstanding() for each in lines])
    return [(line, part) for line, part in zip(lines, parts, strict=True) if part]


def _age(item: AgreementItem) -> str:
    """Keys are made in the order of time."""
    return str(item.line_key)
