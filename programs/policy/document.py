"""The policy itself: every setting with its value, as guards, forms and pages read it. It never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from programs.retention.declared import KEPT, KeepingRule
from programs.rules.declared import Item, OwnField, Rule
from programs.wording.declared import OwnWording

DAYS: Mapping[str, int] = {
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

ARREARS_DAYS: Mapping[str, int] = {"remind": 3, "talk": 10, "reconvene": 21, "return": 45}
"""Days after something was due; an agreement usually runs for 90."""

REFERRERS = (
    "judge", "probation_officer", "victim_advocate", "prosecutor", "defence_attorney", "police", "victim_self",
    "offender_self", "school", "institution", "community",
)  # fmt: skip
OFFENCES = (
    "theft", "burglary", "robbery", "property_damage", "fraud", "assault", "threats", "driving", "arson", "sexual",
    "partner", "stalking", "protection_order", "trafficking", "homicide", "neighbour", "other",
)  # fmt: skip
GRAVEST = ("sexual", "partner", "trafficking", "homicide")
"""What most programs leave to those who are trained for it (E5)."""
DELICATE = ("stalking", "protection_order")
"""What most programs take with particular care only (E5)."""
SEVERITY: Mapping[str, str] = {
    **dict.fromkeys(OFFENCES, "minor"),
    **dict.fromkeys(("burglary", "robbery", "assault", "arson", *DELICATE), "serious"),
    **dict.fromkeys(GRAVEST, "grave"),
}


STATES = (
    "intake", "screening", "preparing", "ready", "scheduled", "held", "exchanging", "agreement_pending", "monitoring",
    "on_hold", "closing", "closed",
)  # fmt: skip
"""Those of a case that staff see it in."""


def usual_answer(offence: str) -> str:
    """Return how most programs deal with an offence."""
    return "excluded" if offence in GRAVEST else "specialist_only" if offence in DELICATE else "taken"


@dataclass(frozen=True)
class Policy:
    """What a program has decided; `catalogue` says of each field what it means and which values there are."""

    # Who may refer
    stages: tuple[str, ...] = ("pre_charge", "post_charge", "post_adjudication")
    referrers: tuple[str, ...] = REFERRERS
    initiative: tuple[str, ...] = ("victim", "offender", "program")
    answer_days: int = 7
    # Which offences
    jurisdiction: str = "none"
    offences: Mapping[str, str] = field(
        default_factory=lambda: {each: usual_answer(each) for each in OFFENCES}
    )
    earliest_stages: Mapping[str, str] = field(
        default_factory=lambda: {each: "post_adjudication" if each in GRAVEST else "any" for each in OFFENCES}
    )
    severity: Mapping[str, str] = field(default_factory=lambda: SEVERITY)
    # What the program takes
    no_pending_appeal: bool = False
    requires_conviction: bool = False
    disputed_may_be_overridden: bool = True
    minors_harmed: bool = True
    minors_responsible: bool = True
    # Who mediates
    standings: tuple[str, ...] = ("volunteer",)
    mediators_needed: int = 1
    excluded_affiliations: tuple[str, ...] = ()
    level: str = "foundation"
    training_hours: int = 0
    supervision_weeks: int = 12
    observation_months: int = 12
    needs_background_check: bool = False
    # What the person harmed decides
    premise: str = "balanced"
    modes: tuple[str, ...] = ("face_to_face", "video_live", "shuttle", "surrogate")
    """In the order in which they are offered."""
    contact_tries: int = 3
    preparation_topics: tuple[str, ...] = ()
    # Agreements
    agreement: str = "yes"
    breach_returns_to_referrer: bool = False
    sharing: str = "pro_rata"
    arrears_days: Mapping[str, int] = field(default_factory=lambda: ARREARS_DAYS)
    # By when
    days: Mapping[str, int] = field(default_factory=lambda: DAYS)
    release_days: int = 30
    complaint_days: int = 14
    session_reminder_days: int = 2
    """Days before a session on which people are reminded of it; 0 for never."""
    debrief_days: int = 7
    # How long cases are kept
    notice_days: int = 14
    hold_stops_seal: bool = False
    retention: tuple[KeepingRule, ...] = KEPT
    # What people are asked about it
    survey_before_days: int = 7
    survey_after_days: int = 60
    survey_reminder_days: int = 5
    """Days until the one reminder; 0 for none."""
    survey_items_off: tuple[str, ...] = ()
    survey_readers: str = "program"
    new_offence: str = "charge"
    new_offence_months: int = 12
    # How long a file that was taken in is kept
    import_days: int = 30
    # The program's words
    victim_word: str = "victim"
    offender_word: str = "offender"
    state_names_en: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(STATES, ""))
    """What a state of a case is called; "" for the standard name. The state itself stays what it is."""
    state_names_fr: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(STATES, ""))
    state_names_es: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(STATES, ""))
    # What the program adds of its own
    rules: tuple[Rule, ...] = ()
    checklist: tuple[Item, ...] = ()
    fields: tuple[OwnField, ...] = ()
    wordings: tuple[OwnWording, ...] = ()
