"""A network that pays for ten programs with one subscription, releases one, and takes it on again."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_lowercase
from urllib.parse import urlsplit

from infra.drills.subscribing.office import (
    PASSWORD,
    PAYS,
    TRIAL_DAYS,
    Office,
    go_over,
    sign_in,
    sign_up,
    subscribe_by_card,
)
from infra.drills.subscribing.person import Person, in_days
from infra.journey.proving import NotProved

PROGRAMS = 10
HAND_OVER_DAYS = 14


def new_word() -> str:
    """Return a name that is like no other: programs that differ by a number are refused as look-alikes."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(9))


@dataclass(frozen=True)
class Covered:
    """A program, and a browser in which its administrator is signed in."""

    office: Office
    person: Person

    @property
    def host(self) -> str:
        return urlsplit(self.office.address).hostname or ""


class ByNetwork:
    """The way of a network; `somebody` opens a browser."""

    def __init__(
        self,
        somebody: Callable[[], Person],
        operator: dict[str, str],
        word: str,
    ) -> None:
        self.somebody, self.operator, self.word = somebody, operator, word
        self.names: dict[str, str] = {}
        self.email = f"nora@{word}.example"

    def go(self) -> None:
        """Take the whole way."""
        self.officer = self.appoint()
        self.site = self.officer.ground.site
        # Whoever is released is to have no trial left, which would go on longer than the hand-over.
        programs = [self.program()]
        self.officer.ground.pass_days(TRIAL_DAYS + 1)
        self.officer.go(f"{self.site}/billing/")
        subscribe_by_card(self.officer, PAYS, plan="network.1", told="Paid now.", email=self.email)
        self.pays_for(1)
        programs += [self.program() for _ in range(PROGRAMS - 1)]
        for each in programs:
            self.take_on(each)
        self.pays_for(PROGRAMS)
        self.release(programs[0])
        self.pays_for(PROGRAMS - 1)
        self.officer.ground.pass_days(HAND_OVER_DAYS + 1)
        self.has_no_payer(programs[0])
        self.take_on(programs[0])
        self.pays_for(PROGRAMS)

    def appoint(self) -> Person:
        """Register a network as the operator, and let somebody who was invited act for it; return their browser."""
        operator = self.somebody()
        site = operator.ground.site
        sign_in(operator, site, self.operator["email"], self.operator["password"])
        operator.go(f"{site}/team/invite/")
        operator.page.fill("[name=name]", "Nora Network")
        operator.page.fill("[name=email]", self.email)
        operator.page.check("[name=roles][value=network_officer]")
        operator.page.locator("main form button[type=submit]").first.click()
        letter = operator.hears("somebody is invited to act for a network", self.email, "/invitation/")
        officer = self.somebody()
        officer.go(re.search(r"https?://\S+/invitation/\S+", letter)[0])  # type: ignore[index]
        officer.page.fill("[name=password]", PASSWORD)
        with officer.page.expect_navigation():
            officer.page.locator("main form button[type=submit]").first.click()
        operator.go(f"{site}/console/networks/")
        operator.page.fill("[name=name]", f"{self.word.title()} Network")
        operator.page.select_option("[name=level]", index=1)
        operator.page.fill("[name=place]", "Indiana")
        operator.page.fill("[name=email]", f"money@{self.word}.example")
        operator.press("Register")
        operator.page.fill("[name=email]", self.email)
        operator.press("Let this account act for it")
        operator.says("the network is registered, and somebody acts for it", "Nora Network")
        sign_in(officer, site, self.email, PASSWORD)
        return officer

    def program(self) -> Covered:
        """Sign a program up, in a browser of its own."""
        person = self.somebody()
        return Covered(sign_up(person, new_word()), person)

    def take_on(self, program: Covered) -> None:
        """Ask a program, and have it say yes."""
        self.officer.go(f"{self.site}/billing/programs/")
        self.officer.page.fill("[name=address]", program.host)
        self.officer.press("Ask the program")
        self.officer.says(f"{program.host} is asked", "Asked, not answered yet")
        said = re.search(r"Success (.+?) reads your question", self.officer.text)
        if said is None:
            raise NotProved(f"It is not said who was asked: {self.officer.text}")
        self.names[program.host] = said[1]
        go_over(program.person, program.office)
        program.person.press("Yes, let them pay")
        program.person.says(f"{program.host} says yes", "pays for your program from now on")
        program.person.go(f"{program.office.address}/plan/")
        program.person.comes_to_say("and knows who pays", f"Covered by {self.word.title()} Network")

    def release(self, program: Covered) -> None:
        """Release a program, which stays covered for two weeks and knows it."""
        self.officer.go(f"{self.site}/billing/programs/")
        name = self.names[program.host]
        self.officer.press(f"Release {name}")
        self.officer.says("a program is released", f"{name} stays covered until", day=in_days(HAND_OVER_DAYS))
        program.person.go(f"{program.office.address}/plan/")
        program.person.comes_to_say("and knows until when", "until", day=in_days(HAND_OVER_DAYS))

    def has_no_payer(self, program: Covered) -> None:
        """See that after the hand-over nobody pays, where the program has no payer of its own."""
        program.person.go(f"{program.office.address}/plan/")
        program.person.comes_to_say(
            "after the hand-over nobody pays", "Nobody has paid for this program since", day=in_days(-1)
        )

    def pays_for(self, programs: int) -> None:
        """See at Stripe for how many programs the subscription pays."""
        officer = self.officer
        officer.go(f"{self.site}/billing/")
        officer.comes_to_say(f"the network pays for {programs}", f"Programs {programs} ")
        officer.press("Card or bank account")
        if f"{programs} ×: active" not in officer.text:
            raise NotProved(f"Stripe is paid for another number than {programs}: {officer.text}")
        officer.press("Back to Amends")
