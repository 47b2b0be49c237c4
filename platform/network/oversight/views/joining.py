"""How programs become members: invited, asked back, offered by another network."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amends.actions import Refused
from network.oversight.actions import (
    answer_request,
    answer_transfer,
    invite_program,
    withdraw_program_invitation,
)
from network.oversight.forms import AnswerForm, InviteProgramForm
from network.oversight.models import Membership, MembershipState
from network.oversight.reasons import NO_TERMS
from network.oversight.views.pages import (
    TWO_WAYS,
    NetworkRequest,
    answer_of,
    draw_network,
    network_page,
    own,
)


@TWO_WAYS
@network_page
def invite(request: NetworkRequest) -> HttpResponse:
    """Invite a program by its address; it answers inside itself."""
    form = InviteProgramForm(request.POST if request.method == "POST" else None)
    reasons: Any = () if request.network.terms.exists() else (NO_TERMS,)
    if form.is_valid():
        tenant = form.cleaned_data["address"]
        why = form.cleaned_data["why"]
        try:
            invite_program(
                actor=request.user, network=request.network, tenant=tenant, why=why, now=timezone.now()
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("%s was asked, and answers on its own pages.") % tenant.name)
            return redirect("network-home")
    status = answer_of(reasons if request.method == "POST" else ())
    return draw_network(request, "invite", {"form": form, "reasons": reasons}, status=status)


@TWO_WAYS
@network_page
def answer(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Take in a program that asks, or say why not."""
    row = own(request, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if form.is_valid():
        told = form.cleaned_data
        try:
            answer_request(actor=request.user, membership=row, now=timezone.now(), **told)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            words = _("%s is a member now.") if told["accepted"] else _("%s was told why not.")
            messages.success(request, words % row.tenant.name)
            return redirect("network-home")
    context = {"membership": row, "form": form, "reasons": reasons, "what": "answer"}
    return draw_network(request, "decide", context, status=answer_of(reasons))


@require_POST
@network_page
def transfer(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Say yes or no to a program that another network offers; with a yes the program itself is asked."""
    row, accepted = own(request, pk), request.POST.get("accepted") == "yes"
    words = _("%s was asked, and answers on its own pages.") if accepted else _("You said no to %s.")
    return _done(request, row, answer_transfer, words, accepted=accepted)


@require_POST
@network_page
def withdraw(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Take an invitation back, or a member's offer to another network."""
    ours = Q(network=request.network) | Q(moved_from=request.network, state=MembershipState.OFFERED)
    row = get_object_or_404(Membership.objects.select_related("tenant"), ours, pk=pk)
    words = _("What %s was asked is taken back.")
    return _done(request, row, withdraw_program_invitation, words)


def _done(request: NetworkRequest, row: Any, act: Any, words: str, **told: Any) -> HttpResponse:
    try:
        act(actor=request.user, membership=row, now=timezone.now(), **told)
    except Refused as refusal:
        context = {"reasons": refusal.reasons}
        return draw_network(request, "stopped", context, status=answer_of(refusal.reasons))
    messages.success(request, words % row.tenant.name)
    return redirect("network-home")
