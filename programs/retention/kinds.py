"""The setting that holds a program's rules about keeping cases."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from programs.jurisdictions import JURISDICTIONS
from programs.models.case import ClosureGroup
from programs.models.referral import OffenceClass
from programs.policy.document import Policy
from programs.policy.kinds import NotAllowed, Number, months
from programs.retention.declared import (
    ADULT,
    ANONYMISE,
    ANY,
    CLOCKS,
    CLOSED,
    FULFILLED,
    JUVENILE,
    LAST_CONTACT,
    PURGE,
    SEAL,
    KeepingRule,
)
from programs.rules.kinds import ID, SHORT, Listed, one_of, record_id, some_of, text_of

MONTHS = Number(1, 1200, months)
DAY_FIELD = "day-"
"""How the id of an own field begins that asks for a day."""

ACTION_LABELS = {
    SEAL: _lazy("Seal it: nobody sees it any more, and it can be opened again"),
    ANONYMISE: _lazy("Anonymize it: what tells who they were is destroyed, the facts for your figures stay"),
    PURGE: _lazy("Purge it: everything is destroyed but the facts that your figures count"),
}
ACTION_NAMES = {SEAL: _lazy("Seal"), ANONYMISE: _lazy("Anonymize"), PURGE: _lazy("Purge")}
CLOCK_LABELS = {
    CLOSED: _lazy("The day on which it was closed"),
    LAST_CONTACT: _lazy("The last contact with anybody in it"),
    FULFILLED: _lazy("The day on which the agreement was fulfilled"),
}
AGE_LABELS = {
    ANY: _lazy("People of any age"),
    JUVENILE: _lazy("A person responsible was a minor"),
    ADULT: _lazy("Everybody responsible was of age"),
}


class KeepingRules(Listed):
    """The rules by which cases are sealed, anonymized and purged."""

    def read_one(self, raw: Mapping[str, Any]) -> KeepingRule:
        clock = raw.get("clock", CLOSED)
        if clock not in CLOCKS and not _is_day_field(clock):
            raise NotAllowed(_("Choose from where the months are counted."))
        jurisdiction = raw.get("jurisdiction", "")
        if jurisdiction and jurisdiction not in JURISDICTIONS:
            raise NotAllowed(_("Choose a basis that there is."))
        return KeepingRule(
            id=record_id(raw),
            action=one_of(raw, "action", (SEAL, ANONYMISE, PURGE)),
            months=MONTHS.read(raw.get("months")),
            clock=clock,
            name=text_of(raw, "name", SHORT, may_be_empty=True),
            age=one_of({"age": ANY, **raw}, "age", (ANY, JUVENILE, ADULT)),
            groups=some_of(raw, "groups", ClosureGroup.values),
            offences=some_of(raw, "offences", OffenceClass.values),
            jurisdiction=jurisdiction,
        )

    def name_of(self, record: KeepingRule) -> str:
        return record.name or _("{action} after {months}").format(
            action=ACTION_NAMES[record.action], months=MONTHS.say(record.months)
        )

    def say_rest(self, record: KeepingRule, policy: Policy) -> str:
        words = [
            _("{action} after {months}").format(
                action=ACTION_NAMES[record.action], months=MONTHS.say(record.months)
            ),
            _("counted from: {clock}").format(clock=clock_label(record.clock, policy)),
        ]
        if record.age != ANY:
            words.append(str(AGE_LABELS[record.age]))
        if record.groups:
            words.append(", ".join(str(ClosureGroup(each).label) for each in record.groups))
        if record.offences:
            words.append(", ".join(str(OffenceClass(each).label) for each in record.offences))
        if record.jurisdiction:
            words.append(JURISDICTIONS[record.jurisdiction].name)
        return "; ".join(words)


def clock_label(clock: str, policy: Policy) -> str:
    """Return from where months are counted, as the program calls it."""
    if clock in CLOCK_LABELS:
        return str(CLOCK_LABELS[clock])
    found = next((field.label for field in policy.fields if field.id == clock), None)
    return found or _("a field that there is no more")


def _is_day_field(clock: Any) -> bool:
    return isinstance(clock, str) and clock.startswith(DAY_FIELD) and bool(ID.fullmatch(clock))
