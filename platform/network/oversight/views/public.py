"""What everybody may read of networks."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from network.directory.models import Listing
from network.oversight.models import Network, Share

ON_A_PAGE = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the networks."""
    page = Paginator(Network.objects.order_by("name", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "oversight/public_list.html", {"page": page})


@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a network is, and lead to the public listings of its members."""
    row = get_object_or_404(Network, slug=slug)
    shown = Paginator(_listings(row), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "oversight/public.html", {"network": row, "page": shown})


def _listings(row: Network) -> QuerySet[Listing]:
    """Return the listings of those members that share theirs with the network; to belong to one is nobody else's."""
    sharing = row.memberships.members().filter(shares__contains=[Share.LISTING.value])
    return Listing.objects.open().filter(tenant_id__in=sharing.values("tenant_id")).order_by("name", "pk")
