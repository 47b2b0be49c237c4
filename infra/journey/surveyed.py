"""What every road has in common: surveys before and after, the rule that asks for them, and the figures at the end.

Surveys, messages, reports of payments and figures are on the pages alone: a case that is taken by the API comes to the
coordinator's browser for them, and to the parties' own.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from infra.journey.browser import Page
from infra.journey.founding import Founded
from infra.journey.guest import WORDS, Guest
from infra.journey.office import Office, Survey
from infra.journey.proving import NotProved
from infra.journey.walk import Walk
from infra.journey.ways import OFFENDER, SIDES, SURROGATE, VICTIM, Way

SIDE_OF = {OFFENDER: "Person responsible", VICTIM: "Person harmed", SURROGATE: "Person harmed"}
NAMES = SIDES | {SURROGATE: "Sasha Substitute"}
BEFORE, AFTER = "Before", "After"
PAPER, PHONE, OWN_PAGE = "paper", "phone", "own_page"
ASIDE = {
    "declined": "Does not want to answer",
    "unreached": "Could not be reached",
    "unsuitable": "Not suitable",
}
YES, NO = "Yes", "No"
COUNTED = (
    "referrals_received", "referrals_accepted", "referrals_declined", "cases_ended", "participation", "without_victim",
    "closure", "sessions_held", "sessions_not_held", "agreements_reached", "agreements_fulfilled", "apology_only",
    "money_agreed", "money_paid", "money_completed", "hours_community_agreed", "hours_community_done",
    "active_mediators",
)  # fmt: skip
"""The definitions whose numbers a road is held to, each and all parts; days and hours of clocks are left out."""
BROKEN_DOWN = ("referrals_received", "referrals_accepted")
"""Those of which only the whole is compared: stage, office and offense are those of the referral."""


class Surveyed(Walk):
    """A case with surveys at both ends."""

    after: ClassVar[Mapping[str, str]] = {VICTIM: PAPER, OFFENDER: "declined"}
    """How each is asked afterwards, or why they are not."""
    road: ClassVar[str] = ""
    """How this case ends, in words."""
    facts: ClassVar[tuple[str, ...]] = (YES, YES, YES)
    """What the referrer reads: did the sides have to do with each other, did they agree, was it kept."""
    counts: ClassVar[Mapping[str, str]] = {}
    """What the program's figures show at the end, beside what all roads have."""

    def __init__(self, program: Founded, way: Way):
        super().__init__(program, way)
        self.guests: dict[str, Guest] = {}

    @cached_property
    def office(self) -> Office:
        """Return the coordinator's pages of this case."""
        return Office(self.program.browsers["coordinator"], self.way.case_page())

    def survey(self, side: str, moment: str) -> Survey:
        """Return somebody's survey; raises LookupError without one."""
        found = self.office.survey(SIDE_OF[side], moment, NAMES[side])
        if found is None:
            there = self.office.open("surveys/").rows
            raise LookupError(f"The {side} has no survey of the moment {moment}, only {there}.")
        return found

    def guest(self, side: str) -> Guest:
        """Return the browser of a party, which knows nothing before they come in."""
        if side not in self.guests:
            mail = self.program.mail_of(side)
            self.guests[side] = Guest(
                self.program.address, self.program.post, self.proof, mail=mail, who=side
            )
        return self.guests[side]

    def invite(self, side: str) -> Guest:
        """Send a party the link to their own page, tell the code, and see them come in."""
        office, guest = self.office, self.guest(side)
        page = office.staff.get(self.way.person_page(side) + "link/")
        page = office.staff.send(page, page.form_with("form_key"), **_sure(page))
        guest.come(office.code_of(page))
        return guest

    def of_referral(self) -> dict[str, Any]:
        """Return the same with an address of each, where mail reaches them."""
        mails = {f"{side}_email": self.program.mail_of(side) for side in SIDES}
        return super().of_referral() | mails

    def prepare(self) -> None:
        """Ask them before they meet: one by the link to their own page, the other by telephone."""
        super().prepare()
        self.ask_before()

    def ask_before(self) -> None:
        """Have the first answer on their own page, and read the questions out to the second."""
        self.on_own_page(self.first, BEFORE)
        self.by_telephone(self.second, BEFORE)
        self.are_answered((self.first, BEFORE), (self.second, BEFORE))
        address = self.survey(self.first, BEFORE).address
        page = self.office.staff.get(address)
        self.proved("who runs the program reads their words", holds=WORDS in page.text, page=page)
        page = self.program.browsers["mediator"].get(address)
        self.proved("who mediates does not", holds=page.status >= 400 and WORDS not in page.text, page=page)

    def on_own_page(self, side: str, moment: str) -> None:
        """Mail a link to their own page, tell them the code, and have them answer there."""
        guest = self.guest(side)
        guest.come(self.office.code_of(self.office.offer(self.survey(side, moment).address, OWN_PAGE)))
        guest.answer()

    def by_telephone(self, side: str, moment: str) -> None:
        """Ask by telephone and type in what is said."""
        address = self.survey(side, moment).address
        page = self.office.offer(address, PHONE)
        self.proved("the questions are there to be read out", holds=page.url.endswith("/answers/"), page=page)
        page = self.office.type_in(address, PHONE)
        self.proved(f"the {side} answers by telephone", holds="The answers are kept" in page.text, page=page)

    def on_paper(self, side: str, moment: str) -> None:
        """Print the form, and type in what came back."""
        address = self.survey(side, moment).address
        page = self.office.offer(address, PAPER)
        number = address.rstrip("/").rsplit("/", 1)[1][:8].upper()
        is_discreet = number in page.text and not any(name in page.text for name in NAMES.values())
        self.proved("the form on paper has a number and no name", holds=is_discreet, page=page)
        page = self.office.type_in(address, PAPER)
        self.proved(f"the {side} answers on paper", holds="The answers are kept" in page.text, page=page)

    def are_answered(self, *which: tuple[str, str]) -> None:
        """See on the page of the case that these surveys are answered."""
        states = [self.survey(side, moment).state for side, moment in which]
        page = self.office.open("surveys/")
        self.proved(f"{len(which)} surveys are answered", holds=set(states) == {"Answered"}, page=page)

    def follow_up(self) -> None:
        """Forget the survey, be refused for it, and make up for it."""
        for side in self.sides:
            self.contact(side, "follow_up", "phone")
        self.proof.refused_here(self.way.look("case"), "surveys_offered")
        for side, how in self.after.items():
            self.ask_after(side, how)
        page = self.way.look("case")
        self.proved("each was asked, or set aside", holds="surveys_offered" not in page.guards, page=page)
        self.proof.remedied("surveys_offered")

    def ask_after(self, side: str, how: str) -> None:
        """Ask somebody afterwards by a way, or note why not."""
        if how == PAPER:
            return self.on_paper(side, AFTER)
        if how == PHONE:
            return self.by_telephone(side, AFTER)
        if how == OWN_PAGE:
            return self.on_own_page(side, AFTER)
        address = self.survey(side, AFTER).address
        reason = "Their lawyer asked us to wait." if how == "unsuitable" else ""
        page = self.office.set_aside(address, how, reason)
        self.proved(
            f"the {side} is not asked: {ASIDE[how].lower()}", holds=ASIDE[how] in page.text, page=page
        )
        return None

    def read_report(self) -> None:
        """See that the referrer is told the five facts: received, accepted, held, agreed, kept; and nothing else."""
        asked = ("The two sides had to do with each other", "They made an agreement", "It was kept in full")
        told = self.way.told()
        said = tuple(told[each].split(",")[0] for each in asked if each in told)
        is_all = told.keys() == {"Reference", "Received", "Accepted", *asked[: len(self.facts)]}
        page = self.way.receipt()
        holds = is_all and said == self.facts and self.names_nobody(page)
        self.proved(
            f"the report has the five facts ({', '.join(self.facts)}) and no other", holds=holds, page=page
        )

    def end(self) -> None:
        """End as ever, and read the program's figures."""
        super().end()
        self.read_figures()

    def read_figures(self) -> None:
        """Compare each number that the report of this year counts, in its file and on its page."""
        wanted = {
            "referrals_received": "1",
            "referrals_accepted": "1",
            "cases_ended": "1",
            "active_mediators": "1",
        }
        wanted |= self.counts
        file, page = self.office.figures()
        found = {
            name: Decimal(row["Number"])
            for name, row in file.items()
            if (name in COUNTED or name.partition("/")[0] in set(COUNTED) - set(BROKEN_DOWN))
        }
        expected = {name: Decimal(number) for name, number in wanted.items()}
        if different := found.items() ^ expected.items():
            raise NotProved(f"{self.kind.title}: the figures are not those of this road: {sorted(different)}")
        shown = {(row[0], _number(row[1])) for row in page.rows if len(row) > 1}
        missing = {name for name, number in found.items() if (file[name]["What"], float(number)) not in shown}
        told = f"the figures show the {len(wanted)} counts of this road: {self.road} {sorted(missing) or ''}"
        self.proved(told.strip(), holds=not missing, page=page)


def _number(shown: str) -> float | None:
    """Return the number with which a cell begins; None without one."""
    first = shown.partition(" ")[0].replace(",", "")
    return float(first) if first.replace(".", "").isdigit() else None


def _sure(page: Page) -> dict[str, str]:
    """Tick what the form asks to be sure of."""
    return {"is_safe": "on"} if "is_safe" in page.form_with("form_key").names else {}
