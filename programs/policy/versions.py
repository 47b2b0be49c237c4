"""Reads what is stored of policies: a version as a `Policy`, and back."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from programs.policy.catalogue import SETTINGS
from programs.policy.document import Policy
from programs.policy.kinds import NotAllowed
from programs.presets import PRESETS

KEPT = 4096
"""Versions that a process keeps: they cannot change, and their ids are nobody else's."""


def values_of(policy: Policy) -> dict[str, Any]:
    """Return every setting of a policy by its id."""
    return {each.name: getattr(policy, each.name) for each in fields(policy)}


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings as JSON holds them."""
    return {name: SETTINGS[name].kind.store(value) for name, value in values.items()}


def read(raw: Mapping[str, Any], preset: str) -> Policy:
    """Return the policy that is stored as `raw`; a setting that it lacks has the default of the preset.

    What this release does not know, a setting or a value, is left out: another release wrote it, and cases go on while
    one goes back to this. A part of a value that it knows counts. Raises kinds.NotAllowed only for what is never left
    out, such as a rule: a case must not pass what nobody can read.
    """
    known = {}
    for name, value in raw.items():
        if name in SETTINGS:
            with suppress(*(() if SETTINGS[name].kind.is_never_left_out else (NotAllowed,))):
                known[name] = SETTINGS[name].kind.read_known(value)
    return replace(PRESETS[preset].policy, **_with_all_rows(known, preset))


def _with_all_rows(known: dict[str, Any], preset: str) -> dict[str, Any]:
    # A table can have got a row since.
    default = PRESETS[preset].policy
    return {
        name: {**getattr(default, name), **value} if isinstance(value, dict) else value
        for name, value in known.items()
    }


@lru_cache(maxsize=KEPT)
def policy_of(version: uuid.UUID | None, preset: str) -> Policy:
    """Return the policy of a version by its key; that of the preset for None, from before there were versions."""
    if version is None:
        return PRESETS[preset].policy
    from programs.models.policy import PolicyVersion  # programs know their policy, and a version is a model

    return read(PolicyVersion.objects.values_list("values", flat=True).get(pk=version), preset)
