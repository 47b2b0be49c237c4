"""What a setting is, and the groups in which a coordinator thinks of them."""

from dataclasses import dataclass

from django.utils.functional import Promise

from programs.policy.kinds import Kind

CHANGES_POLICY = ("program_admin",)
"""Who may change settings and publish them."""


@dataclass(frozen=True)
class Setting:
    """One thing that a program decides; its id is the field of `Policy`."""

    id: str
    kind: Kind
    label: Promise
    """A short name, for tables and comparisons."""
    question: Promise
    explanation: Promise
    source: Promise
    """Where the default and the bounds come from."""


@dataclass(frozen=True)
class Group:
    """The settings of one form; the id stands in its address."""

    id: str
    label: Promise
    lead: Promise
    settings: tuple[Setting, ...]
    page: str = ""
    """Where they are changed, by the name of its URL, if not in a form made from their kinds."""
