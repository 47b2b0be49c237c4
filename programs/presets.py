"""What each kind of program does differently, as data: the six presets a new program chooses from.

A preset is a starting policy, never code: the guards ask the policy, they never ask the type (FIXED rules such as
"no officer of the department mediates in a probation program" ask the type, since no setting may switch them off).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DAYS = {
    "intake": 7,  # the referrer hears within a week, and somebody takes the case on
    "screening": 14,
    "preparing": 28,
    "ready": 14,  # a session follows the last preparation meeting within two weeks
    "exchanging": 28,
    "held": 7,
    "agreement_pending": 14,
    "on_hold": 30,
    "closing": 60,  # the closing survey is asked about two months after the meeting
}


@dataclass(frozen=True)
class Preset:
    """One row of the table of presets: every field is read by at least one guard, form or page."""

    id: str
    label: Promise
    types: frozenset[str]
    stages: tuple[str, ...]
    """Referral stages that this program takes (R2)."""
    standings: frozenset[str]
    """Which mediators may be assigned: volunteer, staff, roster (N3 narrows this further)."""
    premise: str
    track: str
    agreement: str
    """`yes`, `optional`, or `if_victim_asks` (A1)."""
    victim_word: str = "victim"
    offender_word: str = "offender"
    mediators_needed: int = 1
    breach_returns_to_referrer: bool = False
    disputed_may_be_overridden: bool = True
    """E1: may a supervisor let a case go on although the facts are disputed? Never on the severe track."""
    initiative: tuple[str, ...] = ("victim", "offender", "program")
    """Who may ask for a meeting (R6)."""
    no_pending_appeal: bool = False
    """E2: is a case left alone while an appeal is pending?"""
    requires_conviction: bool = False
    """E3."""
    modes: tuple[str, ...] = ("face_to_face", "video_live", "shuttle", "surrogate")
    """How the two sides can have to do with each other here (3.7)."""
    contact_tries: int = 3
    """Tries without an answer before somebody counts as unreachable."""
    days: Mapping[str, int] = field(default_factory=lambda: dict(DAYS))
    """By when the next step is due, by the state of the case (6)."""
    answer_days: int = 7
    """Calendar days within which a referrer is answered; within one week is the practice of the field."""


ANY_TYPE = frozenset({"church", "community_agency", "probation", "dispute_settlement", "other"})

PRESETS: dict[str, Preset] = {
    preset.id: preset
    for preset in (
        Preset(
            id="church",
            label=_("Church-related program"),
            types=frozenset({"church"}),
            stages=("pre_charge", "post_charge", "post_adjudication"),
            standings=frozenset({"volunteer"}),
            premise="balanced",
            track="vom",
            agreement="yes",
        ),
        Preset(
            id="community_agency",
            label=_("Community agency"),
            types=frozenset({"community_agency"}),
            stages=("pre_charge", "post_charge", "post_adjudication", "post_sentence"),
            standings=frozenset({"volunteer", "staff"}),
            premise="victim_supreme",
            track="voc",
            agreement="yes",
            modes=("face_to_face", "video_live", "shuttle", "letter_exchange", "surrogate"),
            victim_word="harmed_person",
            offender_word="responsible_person",
        ),
        Preset(
            id="probation",
            label=_("Probation department"),
            types=frozenset({"probation"}),
            stages=("post_charge", "post_adjudication", "post_sentence"),
            standings=frozenset({"volunteer"}),
            premise="balanced",
            track="vom",
            agreement="yes",
            breach_returns_to_referrer=True,
        ),
        Preset(
            id="dispute_settlement",
            label=_("Dispute settlement center"),
            types=frozenset({"dispute_settlement"}),
            stages=("community", "pre_charge", "post_charge"),
            standings=frozenset({"volunteer", "roster"}),
            premise="balanced",
            track="vom",
            agreement="yes",
            victim_word="harmed_person",
            offender_word="respondent",
        ),
        Preset(
            id="severe_violence",
            label=_("Severe violence, any kind of program"),
            types=ANY_TYPE,
            stages=("post_sentence",),
            standings=frozenset({"volunteer", "staff"}),
            premise="victim_supreme",
            track="vod",
            agreement="if_victim_asks",
            mediators_needed=2,
            no_pending_appeal=True,
            requires_conviction=True,
            modes=("face_to_face", "video_live", "shuttle", "letter_exchange", "recorded_video", "surrogate"),
            # Preparing takes months there, and nobody is hurried.
            days=DAYS | {"preparing": 180, "ready": 30},
            disputed_may_be_overridden=False,
            initiative=("victim",),
        ),
        Preset(
            id="correctional",
            label=_("Correctional or post-sentence program"),
            types=ANY_TYPE,
            stages=("post_sentence",),
            standings=frozenset({"staff", "roster"}),
            premise="victim_supreme",
            track="letter_video_relay_meeting",
            agreement="optional",
            disputed_may_be_overridden=False,
            no_pending_appeal=True,
            requires_conviction=True,
            modes=("letter_exchange", "recorded_video", "shuttle", "video_live", "face_to_face", "surrogate"),
        ),
    )
}
