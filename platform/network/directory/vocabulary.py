"""The questions of the directory and the answers there are: facets of the search, fields of a listing, terms of HSDS.

An answer is yes, no, or (to an offense) that each case is looked at; nothing at all is an answer too: not stated.
The ids are kept in listings and in other people's bookmarks: one is never given another meaning.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    """What a listing says to one value of a facet."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    ASSESS = "assess", _("Each case is looked at")


class AgencyType(models.TextChoices):
    """Who runs a program: the four providers of the field and what surveys found beside them (W5)."""

    COMMUNITY_AGENCY = "community_agency", _("Private community agency")
    CHURCH = "church", _("Church or other faith group")
    PROBATION = "probation", _("Probation department")
    DISPUTE_SETTLEMENT = "dispute_settlement", _("Dispute settlement center")
    CORRECTIONS = "corrections", _("Corrections")
    PROSECUTOR = "prosecutor", _("Prosecutor’s office")
    VICTIM_SERVICES = "victim_services", _("Victim services")
    GOVERNMENT = "government", _("State or county office")
    POLICE = "police", _("Police")
    RESIDENTIAL = "residential", _("Residential treatment")
    COURT = "court", _("Court")
    JUVENILE_SERVICES = "juvenile_services", _("Juvenile services")
    OTHER = "other", _("Another kind")


GOVERNMENTAL = frozenset(
    {"probation", "corrections", "prosecutor", "government", "police", "court", "juvenile_services"}
)


class Premise(models.TextChoices):
    """Whose wishes lead; published because people who were harmed are told to ask."""

    VICTIM_SUPREME = "victim_supreme", _("The wishes of the person harmed lead")
    BALANCED = "balanced", _("Both sides’ wishes count about the same")


class Capacity(models.TextChoices):
    """Whether cases are taken now."""

    ACCEPTING = "accepting", _("Takes cases now")
    WAITLIST = "waitlist", _("Has a waiting list")
    CLOSED = "closed", _("Takes no new cases for now")


@dataclass(frozen=True)
class Facet:
    """A question with several values, each of which a listing affirms, denies, or leaves open."""

    id: str
    label: Promise
    question: Promise
    """As the editor of a listing and the search ask it."""
    values: tuple[tuple[str, Promise], ...]
    may_assess: bool = False
    """Whether "each case is looked at" is an answer."""

    def token(self, value: str) -> str:
        """Return how search knows a value: "stage:pre_charge"."""
        return f"{self.id}:{value}"


FACETS: dict[str, Facet] = {
    facet.id: facet
    for facet in (
        Facet(
            "referrer",
            _("Who may refer"),
            _("Who are you?"),
            (
                ("victim_self", _("The person harmed")),
                ("offender_self", _("The person responsible")),
                ("judge", _("Judge or court")),
                ("probation_officer", _("Probation officer")),
                ("prosecutor", _("Prosecutor")),
                ("defence_attorney", _("Defense attorney")),
                ("police", _("Police")),
                ("victim_advocate", _("Victim advocate")),
                ("school", _("School")),
                ("institution", _("Prison or other institution")),
                ("community", _("Somebody else")),
            ),
        ),
        Facet(
            "stage",
            _("Stage"),
            _("How far is the case?"),
            (
                ("community", _("No police or court involved")),
                ("pre_charge", _("Before any charge")),
                ("post_charge", _("After a charge, before a finding")),
                ("post_adjudication", _("After a finding or admission, before sentence")),
                ("post_sentence", _("After sentence")),
                ("post_release", _("After release")),
            ),
        ),
        Facet(
            "age",
            _("Age of the person responsible"),
            _("How old is the person responsible?"),
            (("juvenile", _("Under 18")), ("adult", _("18 or older"))),
        ),
        Facet(
            "offence",
            _("Offenses"),
            _("What happened?"),
            (
                ("property", _("Theft, damage, fraud")),
                ("violence", _("Assault, threats, robbery")),
                ("severe", _("Severe violence, a death")),
                ("sexual", _("Sexual violence")),
                ("domestic", _("Violence by a partner or in the family")),
                ("driving", _("Dangerous driving")),
                ("neighbour", _("Conflict between neighbors")),
            ),
            may_assess=True,
        ),
        Facet(
            "language",
            _("Languages"),
            _("Which language?"),
            (
                ("en", _("English")),
                ("es", _("Spanish")),
                ("fr", _("French")),
                ("ar", _("Arabic")),
                ("zh", _("Chinese")),
                ("de", _("German")),
                ("ht", _("Haitian Creole")),
                ("hmn", _("Hmong")),
                ("ko", _("Korean")),
                ("nv", _("Navajo")),
                ("pl", _("Polish")),
                ("pt", _("Portuguese")),
                ("ru", _("Russian")),
                ("so", _("Somali")),
                ("tl", _("Tagalog")),
                ("vi", _("Vietnamese")),
                ("interpreter", _("Others, by an interpreter")),
                ("sign", _("Sign language")),
            ),
        ),
        Facet(
            "mode",
            _("Ways to meet or write"),
            _("How would you want it?"),
            (
                ("face_to_face", _("In one room")),
                ("video_live", _("By video")),
                ("shuttle", _("In two rooms, the mediator in between")),
                ("letter_exchange", _("By letters that the mediator passes on")),
                ("recorded_video", _("By recorded video")),
                ("surrogate", _("With somebody else in their place")),
            ),
        ),
        Facet(
            "process",
            _("Process"),
            _("Which process?"),
            (
                ("vom", _("Victim-offender mediation")),
                ("vod", _("Dialogue after severe violence")),
                ("voc", _("Conferencing")),
                ("fgc", _("Family group conference")),
                ("circle", _("Circle")),
                ("panel", _("Panel or board")),
            ),
        ),
        Facet(
            "access",
            _("Accessibility"),
            _("What is needed?"),
            (
                ("step_free", _("Without steps")),
                ("hearing_loop", _("Hearing loop")),
                ("easy_read", _("Easy-to-read papers")),
                ("child_care", _("Child care")),
                ("transport", _("Help with the way there")),
                ("visits", _("Comes to you")),
            ),
        ),
        Facet(
            "cost",
            _("Cost"),
            _("What may it cost?"),
            (("free", _("Free for everybody")), ("free_harmed", _("Free for the person harmed"))),
        ),
        Facet(
            "faith",
            _("Faith"),
            _("Run by a faith group?"),
            (("faith_based", _("Run by a faith group")),),
        ),
    )
}
"""In the order in which they decide whether a program fits."""

TAXONOMY_CODE = "FN-1900.9000"
"""Victim/Offender Mediation Programs, in the taxonomy of human services that telephone directories use."""


def tokens() -> Iterator[str]:
    """Yield every token that a search may ask for."""
    for facet in FACETS.values():
        for value, _label in facet.values:
            yield facet.token(value)


def label_of(token: str) -> str | Promise:
    """Return what a token says in words: its value's label."""
    facet, _colon, value = token.partition(":")
    return dict(FACETS[facet].values)[value]
