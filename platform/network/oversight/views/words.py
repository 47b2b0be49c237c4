"""What a network says: its terms, what everybody reads of it, and announcements to its members."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.accounts.access import may
from amends.actions import Refused
from network.oversight.actions import announce_to_members, describe_network, publish_terms
from network.oversight.forms import AnnounceForm, DescribeForm, TermsForm
from network.oversight.views.pages import TWO_WAYS, NetworkRequest, answer_of, draw_network, network_page

MOST_SHOWN = 50


@TWO_WAYS
@network_page
def terms(request: NetworkRequest) -> HttpResponse:
    """Show every version of the terms and how many members accepted which; publish another."""
    newest = request.network.terms.first()
    form = TermsForm(
        request.POST if request.method == "POST" else None, initial={"text": newest.text if newest else ""}
    )
    if form.is_valid():
        made = publish_terms(
            actor=request.user, network=request.network, text=form.cleaned_data["text"], now=timezone.now()
        )
        messages.success(
            request, _("Version %(number)s holds for whoever joins from now on.") % {"number": made.number}
        )
        return redirect("network-terms")
    accepted = request.network.memberships.members().values("terms").annotate(count=Count("pk"))
    counts = dict(accepted.values_list("terms", "count"))
    versions = [(each, counts.get(each.pk, 0)) for each in request.network.terms.all()]
    return draw_network(request, "terms", {"form": form, "versions": versions})


@TWO_WAYS
@network_page
def describe(request: NetworkRequest) -> HttpResponse:
    """Change what everybody reads of the network, and where it works."""
    form = DescribeForm(request.POST if request.method == "POST" else None, instance=request.network)
    if form.is_valid():
        describe_network(actor=request.user, network=request.network, **form.answers())
        messages.success(request, _("Saved."))
        return redirect("network-home")
    return draw_network(request, "describe", {"form": form})


@TWO_WAYS
@network_page
def announcements(request: NetworkRequest) -> HttpResponse:
    """List what members were told; whoever leads the network tells them something more."""
    form = AnnounceForm(request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if form.is_valid():
        try:
            row = announce_to_members(
                actor=request.user, network=request.network, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            told = _("It is on its way to the members, each of which gets it once: %(count)s.")
            messages.success(request, told % {"count": row.members})
            return redirect("network-announcements")
    context = {
        "form": form if may(request.user, "announce_to_members") else None,
        "members": request.network.memberships.members().count(),
        "announcements": request.network.announcements.select_related("written_by")[:MOST_SHOWN],
        "reasons": reasons,
    }
    return draw_network(request, "announcements", context, status=answer_of(reasons))
