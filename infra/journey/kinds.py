"""What differs between the programs that are walked through, as data: one for each preset."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A program of one preset, and what is told of its referral and of a mediator whom it must refuse."""

    preset: str
    type: str
    standing: str
    referrer_class: str
    office: str
    stage: str
    connection: str = "none"
    """What the coordinator answers about the second mediator."""
    rule: str = ""
    """The rule that must refuse her."""
    second_standing: str = ""
    """How she works here, where that differs."""
    affiliation: tuple[str, str, str] | None = None
    """What she is, where, and what kind of office that is."""
    track: str = "own"
    """What is chosen at sign-up: the matters that such programs usually take, or a preset of its own."""
    offences: tuple[str, ...] = ("theft", "property_damage")
    summary: str = "A bicycle was taken from the yard and came back broken."
    level: str = ""
    """How far the first mediator is trained, where the preset asks for it."""

    @property
    def title(self) -> str:
        return self.preset.replace("_", " ")


CHURCH = Kind(
    "church", "church", "volunteer", "school", "Lincoln School", "post_charge", "kin", "no_connection"
)
COMMUNITY_AGENCY = Kind(
    "community_agency",
    "community_agency",
    "staff",
    "police",
    "Riverside Police Department",
    "post_charge",
    rule="no_involved_office",
    affiliation=("police_officer", "Riverside Police Department", "police"),
)
PROBATION = Kind(
    "probation",
    "probation",
    "volunteer",
    "judge",
    "Lakeview Juvenile Court",
    "post_adjudication",
    rule="no_officer_of_department",
    affiliation=("probation_officer", "County Line Probation", "probation"),
)
DISPUTE_SETTLEMENT = Kind(
    "dispute_settlement",
    "dispute_settlement",
    "roster",
    "community",
    "",
    "community",
    "other_matter",
    "no_connection",
)
SEVERE_VIOLENCE = Kind(
    "severe_violence",
    "community_agency",
    "staff",
    "victim_self",
    "",
    "post_sentence",
    rule="level_enough",
    track="severe_violence",
    offences=("homicide",),
    summary="Their brother was killed. They ask to meet whoever did it.",
    level="advanced",
)
CORRECTIONAL = Kind(
    "correctional",
    "other",
    "roster",
    "institution",
    "Stone Valley Correctional Institution",
    "post_sentence",
    rule="standing_allowed",
    second_standing="volunteer",
    track="correctional",
    offences=("robbery",),
    summary="A shop was robbed. The clerk registered to be told what happens.",
)

PROVIDERS = (CHURCH, COMMUNITY_AGENCY, PROBATION, DISPUTE_SETTLEMENT)
"""The four kinds of providers, each with what it usually takes."""

KINDS = (*PROVIDERS, SEVERE_VIOLENCE, CORRECTIONAL)
"""One for each preset."""
