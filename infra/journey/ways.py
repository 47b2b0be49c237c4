"""What the walk asks of whatever a case is taken by: the pages of people, or the API of software.

A step has the name that `programs` declares it with, and its answers are those of its form: text, a day, yes or no as a
bool, keys that `choice` and `values` have found. What a step is about is the case, one of its people by their side, an
item of its agreement by kind, the latest payment, or the referral that was found last.
"""

from typing import Any, Protocol

from infra.journey.proving import Answer

CASE, PAYMENT, REFERRAL = "case", "payment", "referral"
OFFENDER, VICTIM, SURROGATE = "offender", "victim", "surrogate_victim"
SIDES = {OFFENDER: "Jordan Responsible", VICTIM: "Casey Harmed"}
MONEY, APOLOGY, WORK = "monetary_restitution", "apology", "community_service"


class Way(Protocol):
    """One case of one program, from the side of those who work there."""

    def refer(self, answers: dict[str, Any]) -> Answer:
        """Send a referral."""

    def find(self, reference: str) -> None:
        """Find a referral by its reference, whatever it is at; steps about a referral are about this one."""

    def accept(self, reference: str) -> Answer:
        """Find a referral and make a case of it: the one that everything below is about."""

    def receipt(self) -> Answer:
        """Return what whoever sent the referral is told."""

    def told(self) -> dict[str, str]:
        """Return the same as pairs: what it is about, and what is said."""

    def case_page(self) -> str:
        """Return the address of the page of the case, where coordinators do what software cannot."""

    def person_page(self, side: str) -> str:
        """Return the address of the page of somebody."""

    def know_people(self) -> None:
        """Look again who is in the case; each role has one."""

    def is_receipt_live(self) -> bool:
        """Return whether the public side has the same, and word of it has come back."""

    def look(self, part: str) -> Answer:
        """Return a part of the case as it is: "case" with what is next in it, "sessions", or "agreement"."""

    def ask(self, step: str, about: str = CASE) -> Answer:
        """Return what a step asks, and what has to happen first."""

    def choice(self, step: str, question: str, label: str) -> str:
        """Return the answer to a question with this label."""

    def values(self, step: str, question: str, about: str = CASE) -> list[str]:
        """Return all answers that a question offers."""

    def take(self, step: str, about: str = CASE, **answers: Any) -> Answer:
        """Take a step, even one that is not offered; return what that leads to."""
