"""The wordings that every program has, in three languages, and some of them different for a kind of program."""

from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from programs.models.contact import Channel, Purpose
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE, Role
from programs.wording.declared import LANGUAGES, Wording

FOLDER = Path(__file__).parent / "words"
HEAD = "=== "

EVERYBODY = "everybody"
AUDIENCES = {
    "harmed": (_("The side that was harmed"), HARMED_SIDE),
    "responsible": (_("The side that is responsible"), RESPONSIBLE_SIDE),
    "guardian": (_("Guardians"), (Role.GUARDIAN,)),
    "company": (
        _("Those who come along"),
        (Role.SUPPORT_PERSON, Role.COMMUNITY_MEMBER, Role.OBSERVER, Role.INTERPRETER),
    ),
    EVERYBODY: (_("Everybody"), tuple(Role)),
}
"""Who a wording is for, and which roles these are."""

CHANNELS = (Channel.LETTER, Channel.IN_PERSON, Channel.EMAIL, Channel.TEXT)
"""The ways by which words go out: on paper by post or by hand, by e-mail, by text message."""
PAPER = (Channel.LETTER, Channel.IN_PERSON)
ON_SCREEN = (Channel.EMAIL, Channel.TEXT)
WRITTEN = (*PAPER, Channel.EMAIL)

DATE_REMINDER = "date_reminder"
"""The one reminder of a session that goes by itself."""

OF_A_SESSION = ("session_invitation", "session_reminder", DATE_REMINDER)
"""What is about a session that lies ahead, and leaves only while it does."""

CANCELED = "session_canceled"
"""Word that nobody has to come, which everybody gets who was to come."""

OWN_PAGE = "own_page"
"""The mail with the link to somebody's own page; it goes by itself, so nobody chooses it."""

SURVEY_REMINDER = "survey_reminder"
"""The one reminder of a survey, which goes by itself too."""

GOES_BY_ITSELF = (OWN_PAGE, SURVEY_REMINDER, DATE_REMINDER)
"""What nobody chooses to write."""

_DECLARED = (
    ("introduction_harmed", _("First letter to the person harmed"), Purpose.FIRST_CONTACT, "harmed", WRITTEN),
    (
        "introduction_responsible",
        _("First letter to the person responsible"),
        Purpose.FIRST_CONTACT,
        "responsible",
        WRITTEN,
    ),
    ("introduction_guardian", _("First letter to a guardian"), Purpose.FIRST_CONTACT, "guardian", WRITTEN),
    ("to_company", _("First letter to somebody who comes along"), Purpose.ARRANGING, "company", WRITTEN),
    ("please_call", _("Please call"), Purpose.FIRST_CONTACT, EVERYBODY, CHANNELS),
    ("preparation", _("Invitation to prepare"), Purpose.ARRANGING, EVERYBODY, WRITTEN),
    ("session_invitation", _("Invitation to the session"), Purpose.ARRANGING, EVERYBODY, WRITTEN),
    ("session_reminder", _("Reminder of the session"), Purpose.ARRANGING, EVERYBODY, CHANNELS),
    (CANCELED, _("What was planned does not take place"), Purpose.ARRANGING, EVERYBODY, CHANNELS),
    ("consent_form", _("Form: consent to take part"), Purpose.ARRANGING, EVERYBODY, PAPER),
    ("release_form", _("Form: permission to pass something on"), Purpose.ARRANGING, EVERYBODY, PAPER),
    ("payment_reminder", _("Reminder of what was agreed"), Purpose.ARRANGING, "responsible", CHANNELS),
    ("follow_up", _("How are you?"), Purpose.FOLLOW_UP, EVERYBODY, WRITTEN),
    ("not_proceeding", _("It does not go on"), Purpose.TOLD_END, EVERYBODY, WRITTEN),
    ("completed", _("It is complete"), Purpose.TOLD_END, EVERYBODY, WRITTEN),
    (OWN_PAGE, _("Link to their own page"), Purpose.FIRST_CONTACT, EVERYBODY, (Channel.EMAIL,)),
    (SURVEY_REMINDER, _("Reminder of a survey"), Purpose.ARRANGING, EVERYBODY, (Channel.EMAIL,)),
    (
        DATE_REMINDER,
        _("Reminder of the session that goes by itself"),
        Purpose.ARRANGING,
        EVERYBODY,
        ON_SCREEN,
    ),
)

IDS = tuple(row[0] for row in _DECLARED)
NAMES = {row[0]: row[1] for row in _DECLARED}

PURPOSES = (Purpose.FIRST_CONTACT, Purpose.ARRANGING, Purpose.FOLLOW_UP, Purpose.TOLD_END)
"""What a letter can be for; a preparation meeting is none, and what one side says to the other is no letter of ours."""

NEEDED = {OWN_PAGE: {"link"}, "consent_form": {"consent_text"}, DATE_REMINDER: {"session_when"}}
"""Placeholders without which a wording would be worthless."""
DISCREET = {
    OWN_PAGE: {"link", "neutral_name", "phone"},
    SURVEY_REMINDER: {"neutral_name", "phone"},
    DATE_REMINDER: {"session_when", "neutral_name", "phone"},
}
"""The only placeholders of a message that must say nothing to whoever else reads it."""


@cache
def standard(preset: str) -> dict[str, Wording]:
    """Return the standard wordings of a kind of program, by their ids."""
    return {
        id_: Wording(id_, name, purpose, audience, channels, words_of(id_, preset))
        for id_, name, purpose, audience, channels in _DECLARED
    }


def words_of(name: str, preset: str) -> dict[str, str]:
    """Return the words of a file in each language; those of the preset where it has its own."""
    found = _sections(name)
    return {code: found.get(f"{code} {preset}", found[code]) for code in LANGUAGES}


@cache
def _sections(name: str) -> dict[str, str]:
    """Return what stands below each heading of a file: "en", or "en church" for one preset."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    parts = f"\n{text}".split(f"\n{HEAD}")[1:]
    return {head.strip(): words.strip() for head, _newline, words in (part.partition("\n") for part in parts)}
