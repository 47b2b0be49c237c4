"""Messages on a participant's own page: write one, and decide about one that is there; nothing opens by itself."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.files.uploads import takes_files
from programs.actions.messages import (
    accept_message,
    acknowledge_message,
    decline_message,
    deliver_message,
    hand_in_message,
    rewrite_message,
    withdraw_message,
    write_message,
)
from programs.forms.messages import OwnMessageForm, WordsForm
from programs.models.message import MessageKind
from programs.own_messages import OwnMessage, key_of, may_write, messages_of
from programs.own_page import OwnPage
from programs.recordings import LARGEST_AT_ONCE
from programs.views import recordings
from programs.views.messages import upload_context
from programs.views.own_pages import draw_own, own_page
from programs.views.pages import ProgramRequest, posted

BEGINS = {1: MessageKind.LETTER, 2: MessageKind.VIDEO}
"""By number, for an address stays in a browser's history; which of the two a recording is its content tells."""
LETTER = 1
ANSWERS: dict[str, Any] = {
    "accept": accept_message,
    "decline": decline_message,
    "open": deliver_message,
    "tell": acknowledge_message,
}


def _find(page: OwnPage, key: str) -> OwnMessage:
    found = next((each for each in messages_of(page) if each.key == key), None)
    if found is None:
        raise Http404
    return found


@require_safe
@own_page
def listing(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Show what is there for them, and what they wrote; not a word of what stands in it."""
    found = messages_of(page)
    context: dict[str, Any] = {
        "received": [each for each in found if not each.is_mine],
        "sent": [each for each in found if each.is_mine],
        "may_write": may_write(page),
    }
    return draw_own(request, "messages", page=page, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def write(request: ProgramRequest, page: OwnPage, number: int) -> HttpResponse:
    """Begin a letter, or a recording; what is kept is shown to nobody before it is handed in."""
    if number not in BEGINS or page.side == "company":
        raise Http404
    form = OwnMessageForm(posted(request))
    if request.method == "POST" and form.is_valid():
        told = {"kind": BEGINS[number], "form_key": form.cleaned_data["form_key"]}
        words = form.cleaned_data["words"] if number == LETTER else ""
        me = page.participant
        made = write_message(
            actor=request.outsider, case=page.case, now=page.now, sender=me, words=words, **told
        )
        return redirect("own-message", key_of(me, made))
    if not may_write(page):
        return redirect("own-messages")
    return draw_own(request, "message_write", page=page, form=form, is_letter=number == LETTER)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def one(request: ProgramRequest, page: OwnPage, key: str) -> HttpResponse:
    """Show one message, as far as they want it shown, and take what they decide."""
    found = _find(page, key)
    if request.method == "POST":
        return _acted(request, page, found)
    if found.is_mine or found.is_open:
        audit.read(found.row, actor=request.outsider, purpose="own_message")
    return _drawn(request, page, found)


def _drawn(request: ProgramRequest, page: OwnPage, found: OwnMessage, form: Any = None) -> HttpResponse:
    context: dict[str, Any] = {"each": found, **upload_context(request, found.row)}
    if found.is_writable and not found.row.is_recorded:
        context["form"] = form or WordsForm(initial={"words": found.row.words})
    return draw_own(request, "message_mine" if found.is_mine else "message", page=page, **context)


def _acted(request: ProgramRequest, page: OwnPage, found: OwnMessage) -> HttpResponse:
    told: dict[str, Any] = {"actor": request.outsider, "message": found.row, "now": page.now}
    if not found.is_mine:
        answer = next((name for name in ANSWERS if name in request.POST), "")
        if answer:
            ANSWERS[answer](**told)
        return redirect("own-messages") if answer == "decline" else redirect("own-message", found.key)
    if "withdraw" in request.POST:
        withdraw_message(**told)
        return redirect("own-messages")
    if not found.row.is_recorded:
        form = WordsForm(request.POST)
        if not form.is_valid():
            return _drawn(request, page, found, form)
        rewrite_message(**told, words=form.cleaned_data["words"])
    if "hand_in" in request.POST:
        hand_in_message(**told)
        return redirect("own-messages")
    return redirect(f"{reverse('own-message', args=[found.key])}?kept=1")


@takes_files(most=1, largest=LARGEST_AT_ONCE)
@require_http_methods(recordings.METHODS)
@own_page
def upload(request: ProgramRequest, page: OwnPage, key: str) -> HttpResponse:
    """Take in a recording of theirs."""
    found = _find(page, key)
    if not (found.is_writable and found.row.is_recorded):
        raise Http404
    return recordings.upload(request, found.row, request.outsider, reverse("own-message", args=[key]))


@require_safe
@own_page
def recording(request: ProgramRequest, page: OwnPage, key: str) -> Any:
    """Play a recording of theirs, or one that they opened."""
    found = _find(page, key)
    if not found.plays:
        raise Http404
    return recordings.play(request, found.row, page.participant.pk, request.outsider)
