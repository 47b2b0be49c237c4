"""What a network sees of its template: each setting in words, and how its members stand, by what they share."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from network.guidance.catalogue import Setting, catalogue
from network.guidance.models import Delivery, Demand
from network.oversight.models import Membership, Network, Share


@dataclass(frozen=True)
class Asked:
    """One setting with what the draft asks for it, and whether that is published so."""

    setting: Setting
    demand: str
    words: list[str]
    is_published: bool


@dataclass(frozen=True)
class Group:
    """The settings that stand together."""

    label: str
    rows: list[Asked]


def groups_of(draft: Mapping[str, Any], published: Mapping[str, Any]) -> list[Group]:
    """Return every setting in its group, with what is asked for it."""
    found: dict[str, list[Asked]] = {}
    for each in catalogue().settings():
        asked = draft.get(each.id)
        demand = str(Demand(asked["demand"]).label) if asked else ""
        words = catalogue().say(each.id, asked["value"]) if asked else []
        row = Asked(each, demand, words, asked == published.get(each.id))
        found.setdefault(str(each.group), []).append(row)
    return [Group(label, rows) for label, rows in found.items()]


@dataclass(frozen=True)
class Standing:
    """How one member stands to what is asked, by what it shares."""

    membership: Membership
    shares: bool
    counts: Mapping[str, int]
    looser: list[str]
    torn: list[str]


def standings_of(network: Network, asked: Mapping[str, Any]) -> list[Standing]:
    """Return every member with how its shared settings compare; one that does not share them says nothing."""
    labels = {each.id: str(each.label) for each in catalogue().settings()}
    torn = dict(Delivery.objects.filter(network=network).values_list("tenant", "torn"))
    rows = network.memberships.members().select_related("tenant").order_by("tenant__name", "pk")
    return [_standing(row, asked, labels, torn.get(row.tenant_id, [])) for row in rows]


def _standing(
    row: Membership, asked: Mapping[str, Any], labels: Mapping[str, str], torn: list[str]
) -> Standing:
    shares = Share.POLICY in row.shares and "policy" in row.told
    values = row.told["policy"]["values"] if shares else {}
    states = {
        name: catalogue().stands(name, each["value"], values[name])
        for name, each in asked.items()
        if name in values and name in labels
    }
    looser = [
        labels[name]
        for name, state in states.items()
        if state == "looser" and asked[name]["demand"] == Demand.REQUIRED
    ]
    contradicted = [labels[name] for name in torn if name in labels]
    return Standing(row, shares, Counter(states.values()), looser, contradicted)


def in_words(standing: Standing) -> list[str]:
    """Return a row of the table of members."""
    name = standing.membership.tenant.name
    torn = "; ".join(standing.torn)
    if not standing.shares:
        return [name, _("Not shared"), "", "", "", torn]
    counts = standing.counts
    same, stricter = counts.get("same", 0), counts.get("stricter", 0)
    other = counts.get("looser", 0) + counts.get("other", 0)
    return [name, _("Shared"), str(same + stricter), str(other), "; ".join(standing.looser), torn]
