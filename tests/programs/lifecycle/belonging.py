"""On which side somebody is, whom a letter may name, whose a mailbox is, and a no that is kept."""

from tests.programs.lifecycle.judgements import CAME_BACK, ONLY_MEDIATE, Asked
from tests.programs.lifecycle.shadow import Case, Person, World


def sides_of(c: Case, number: int) -> set[str]:
    """Return on which sides somebody is: by themselves, or because they stand for somebody there."""
    person = c.people[number]
    if person.is_harmed or person.role == "offender":
        return {"harmed" if person.is_harmed else "responsible"}
    stand_for = [p for p in c.people if p.guardians.get(number) is False or p.spoken_for == number]
    return {
        "harmed" if p.is_harmed else "responsible" for p in stand_for if p.is_harmed or p.role == "offender"
    }


def names_one_side(w: World, c: Case, a: Asked) -> bool:
    """No letter names somebody of a side that the person written to is not on; of neither side: of both."""
    if a["names"] is None or a["names"] == a["person"]:
        return True
    others = {"harmed", "responsible"} - sides_of(c, a["person"])
    if len(others) == 1 and is_company_of_others(c, a["person"], a["names"]):
        return False
    return not others or not others <= sides_of(c, a["names"])


def is_company_of_others(c: Case, number: int, other: int) -> bool:
    """Return whether somebody came along with whom this side is not known to have anything in common."""
    company = c.people[other]
    if company.role not in ("guardian", "support_person") or sides_of(c, other):
        return False
    return not any(
        sides_of(c, place) & sides_of(c, number) and shares_mail(each, company)
        for place, each in enumerate(c.people)
    )


def shares_mail(one: Person, other: Person) -> bool:
    """Everybody in these walks who has a mailbox of their own has the same."""
    return one.has_email and other.has_email and not one.mail_of and not other.mail_of


def way_is_own(w: World, c: Case, a: Asked) -> bool:
    """3.5: both sides are never reached by one mailbox, unless whoever runs the case says why it is safe."""
    others = {"harmed", "responsible"} - sides_of(c, a["person"])
    if a["channel"] != "email" or len(others) != 1:
        return True
    is_shared = any(
        others <= sides_of(c, place) and shares_mail(each, c.people[a["person"]])
        for place, each in enumerate(c.people)
    )
    return not is_shared or (a["confirmed"] and a["by"] not in ONLY_MEDIATE)


def no_is_kept(w: World, c: Case, a: Asked) -> bool:
    """C1: whoever said no is told that it has ended, and not asked again before they come back by themselves."""
    person: Person = c.people[a["person"]]
    latest = person.choices[-1] if person.is_harmed and person.choices else None
    noes = [each.recorded for each in person.contacts if each.result == "refused"]
    noes += [] if person.consents else person.stopped_at
    yeses = [each.recorded for each in person.contacts if (each.purpose, each.result) == CAME_BACK]
    yeses += person.agreed_at
    if latest is not None:
        (yeses if latest["takes_part"] else noes).append(latest["at"])
    is_only_told = "names" in a and a["purpose"] == "arranging"  # that what was planned does not take place
    return is_only_told or not noes or (bool(yeses) and max(yeses) > max(noes))
