"""A frame with the programs of a place, for the websites of agencies: no cookie, no script, and a link beside it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.web.middleware import policy_framed_by
from network import places
from network.agencies.actions.widgets import make_widget, remove_widget
from network.agencies.forms import WidgetForm
from network.agencies.models import AgencyState, Widget
from network.agencies.views.pages import AgencyRequest, agency_page, draw_agency
from network.directory.forms import codes_of
from network.directory.search import Question, find
from network.directory.showing import cards

SHOWN = 5


@require_http_methods(["GET", "HEAD", "POST"])
@agency_page
def listing(request: AgencyRequest) -> HttpResponse:
    """List the agency's frames with what to put into a page for each; make another."""
    form = WidgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make_widget(actor=request.user, **form.answers())
        messages.success(request, _("It is made. Put the text below into your page."))
        return redirect("agency-widgets")
    open_ones = request.member.agency.widgets.filter(is_open=True).order_by("made_at")
    names = places.names_of(widget.place for widget in open_ones)
    context = {
        "form": form,
        "widgets": [
            (widget, (name := names.get(widget.place, "")), _snippet(request, widget, name))
            for widget in open_ones
        ],
    }
    return draw_agency(request, "widgets", context)


def _snippet(request: HttpRequest, widget: Widget, place: str) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    asked = urlencode({"place": widget.place, "where": place})
    return snippet(
        request.build_absolute_uri(reverse("directory-widget", args=[widget.pk, language])),
        request.build_absolute_uri(f"{reverse('directory')}?{asked}"),
        _("Mediation programs for %(place)s") % {"place": place} if place else _("Mediation programs"),
    )


def snippet(frame: str, search: str, title: str) -> str:
    """Return what an agency puts into its page: the frame, and a link beside it for whom the frame is in the way.

    Without a script a frame cannot be as high as what is in it: it is as high as most of a screen, and scrolls. The
    number alone holds where the agency's own page allows no style.
    """
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="600"'
        ' style="box-sizing:border-box;border:1px solid #767676;height:min(44rem,85vh)"'
        ' loading="lazy" referrerpolicy="no-referrer"></iframe>\n<p><a href="{}">{}</a></p>',
        frame,
        title,
        search,
        title,
    )


@require_POST
@agency_page
def remove(request: AgencyRequest, pk: Any) -> HttpResponse:
    """End a frame."""
    widget = get_object_or_404(request.member.agency.widgets, pk=pk)
    remove_widget(actor=request.user, widget=widget)
    messages.success(request, _("It is ended. Take it out of your page."))
    return redirect("agency-widgets")


@require_safe
def frame(request: HttpRequest, pk: Any, language: str) -> HttpResponse:
    """Show the programs of a place, in a page of somebody who may; links open beside that page."""
    widgets = Widget.objects.filter(is_open=True, agency__state=AgencyState.VERIFIED)
    widget = get_object_or_404(widgets, pk=pk)
    place = places.place_of(widget.place)
    found = find(Question(codes=codes_of(place) if place else (), size=SHOWN))
    with translation.override(language):
        context = {
            "place": place,
            "cards": cards(found.hits, place, ()),
            "found": found,
            "more": found.total > SHOWN,
        }
        response = render(request, "agencies/frame.html", context)
    response.headers["Content-Security-Policy"] = policy_framed_by(*widget.ancestors)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
