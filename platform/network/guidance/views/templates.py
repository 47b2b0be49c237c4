"""A network's pages of what it asks of its members' policies."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amends.accounts.access import may
from amends.actions import Refused
from amends.console.views import menu
from network.guidance.actions import ask_of_setting, publish_template, withdraw_template
from network.guidance.catalogue import catalogue
from network.guidance.forms import PublishForm, SettingForm, WhyForm
from network.guidance.models import Template
from network.guidance.showing import groups_of, in_words, standings_of
from network.oversight.actions import note_looks
from network.oversight.views.pages import TWO_WAYS, NetworkRequest, answer_of, network_page

TITLE = _("Policy standards")
MOST_SHOWN = 50


def draw(request: NetworkRequest, template: str, context: dict[str, Any], reasons: Any = ()) -> HttpResponse:
    """Return a page with the menu of the network, and what stands in the way."""
    shared = {"navigation": menu(request), "network": request.network, "reasons": reasons}
    return render(request, f"guidance/{template}.html", shared | context, status=answer_of(reasons))


def _draft(request: NetworkRequest) -> dict[str, Any]:
    return Template.objects.filter(network=request.network).values_list("draft", flat=True).first() or {}


@require_safe
@network_page
def page(request: NetworkRequest) -> HttpResponse:
    """Show what is asked for, by setting, and what was published."""
    latest = request.network.template_versions.first()
    published, draft = latest.asked if latest else {}, _draft(request)
    context = {
        "groups": groups_of(draft, published),
        "latest": latest,
        "versions": request.network.template_versions.select_related("published_by")[:MOST_SHOWN],
        "is_changed": draft != published,
        "may_publish": may(request.user, "publish_template"),
    }
    return draw(request, "standards", context)


@TWO_WAYS
@network_page
def setting(request: NetworkRequest, name: str) -> HttpResponse:
    """Say what is asked for one setting, in the draft."""
    known = {each.id: each for each in catalogue().settings()}.get(name)
    if known is None:
        raise Http404
    form = SettingForm(
        request.POST if request.method == "POST" else None, setting=known, asked=_draft(request).get(name)
    )
    reasons: Any = ()
    if form.is_valid():
        demand, value = form.asked()
        try:
            ask_of_setting(actor=request.user, network=request.network, name=name, demand=demand, value=value)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(
                request, _now("It is in the draft. Members see nothing of it before you publish.")
            )
            return redirect("network-standards")
    return draw(request, "setting", {"form": form, "setting": known}, reasons)


@TWO_WAYS
@network_page
def publish(request: NetworkRequest) -> HttpResponse:
    """Publish the draft, with why and from which day."""
    form = PublishForm(
        request.POST if request.method == "POST" else None, today=timezone.localtime(timezone.now()).date()
    )
    reasons: Any = ()
    if form.is_valid():
        try:
            row = publish_template(
                actor=request.user, network=request.network, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            said = _now("Version %(number)s is on its way to the members.") % {"number": row.number}
            messages.success(request, said)
            return redirect("network-standards")
    context = {"form": form, "members": request.network.memberships.members().count()}
    return draw(request, "publish", context, reasons)


@TWO_WAYS
@network_page
def withdraw(request: NetworkRequest) -> HttpResponse:
    """Ask for nothing any more, from today."""
    form = WhyForm(request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            withdraw_template(actor=request.user, network=request.network, why=why, now=timezone.now())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(
                request, _now("Nothing is asked of the members any more. The draft is still here.")
            )
            return redirect("network-standards")
    return draw(request, "withdraw", {"form": form}, reasons)


@require_safe
@network_page
def members(request: NetworkRequest) -> HttpResponse:
    """Show how members stand to what is asked, by what they share; each that shares hears of the look."""
    latest = request.network.template_versions.first()
    found = standings_of(request.network, latest.asked if latest else {})
    shared = [each.membership for each in found if each.shares]
    note_looks(actor=request.user, memberships=shared, page="network-standards-members", now=timezone.now())
    head = [
        _now("Program"),
        _now("Its settings"),
        _now("As asked, or stricter"),
        _now("Otherwise"),
        _now("Looser than required"),
        _now("Contradicted by another network"),
    ]
    context = {"head": head, "rows": [in_words(each) for each in found], "latest": latest}
    return draw(request, "members", context)
