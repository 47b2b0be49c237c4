"""Of what figures are published: nations, regions and networks, by the programs that take part in a year."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from network import places
from network.oversight.models import Network
from network.reporting.models import Contributor, Kind, Release, ReleaseState
from network.reporting.overlapping import Domain
from network.reporting.plan import Level

COUNTRY = "country:"


@dataclass(frozen=True)
class Place:
    """A domain with its name, and the programs in it."""

    level: Level
    code: str
    name: str
    members: frozenset[UUID]

    @property
    def as_domain(self) -> Domain:
        """Return it as the audit over all domains knows it."""
        return Domain(f"{self.level}/{self.code}", self.members)


def country_of(region: str) -> str:
    """Return the country of a region, as "country:us"; the region itself where none is known."""
    place = places.place_of(region)
    covering = place.served_by if place else ()
    return next((code for code in covering if code.startswith(COUNTRY)), region)


def domains_of(contributors: Iterable[Contributor], there: Collection[UUID]) -> list[Place]:
    """Return the domains of those contributors that handed in their counts; `there` are the ids of their tenants."""
    members: dict[tuple[Level, str], set[UUID]] = {}
    for each in contributors:
        if each.tenant_id not in there:
            continue
        codes = [(Level.NATION, country_of(each.region)), (Level.REGION, each.region)]
        if each.network_id:
            codes.append((Level.NETWORK, str(each.network_id)))
        for key in codes:
            members.setdefault(key, set()).add(each.tenant_id)
    names = _names(members)
    return [
        Place(level, code, names.get(code, code), frozenset(found))
        for (level, code), found in sorted(members.items())
    ]


def published_before(year: int) -> list[Domain]:
    """Return the domains of the year before that were ever published: nothing of them can be taken back."""
    rows = Release.objects.filter(period__kind=Kind.YEAR, period__year=year - 1).exclude(
        state=ReleaseState.WITHHELD
    )
    found = {(row.level, row.domain): frozenset(row.members) for row in rows}
    return [Domain(f"{level}/{code}@{year - 1}", members) for (level, code), members in found.items()]


def _names(keys: Iterable[tuple[Level, str]]) -> dict[str, str]:
    codes = [code for level, code in keys if level != Level.NETWORK]
    networks = [UUID(code) for level, code in keys if level == Level.NETWORK]
    found = {str(pk): name for pk, name in Network.objects.filter(pk__in=networks).values_list("pk", "name")}
    return found | {str(code): str(name) for code, name in places.names_of(codes).items()}
