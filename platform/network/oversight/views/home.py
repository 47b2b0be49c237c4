"""A network's first page: what waits, how many members there are, and the networks below."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amends.accounts.access import may
from network.accreditation.register import counts_of
from network.accreditation.waiting import waiting_in
from network.oversight.models import Membership, MembershipState, Network
from network.oversight.paying import account_of
from network.oversight.roster import KINDS, WAITING, chosen
from network.oversight.views.pages import NetworkRequest, draw_network, network_page

MOST_WAITING = 50
MOST_BELOW = 200


@require_safe
@network_page
def page(request: NetworkRequest) -> HttpResponse:
    """Show how the network stands; counts alone, so that nobody's shared facts are looked at."""
    network, now = request.network, timezone.now()
    waiting = network.memberships.filter(state__in=WAITING).select_related("tenant", "moved_from")
    below = network.below.annotate(members=Count("memberships", filter=Q(memberships__state="member")))
    context = {
        "asking": waiting.filter(state=MembershipState.ASKED).order_by("began_at")[:MOST_WAITING],
        "handed_over": waiting.filter(state=MembershipState.OFFERED).order_by("began_at")[:MOST_WAITING],
        "invited": waiting.filter(state=MembershipState.INVITED).order_by("began_at")[:MOST_WAITING],
        "offered": Membership.objects.filter(moved_from=network, state=MembershipState.OFFERED)
        .select_related("tenant", "network")
        .order_by("began_at")[:MOST_WAITING],
        "by_state": _by_state(network),
        "by_kind": _by_kind(network),
        "accreditations": [(state.label, count) for state, count in counts_of(network, now.date())],
        "unconfirmed": chosen(network, {"listing": "stale"}, now.date(), now).count(),
        "announcement": network.announcements.first(),
        "accrediting": waiting_in(network, request.user) if may(request.user, "note_evidence_look") else [],
        "has_terms": network.terms.exists(),
        "pays": account_of(request.user) is not None,
        "below_head": [_("Network"), _("How far it reaches"), _("Members")],
        "below": [
            [each.name, each.get_level_display(), each.members]
            for each in below.order_by("name")[:MOST_BELOW]
        ],
    }
    return draw_network(request, "home", context)


def _by_state(network: Network) -> list[tuple[Any, int]]:
    counts = dict(_counted(network.memberships, "state"))
    return [
        (MembershipState(state).label, counts[state]) for state in MembershipState.values if state in counts
    ]


def _by_kind(network: Network) -> list[tuple[Any, int]]:
    counts = _counted(network.memberships.members(), "told__program__type")
    return [(KINDS.get(kind, _("Not said yet")), count) for kind, count in counts]


def _counted(rows: Any, name: str) -> list[tuple[Any, int]]:
    found: list[tuple[Any, int]] = list(
        rows.values(name).annotate(count=Count("pk")).order_by("-count", name).values_list(name, "count")
    )
    return found
