"""What a column of a file of survey forms can mean: whose form, when, in which group, and a column for each item."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy as _

from programs.importing.case_fields import NUMBER
from programs.importing.declared import Field
from programs.models.survey import Group, Moment, Side
from programs.policy.vocabulary import NewOffence
from programs.surveys.instruments import ITEMS, SHORT, Item, Kind


@dataclass(frozen=True, eq=False)
class Answers:
    """The numbers that an item has, as choices of a cell: by their words in three languages, or as numbers."""

    item: Item
    said: Mapping[str, str]
    """What is written for a number besides its words."""

    @property
    def values(self) -> list[str]:
        return [str(value) for value in self.item.values]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(str(value), self.item.label_of(value)) for value in self.item.values]

    def __call__(self, value: str) -> Any:
        return SimpleNamespace(value=value, label=self.item.label_of(int(value)))


NAMES: dict[str, Any] = {
    "fear": _("How afraid the person is"),
    "pressure": _("Felt pressed to take part"),
    "new_offence": _("New offense within 12 months"),
    "offence_source": _("Where it is known from"),
} | SHORT
HEADINGS = {
    "fear": "afraid|fear of revictimization|fear of being re victimized|peur|miedo|temor",
    "pressure": "pressed|felt pressed|pressured|coerced|pression|presion",
    "importance_answers": "importance answers|importance of answers",
    "importance_impact": "importance impact|importance of telling impact",
    "importance_apology": "importance apology|importance of an apology",
    "importance_restitution": "importance restitution|importance of restitution",
    "justice": "satisfied|satisfaction|satisfied with justice system|satisfaction with justice system|"
    "satisfaction justice|satisfait|satisfecho|satisfaccion",
    "outcome": "satisfied with outcome|satisfaction with outcome|satisfaction outcome",
    "mediator": "satisfied with mediator|satisfaction with mediator|satisfaction mediator",
    "helpful": "helpfulness|helpful to meet|meeting helpful|utile|util",
    "fairness": "fair|fairness of agreement|fair agreement|equite|justo",
    "prepared": "prepared|preparation|prepare|preparado",
    "again": "choose again|would choose again|would participate again",
    "recommend": "would recommend|recommande|recomendaria",
    "new_offence": "recidivism|recidivated|reoffense|reoffended|reoffending|new offense|new offence|recidive|"
    "reincidencia",
    "offence_source": "source|source of data|fuente",
}
SAID: dict[str, dict[str, str]] = {
    "new_offence": {
        **dict.fromkeys(("no", "none", "n", "non", "aucune", "ninguno", "ninguna"), "0"),
        "less serious": "1",
        "as serious": "2",
        "more serious": "3",
        "unknown": "4",
        "moins grave": "1",
        "aussi grave": "2",
        "plus grave": "3",
        "inconnu": "4",
        "menos grave": "1",
        "igual de grave": "2",
        "mas grave": "3",
        "desconocido": "4",
    },
    "offence_source": {
        **dict.fromkeys(("police", "police data", "policia"), "0"),
        **dict.fromkeys(("court", "court data", "court records", "tribunal", "juzgado"), "1"),
        **dict.fromkeys(("self report", "self reported", "auto declare", "autoinforme"), "2"),
        **dict.fromkeys(("other", "autre", "otra"), "3"),
    },
}


def _of_item(item: Item) -> Field:
    is_plain = item.kind == Kind.YES_NO
    return Field(
        item.id,
        NAMES[item.id],
        "yes_no" if is_plain else "choice",
        HEADINGS[item.id],
        None if is_plain else Answers(item, SAID.get(item.id, {})),
        hint=_("1 to 5, or the words of the form.") if item.kind == Kind.SCALE else "",
    )


ITEM_FIELDS = tuple(_of_item(item) for item in ITEMS if item.is_counted)

SURVEYS: tuple[Field, ...] = (
    Field(
        "moment",
        _("Before, after, or new offenses a year later"),
        "choice",
        "moment|when|wave|survey|form|questionnaire|cuando|momento",
        Moment,
        is_needed=True,
    ),
    Field(
        "side",
        _("Which side"),
        "choice",
        "side|role|party|respondent|type|cote|lado|parte",
        Side,
        is_needed=True,
    ),
    Field(
        "group",
        _("Mediated or not"),
        "choice",
        "group|sample|condition|mediated|groupe|grupo",
        Group,
        is_needed=True,
    ),
    Field(
        "day",
        _("Day, month or year"),
        "period",
        "date|day|period|asked on|year|month|jour|periode|annee|fecha|periodo|ano",
        is_needed=True,
        hint=_("Such as 2026-05-01, 2026-05 or 2026. A month or a year counts under its first day."),
    ),
    Field(
        NUMBER.id,
        NUMBER.label,
        headings=NUMBER.headings,
        longest=60,
        hint=_("Only where the case was imported; without it the form counts by itself."),
    ),
    Field(
        "person",
        _("Your own number of the person"),
        headings="person|person number|person id|respondent id|participant id|numero de la personne|"
        "numero de la persona",
        longest=60,
        hint=_("The same before and after: by it the two forms of one person are found. No name."),
    ),
    *ITEM_FIELDS,
    Field(
        "definition",
        _("What counts as a new offense"),
        "choice",
        "definition|measure|mesure|medida",
        NewOffence,
        hint=_("Where it is empty: what your policy says."),
    ),
)
