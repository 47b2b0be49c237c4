"""What a network's annual report says of its figures: the percentages over all of its members' cases."""

from uuid import UUID

from network.reporting.models import Kind, Release, ReleaseState
from network.reporting.plan import Level
from network.reporting.showing import Figures


def shares_of(network_id: UUID, year: int) -> list[list[str]]:
    """Return what was published of a network's year, as pairs of words and a percentage with its range."""
    rows = Release.objects.filter(
        level=Level.NETWORK.value,
        domain=str(network_id),
        period__kind=Kind.YEAR,
        period__year=year,
        state=ReleaseState.PUBLISHED,
    )
    release = rows.defer("members").order_by("-attempt").first()
    if release is None:
        return []
    return [[str(each.words.title), each.percent.text] for each in Figures(release.document).headlines]
