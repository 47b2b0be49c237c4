"""The pages of the networks that a program belongs to, asks, or is asked by: what they know of it, and how it stops."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.actions import Refused
from programs.actions.networks import (
    accept_network,
    ask_to_join,
    change_network_shares,
    decline_network,
    leave_network,
)
from programs.forms.networks import AcceptForm, AskForm, SharesForm
from programs.models import PolicyFloor, Program
from programs.networks.copies import IS_MEMBER, WAITS_FOR_THEM, WAITS_FOR_US, Copy, copies_of
from programs.networks.looking import looks_of
from programs.networks.offers import MOST_SHOWN, Taker, taker, takers
from programs.networks.reasons import OTHER_TERMS
from programs.networks.showing import always_told, by_state, shares_of, shown
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = 409


@require_safe
@program_page
def page(request: ProgramRequest) -> HttpResponse:
    """Show every network with what it knows of the program, who looked at that, and what is over."""
    return _draw_all(request)


def _draw_all(request: ProgramRequest, *, reasons: Any = (), status: int = 200) -> HttpResponse:
    program, before = request.program, request.GET.get("before", "")
    # A number that is none is no place in the list.
    looks, part = looks_of(program, before=int(before) if before.isdecimal() else None)
    networks = by_state(program)
    context = {
        "reasons": reasons,
        "networks": networks,
        "always": always_told(program),
        "looks_head": [_("When"), _("Network"), _("Who"), _("What")],
        "looks": [[_whole(each.at), each.network, each.who, each.page] for each in looks],
        "older": part.older,
        "is_later_part": bool(before),
        "over_head": [_("Network"), _("How it ended"), _("When"), _("What was said")],
        "over": [_over(each) for each in networks["over"]],
    }
    return draw_page(request, "programs/networks/page.html", context, status=status)


def _whole(text: str) -> dict[str, str]:
    return {"text": text, "classes": "amends-listing__whole"}


def _over(each: Any) -> list[Any]:
    return [each.copy.name, each.state, each.ended or _("Just now"), each.unfit or each.copy.why]


def _find(request: ProgramRequest, pk: Any) -> Copy:
    """Return the copy of a membership; 404 for one that is none of this program's."""
    raw = request.program.networks.get(str(pk))
    if raw is None:
        raise Http404
    return Copy.read(raw)


def _is_over(request: ProgramRequest) -> HttpResponse:
    messages.info(request, _("This is settled by now. The page shows how things stand."))
    return redirect("networks")


def _contact_of(request: ProgramRequest, copy: Copy | None) -> dict[str, str]:
    """Return who speaks for the program as it was said last, or else whoever asks."""
    if copy is not None and copy.contact:
        return dict(copy.contact)
    return {
        "name": request.user.name,
        "email": request.user.email,
        "telephone": request.program.public_telephone,
    }


@TWO_WAYS
@program_page
def accept(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show what a network asks the program to agree to, and let it join."""
    copy = _find(request, pk)
    if request.method != "POST" and copy.state not in WAITS_FOR_US:
        return _is_over(request)
    offered = shares_of(request.program, copy)
    initial = _contact_of(request, copy) | {"terms_number": copy.terms_number}
    form = AcceptForm(posted(request), offered=offered, initial=initial)
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            accept_network(
                actor=request.user,
                membership=copy.id,
                terms_number=form.cleaned_data["terms_number"],
                **form.said(),
            )
        except Refused as refusal:
            reasons = refusal.reasons
            copy = _find_again(pk)
            _show_terms(form, copy.terms_number)
        else:
            messages.success(request, _("You belong to %(network)s now.") % {"network": copy.name})
            return redirect("networks")
    context = {"form": form, "shown": shown(request.program, copy), "reasons": reasons}
    return draw_page(request, "programs/networks/accept.html", context, status=CONFLICT if reasons else 200)


def _find_again(pk: Any) -> Copy:
    """Return the copy as it stands after a refusal: somebody changed it since the page was opened."""
    return Copy.read(Program.objects.get().networks[str(pk)])


def _show_terms(form: AcceptForm, number: int) -> None:
    """Keep what was sent in the form, for the terms that are shown now; these are to be agreed to anew."""
    kept = {name: form[name].data for name in form.fields}
    form.data = kept | {"terms_number": number, "agrees": ""}


@require_POST
@program_page
def decline(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Say no to an invitation."""
    copy = _find(request, pk)
    try:
        decline_network(actor=request.user, membership=copy.id)
    except Refused as refusal:
        return _draw_all(request, reasons=refusal.reasons, status=CONFLICT)
    messages.success(request, _("You declined the invitation of %(network)s.") % {"network": copy.name})
    return redirect("networks")


@TWO_WAYS
@program_page
def share(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Change what a network is told."""
    copy = _find(request, pk)
    if request.method != "POST" and copy.state not in IS_MEMBER:
        return _is_over(request)
    offered = shares_of(request.program, copy)
    initial = _contact_of(request, copy) | {"shares": copy.shares}
    form = SharesForm(posted(request), offered=offered, initial=initial)
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            change_network_shares(actor=request.user, membership=copy.id, **form.said())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Saved. What you share no more is deleted there within seconds."))
            return redirect("networks")
    context = {"form": form, "shown": shown(request.program, copy), "reasons": reasons}
    return draw_page(request, "programs/networks/share.html", context, status=CONFLICT if reasons else 200)


@TWO_WAYS
@program_page
def leave(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Say what happens at once and what stays, and leave a network, or ask it no more."""
    copy = _find(request, pk)
    if request.method != "POST" and copy.state not in (*IS_MEMBER, *WAITS_FOR_THEM):
        return _is_over(request)
    reasons: Any = ()
    if request.method == "POST":
        try:
            leave_network(actor=request.user, membership=copy.id)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            said = _("You left %(network)s. Nothing is shared with it any more.")
            if copy.state in WAITS_FOR_THEM:
                said = _("You no longer ask %(network)s to take you in.")
            messages.success(request, said % {"network": copy.name})
            return redirect("networks")
    context = {
        "shown": shown(request.program, copy),
        "has_floor": PolicyFloor.objects.filter(network_id=copy.network, lifted_at=None).exists(),
        "reasons": reasons,
    }
    return draw_page(request, "programs/networks/leave.html", context, status=CONFLICT if reasons else 200)


@require_safe
@program_page
def join(request: ProgramRequest) -> HttpResponse:
    """List the networks that take requests, with how the program stands with each."""
    words = request.GET.get("find", "").strip()
    known = {
        each.network: shown(request.program, each) for each in copies_of(request.program) if each.is_open
    }
    found = takers(words)
    context = {
        "words": words,
        "found": [{"network": each, "known": known.get(str(each.id))} for each in found],
        "is_cut": len(found) == MOST_SHOWN,
    }
    return draw_page(request, "programs/networks/join.html", context)


@TWO_WAYS
@program_page
def ask(request: ProgramRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask a network to take the program in, on the terms that are shown."""
    found = taker(pk)
    if found is None:
        raise Http404
    before = Copy(id="", network=str(found.id), name=found.name)
    offered = shares_of(request.program, before)
    initial = _contact_of(request, None) | {"terms_number": found.terms_number}
    form = AskForm(posted(request), offered=offered, initial=initial)
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, form, found)
        except Refused as refusal:
            reasons = refusal.reasons
            _show_terms(form, found.terms_number)
        else:
            said = _("Your request is on its way to %(network)s.") % {"network": found.name}
            messages.success(request, said)
            return redirect("networks")
    context = {"form": form, "network": found, "reasons": reasons}
    return draw_page(request, "programs/networks/ask.html", context, status=CONFLICT if reasons else 200)


def _ask(request: ProgramRequest, form: AskForm, found: Taker) -> None:
    if form.cleaned_data["terms_number"] != found.terms_number:
        raise Refused(OTHER_TERMS)
    ask_to_join(actor=request.user, network=found.asked, why=form.cleaned_data["why"], **form.said())
