"""What each kind of program does differently, as data: the six presets a new program chooses from.

A preset is a starting policy, never code: the guards ask the policy, they never ask the type (FIXED rules such as
"no officer of the department mediates in a probation program" ask the type, since no setting may switch them off).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.policy.document import DAYS, OFFENCES, Policy
from programs.retention.declared import KEPT_LONG


@dataclass(frozen=True)
class Preset:
    """One row of the table of presets."""

    id: str
    label: Promise
    types: frozenset[str]
    track: str
    """Which process it works by; a track has minimums that no policy loosens (`programs.policy.floors`)."""
    policy: Policy
    """The first version of the program's policy."""


ALL_TAKEN = dict.fromkeys(OFFENCES, "taken")
ANY_TYPE = frozenset({"church", "community_agency", "probation", "dispute_settlement", "other"})

PRESETS: dict[str, Preset] = {
    preset.id: preset
    for preset in (
        Preset(
            id="church",
            label=_("Church-related program"),
            types=frozenset({"church"}),
            track="vom",
            policy=Policy(
                stages=("pre_charge", "post_charge", "post_adjudication"),
                standings=("volunteer",),
                premise="balanced",
            ),
        ),
        Preset(
            id="community_agency",
            label=_("Community agency"),
            types=frozenset({"community_agency"}),
            track="voc",
            policy=Policy(
                stages=("pre_charge", "post_charge", "post_adjudication", "post_sentence"),
                standings=("volunteer", "staff"),
                premise="victim_supreme",
                modes=("face_to_face", "video_live", "shuttle", "letter_exchange", "surrogate"),
                sharing="people_first",
                victim_word="harmed_person",
                offender_word="responsible_person",
            ),
        ),
        Preset(
            id="probation",
            label=_("Probation department"),
            types=frozenset({"probation"}),
            track="vom",
            policy=Policy(
                stages=("post_charge", "post_adjudication", "post_sentence"),
                standings=("volunteer",),
                premise="balanced",
                breach_returns_to_referrer=True,
            ),
        ),
        Preset(
            id="dispute_settlement",
            label=_("Dispute settlement center"),
            types=frozenset({"dispute_settlement"}),
            track="vom",
            policy=Policy(
                stages=("community", "pre_charge", "post_charge"),
                standings=("volunteer", "roster"),
                premise="balanced",
                victim_word="harmed_person",
                offender_word="respondent",
            ),
        ),
        Preset(
            id="severe_violence",
            label=_("Severe violence, any kind of program"),
            types=ANY_TYPE,
            track="vod",
            policy=Policy(
                stages=("post_sentence",),
                offences=ALL_TAKEN,
                standings=("volunteer", "staff"),
                premise="victim_supreme",
                agreement="if_victim_asks",
                sharing="people_first",
                mediators_needed=2,
                level="advanced",
                no_pending_appeal=True,
                requires_conviction=True,
                modes=(
                    "face_to_face",
                    "video_live",
                    "shuttle",
                    "letter_exchange",
                    "recorded_video",
                    "surrogate",
                ),
                # Preparing takes months there, and nobody is hurried.
                days={**DAYS, "preparing": 180, "ready": 30},
                disputed_may_be_overridden=False,
                minors_harmed=False,
                minors_responsible=False,
                initiative=("victim",),
                retention=KEPT_LONG,
                preparation_topics=("process", "stop", "expect", "choices", "support", "safety"),
            ),
        ),
        Preset(
            id="correctional",
            label=_("Correctional or post-sentence program"),
            types=ANY_TYPE,
            track="letter_video_relay_meeting",
            policy=Policy(
                stages=("post_sentence",),
                offences=ALL_TAKEN,
                standings=("staff", "roster"),
                premise="victim_supreme",
                sharing="people_first",
                disputed_may_be_overridden=False,
                minors_harmed=False,
                minors_responsible=False,
                no_pending_appeal=True,
                requires_conviction=True,
                retention=KEPT_LONG,
                modes=(
                    "letter_exchange",
                    "recorded_video",
                    "shuttle",
                    "video_live",
                    "face_to_face",
                    "surrogate",
                ),
            ),
        ),
    )
}
