"""A program's own wordings as a setting of its policy."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from programs.models.contact import Channel, Purpose
from programs.policy.document import Policy
from programs.policy.kinds import NotAllowed
from programs.rules.kinds import SHORT, Listed, one_of, record_id, some_of, text_of
from programs.wording.declared import (
    BY_ITSELF,
    LANGUAGES,
    PLACEHOLDERS,
    OwnWording,
    has_lone_brace,
    placeholders_of,
)
from programs.wording.standard import AUDIENCES, CHANNELS, DISCREET, IDS, NAMES, NEEDED, PURPOSES

LONGEST = 6000
"""Characters of one wording in one language."""


class Wordings(Listed):
    """What letters and messages say, where that is not the standard."""

    def read_one(self, raw: Mapping[str, Any]) -> OwnWording:
        replaces = one_of(raw, "replaces", ("", *IDS))
        said = {code: text_of(raw, code, LONGEST, may_be_empty=True) for code in LANGUAGES}
        told: dict[str, Any] = dict(said)
        if not replaces:
            told |= {
                "name": text_of(raw, "name", SHORT),
                "purpose": one_of(raw, "purpose", PURPOSES),
                "audience": one_of(raw, "audience", AUDIENCES),
                "channels": some_of(raw, "channels", CHANNELS),
            }
            if not told["channels"]:
                raise NotAllowed(_("Choose by which ways it may go."))
        if not any(said.values()):
            raise NotAllowed(_("Write it in one language at least."))
        for words in filter(None, said.values()):
            demand_fit(words, replaces)
        return OwnWording(id=record_id(raw), replaces=replaces, **told)

    def read_kept(self, raw: Any) -> tuple[OwnWording, ...]:
        """Return those that still fit: what a later release cannot fill in falls back to the standard words."""
        return tuple(record for each in raw if (record := self._kept(each)) is not None)

    def _kept(self, raw: Any) -> OwnWording | None:
        try:
            return self.read_one(raw)
        except NotAllowed:
            return None

    def name_of(self, record: OwnWording) -> str:
        return str(NAMES[record.replaces]) if record.replaces else record.name

    def say_one(self, record: OwnWording, policy: Policy) -> str:
        languages = dict(settings.LANGUAGES)
        said = [f"{languages[code]}: {words}" for code, words in record.words.items()]
        return "\n".join([super().say_one(record, policy), *said])

    def say_rest(self, record: OwnWording, policy: Policy) -> str:
        languages = dict(settings.LANGUAGES)
        written = ", ".join(languages[code] for code in record.words)
        if record.replaces:
            return _("in place of the standard words; {languages}").format(languages=written)
        ways = ", ".join(str(Channel(each).label) for each in record.channels)
        told = (AUDIENCES[record.audience][0], Purpose(record.purpose).label, ways, written)
        return "; ".join(map(str, told))


def known_in(replaces: str) -> set[str]:
    """Return the names that are filled in, in the words of a standard letter or of another one."""
    return DISCREET.get(replaces) or PLACEHOLDERS.keys() - BY_ITSELF


def demand_fit(words: str, replaces: str) -> None:
    """Raise NotAllowed for words with a name in braces that nobody fills in, or without one that is needed."""
    used, needed, known = placeholders_of(words), NEEDED.get(replaces, set()), known_in(replaces)
    if unknown := used - known:
        raise NotAllowed(
            _("Nothing fills in {unknown}. What can be filled in: {known}.").format(
                unknown=", ".join(f"{{{each}}}" for each in sorted(unknown)),
                known=", ".join(f"{{{each}}}" for each in PLACEHOLDERS if each in known),
            )
        )
    if has_lone_brace(words):
        raise NotAllowed(_("A brace stands alone. Write each name between two of them, such as {name}."))
    if missing := needed - used:
        raise NotAllowed(
            _("This has to stay in it: {missing}.").format(
                missing=", ".join(f"{{{each}}}" for each in missing)
            )
        )
