"""The draft of the next version: the policy that it would be, and what stands in its way."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from programs.models import PolicyDraft, PolicyFloor, Program
from programs.policy import floors, versions
from programs.policy.catalogue import SETTINGS
from programs.policy.comparing import Difference, are_same, differences
from programs.policy.document import Policy
from programs.policy.kinds import NotAllowed
from programs.presets import PRESETS
from programs.rules.checking import problems_of


@dataclass(frozen=True)
class Draft:
    program: Program
    values: Mapping[str, Any]
    """What differs from the policy in force, as JSON holds it."""

    @property
    def is_empty(self) -> bool:
        return not self.values

    @property
    def policy(self) -> Policy:
        stored = versions.stored(versions.values_of(self.program.policy))
        return versions.read({**stored, **self.values}, self.program.preset)

    @property
    def differences(self) -> list[Difference]:
        return differences(self.program.policy, self.policy)

    @property
    def breaches(self) -> list[floors.Breach]:
        """Return what in it is looser than somebody allows, and can be otherwise."""
        before, after = versions.values_of(self.program.policy), versions.values_of(self.policy)
        return floors.avoidable(before, after, floors_for(self.program, self.policy))

    @property
    def conflicts(self) -> list[floors.Conflict]:
        """Return the settings on which floors cannot be met together."""
        return floors.conflicts(floors_for(self.program, self.policy))

    @property
    def problems(self) -> list[str]:
        """Return what is not finished in its own rules, in words."""
        return problems_of(self.policy)

    @property
    def mark(self) -> str:
        """Return what is another for another draft, or for the same on another version."""
        told = json.dumps([str(self.program.current_policy_id), self.values], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def draft_of(program: Program) -> Draft:
    """Return what somebody has changed and not published yet; empty when nothing is."""
    return drafted(program, PolicyDraft.objects.values_list("values", flat=True).first() or {})


def drafted(program: Program, raw: Mapping[str, Any]) -> Draft:
    """Return the draft that is stored as `raw`, without what is in force by now or no setting any more."""
    return Draft(
        program, {name: value for name, value in raw.items() if _changes(program.policy, name, value)}
    )


def _changes(in_force: Policy, name: str, raw: Any) -> bool:
    if name not in SETTINGS:
        return False
    try:
        value = SETTINGS[name].kind.read(raw)
    except NotAllowed:
        return False
    return not are_same(SETTINGS[name], value, getattr(in_force, name))


def imposed_floors(program: Program) -> list[floors.Floor]:
    """Return the minimums that others set, whatever basis a policy names."""
    networks = [
        floors.Floor(row.network_name, row.why, floors.read_known(row.values))
        for row in PolicyFloor.objects.live()
    ]
    return [*floors.fixed_floors(PRESETS[program.preset].track), *networks]


def floors_for(program: Program, policy: Policy | None = None) -> list[floors.Floor]:
    """Return every minimum that a policy of this program, or the one in force, has to meet."""
    return [*imposed_floors(program), *floors.basis((policy or program.policy).jurisdiction)]
