"""What a step is, and the lists of guards that several steps share."""

from dataclasses import dataclass

from django.utils.functional import Promise

from amends.accounts.access import PARTICIPANT

NEUTRALITY = (
    "no_officer_of_department",
    "no_involved_office",
    "affiliation_allowed",
    "no_connection",
    "no_interpreter",
    "no_declared_conflict",
    "standing_allowed",
    "mediator_active",
    "level_enough",
    "trained_enough",
    "supervision_current",
    "practice_observed",
    "background_checked",
    "supervisor_qualified",
    "supervisor_is_another",
)

LAWFUL = ("no_appeal_pending", "convicted", "contact_lawful")

ELIGIBLE = (
    "acknowledgement_met",
    *LAWFUL,
    "minors_taken",
    "offences_of_case_taken",
    "offence_let_through",
    "risk_assessed",
    "risk_bearable",
    "something_to_talk_about",
)
"""What screening asks (`programs.guards.eligibility`)."""

GOES_ON = (
    "both_sides_known",
    "spoken_for",
    "minor_known",
    *ELIGIBLE,
    "risk_assessed_again",
    "takes_part",
    "choices_complete",
    "consents_live",
    "guardian_consents",
    "mediator_assigned",
    *NEUTRALITY,
)
"""What has to hold whenever the two sides come nearer to each other, looked at each time anew."""


@dataclass(frozen=True)
class Step:
    id: str
    label: Promise
    sources: tuple[str, ...]
    target: str | None
    """The state after the step; None when the step leaves it as it is, or decides by itself."""
    guards: tuple[str, ...]
    roles: tuple[str, ...]
    page: str
    """The name of the URL where the step is taken."""
    path: str
    """Where that is, below the address of what the step is about."""
    leads_on: bool = False
    """Is it the way forward, shown as "what is next"?"""
    leads_on_from: tuple[str, ...] = ()
    """Or only from these states?"""
    asks: bool = True
    """Does its page ask anything? If not, one button on the case's page is enough."""
    only_when_possible: bool = False
    """Is it offered on the case's page only when nothing stands in its way?"""
    about: str = "case"
    """Whose key its address takes: that of the case, a person, an item, a payment or a referral; or a receipt."""
    by_party: bool = False
    """May the person whom it is about take it too, for themselves, on their own page?"""

    @property
    def actors(self) -> tuple[str, ...]:
        """Return who may take the step; its page among those of staff is for `roles` alone."""
        return (*self.roles, PARTICIPANT) if self.by_party else self.roles
