"""What a program shares of its policy, in words; `settings.AMENDS_POLICY_WORDS` names this for the layers below."""

from collections.abc import Iterator, Mapping
from typing import Any

from programs.policy.catalogue import SETTINGS
from programs.policy.kinds import NotAllowed


def policy_told(values: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield name and value of each shared setting, in the order of the catalogue; what is none any more is left out."""
    for name, setting in SETTINGS.items():
        if name not in values:
            continue
        try:
            yield setting.label, setting.kind.say(setting.kind.read_kept(values[name]))
        except NotAllowed:
            continue
