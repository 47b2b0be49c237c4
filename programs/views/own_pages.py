"""A participant's own pages: one thing at a time, about nobody but themselves."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.web.language import keep_language
from programs.actions.complaints import MOST_OPEN, TooManyOpen, make_complaint
from programs.actions.consents import record_consent, withdraw_consent
from programs.actions.contacts import record_choices
from programs.actions.people import change_contact_ways
from programs.actions.releases import revoke_release
from programs.calendars import date_of
from programs.consent_texts import points_of, version_for
from programs.forms.complaint import ComplaintForm
from programs.forms.own import MODES, QUESTIONS, AnswerForm, WaysForm, answered, form_for
from programs.guards import StepRefused
from programs.models.choice import Wish
from programs.models.consent import ConsentForm
from programs.own_messages import has_messages
from programs.own_page import MODE, TAKES_PART, TOPICS, OwnPage
from programs.views.pages import ProgramRequest, posted, program_page


def draw_own(request: ProgramRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return one of these pages, with the way out on it; nothing of whoever may be signed in as staff is there."""
    shared = {"program": request.program, "exit_url": reverse("own-exit"), "is_visit": "page" in context}
    return render(request, f"programs/own/{name}.html", shared | context, status=status)


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the page of whoever visits; that it was read is noted. The access policy has let them in."""

    @wraps(view)
    @program_page
    def entered(request: ProgramRequest, **kwargs: Any) -> HttpResponse:
        page = OwnPage(request.own_link.participant, request.program, timezone.now())
        audit.read(page.participant, actor=request.outsider, purpose="own_page")
        try:
            return view(request, page, **kwargs)
        except StepRefused:
            # It is not the time for this, or no longer. The reasons are in the words of staff.
            typed = request.POST.get("words", "")
            return draw_own(request, "not_now", page=page, typed=typed, status=HTTPStatus.CONFLICT)

    return entered


@require_safe
@own_page
def home(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Say what this is and lead to each thing that can be done."""
    return draw_own(request, "home", page=page, things=_things(page))


def _things(page: OwnPage) -> list[dict[str, Any]]:
    """Return what there is on the page, each with how far it has come."""
    rows = [
        (page.survey is not None, "own-survey", _("A few questions"), _("You need not answer")),
        (True, "own-about", _("Why we write to you"), ""),
        (page.answers, "own-answer", _("Your answer"), _answer_told(page)),
        (page.side == "harmed", "own-choices", _("Your wishes"), _choices_told(page)),
        (True, "own-dates", _("Your dates"), _session_told(page)),
        (has_messages(page), "own-messages", _("Letters and recordings"), ""),
        (bool(page.items), "own-progress", _("What was agreed"), ""),
        (page.has_ledger, "own-statement", _("Your statement"), ""),
        (page.side == "responsible" and page.owes_money, "own-payments", _("Say that you paid"), ""),
        (bool(page.releases), "own-releases", _("What we may pass on"), ""),
        (True, "own-ways", _("How we may reach you"), ""),
        (True, "own-stop", _("I want to stop"), ""),
        (True, "own-complaint", _("Say that something went wrong"), _complaint_told(page)),
    ]
    return [
        {"title": title, "href": reverse(name), "hint": told} for shown, name, title, told in rows if shown
    ]


def _answer_told(page: OwnPage) -> str:
    if page.agreed_at:
        return _("You said yes on %(day)s") % {"day": _day(page.agreed_at)}
    return _("You said no") if page.has_stopped else _("Not answered yet")


def _choices_told(page: OwnPage) -> str:
    if page.answer_to(TAKES_PART) is False:
        return _("You said no")
    counts = {"number": len(TOPICS) - len(page.unanswered), "all": len(TOPICS)}
    if page.choice is None:
        return _("Not answered yet")
    return _("Done") if not page.unanswered else _("%(number)s of %(all)s answered") % counts


def _session_told(page: OwnPage) -> str:
    if page.session is None:
        return _("Nothing is planned")
    return date_format(timezone.localtime(page.session.starts_at), "DATETIME_FORMAT")


def _complaint_told(page: OwnPage) -> str:
    if not page.complaints:
        return ""
    waits = any(each.answered_at is None for each in page.complaints)
    return _("We will answer you") if waits else _("Answered")


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


@require_safe
@own_page
def about(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Say why they are written to, who we are, what comes next, and where confidence ends."""
    return draw_own(request, "about", page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def answer(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Show the text of the consent, and take a yes."""
    if not page.answers:
        raise Http404
    form = AnswerForm(posted(request))
    is_open = page.may("record_consent") and page.agreed_at is None
    if request.method == "POST" and form.is_valid():
        record_consent(
            actor=request.outsider,
            participant=page.participant,
            now=page.now,
            form=ConsentForm.E_SIGN,
            language=get_language() or settings.LANGUAGE_CODE,
        )
        return redirect("own-answer")
    is_agreed = page.consent is not None and page.agreed_at is not None
    version = page.consent.text_version if page.consent and is_agreed else version_for(page.participant)
    context: dict[str, Any] = {
        "form": form,
        "is_open": is_open,
        "text_version": version,
        "points": points_of(version, get_language() or settings.LANGUAGE_CODE),
    }
    return draw_own(request, "answer", page=page, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def stop(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Ask once, then stop; nobody asks why, and nothing stands in the way."""
    if request.method == "POST":
        withdraw_consent(actor=request.outsider, participant=page.participant, now=page.now)
        return redirect("own-stop")
    return draw_own(request, "stop", page=page)


@require_safe
@own_page
def choices(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Show what they chose, and lead on to what is not answered yet."""
    _for_the_harmed(page)
    may_change = page.may("record_choices")
    context: dict[str, Any] = {
        "rows": [_row(page, topic, may_change=may_change) for topic in page.topics],
        "next": _address_of(page.unanswered[0]) if page.unanswered else "",
        "may_change": may_change,
    }
    return draw_own(request, "choices", page=page, **context)


def _row(page: OwnPage, topic: str, *, may_change: bool) -> dict[str, Any]:
    question = QUESTIONS[topic][0]
    link = {"text": _("Change"), "href": _address_of(topic), "visually_hidden_text": question}
    return {
        "key": question,
        "value": _said(topic, page.answer_to(topic)),
        "actions": {"items": [link] if may_change and page.answer_to(topic) is not None else []},
    }


def _said(topic: str, value: Any) -> Any:
    if value is None:
        return _("Not answered yet")
    if topic == TAKES_PART:
        return _("Yes") if value else _("No")
    return MODES[value] if topic == MODE else value or _("You leave this open")


def _address_of(topic: str) -> str:
    return reverse("own-choice", args=[TOPICS.index(topic) + 1])


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def choice(request: ProgramRequest, page: OwnPage, number: int) -> HttpResponse:
    """Ask one question and keep the answer at once, so that they can stop half-way and come back."""
    _for_the_harmed(page)
    if not 1 <= number <= len(TOPICS):
        raise Http404
    topic = TOPICS[number - 1]
    is_sent = request.method == "POST"
    if topic not in page.topics or not (is_sent or page.may("record_choices")):
        return redirect("own-choices")
    form = form_for(topic, page, posted(request))
    if is_sent and form.is_valid():
        record_choices(
            actor=request.outsider,
            participant=page.participant,
            now=page.now,
            **answered(topic, form, page),
        )
        return redirect(_after(OwnPage(page.participant, page.program, page.now), number))
    context: dict[str, Any] = {
        "form": form,
        "number": number,
        "all": len(TOPICS),
        "skip": _skip(page, number),
    }
    return draw_own(request, "choice", page=page, **context)


def _after(page: OwnPage, number: int) -> str:
    """Return where an answer leads: to the next question that is open, or to all that they chose."""
    later = [topic for topic in page.unanswered if TOPICS.index(topic) >= number]
    return _address_of(later[0]) if later else reverse("own-choices")


def _skip(page: OwnPage, number: int) -> str:
    return _after(page, number) if number > 1 else reverse("own-home")


def _for_the_harmed(page: OwnPage) -> None:
    if page.side != "harmed":
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def ways(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Show and change which ways are safe, and the language."""
    person = page.participant
    initial = {name: getattr(person, name) for name in WaysForm.base_fields}
    form = WaysForm(posted(request), initial=initial | {"language": person.language or get_language()})
    if request.method == "POST" and form.is_valid():
        change_contact_ways(actor=request.outsider, **form.cleaned_data)
        response = redirect(f"{reverse('own-ways')}?kept=1")
        keep_language(response, form.cleaned_data["language"])
        return response
    return draw_own(request, "ways", page=page, form=form, is_kept="kept" in request.GET)


@require_safe
@own_page
def dates(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Show the session that is ahead: day, time, place, and who comes along with them by their own words."""
    if page.session is not None:
        audit.read(page.session, actor=request.outsider, purpose="own_dates")
    support = page.answer_to(Wish.SUPPORT) if page.side == "harmed" else None
    return draw_own(request, "dates", page=page, session=page.session, support=support)


@require_safe
@own_page
def calendar(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Send the session that is ahead as a date for their own calendar, under a name that says nothing."""
    if page.session is None:
        raise Http404
    audit.read(page.session, actor=request.outsider, purpose="own_dates")
    return HttpResponse(
        date_of(page.session, page.participant, page.program, page.now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="date.ics"'},
    )


@require_safe
@own_page
def progress(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Show what of the agreement concerns them, and what is left of it."""
    if not page.items:
        raise Http404
    audit.read(page.items, actor=request.outsider, purpose="own_progress")
    return draw_own(request, "progress", page=page, items=[(item, item.outstanding()) for item in page.items])


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def releases(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Show what they let the program pass on about them, and take each back with one press."""
    audit.read(page.participant, actor=request.outsider, purpose="own_releases")
    if request.method == "POST":
        chosen = next((each for each in page.releases if str(each.pk) == request.POST.get("release")), None)
        if chosen is not None:
            revoke_release(actor=request.outsider, release=chosen, now=page.now)
        return redirect("own-releases")
    return draw_own(request, "releases", page=page, releases=page.releases)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def complaint(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Take what they say went wrong, and show what they said before with its number, its day and the answer."""
    form, status = ComplaintForm(posted(request)), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            make_complaint(actor=request.outsider, now=page.now, **form.cleaned_data)
        except TooManyOpen:
            status = HTTPStatus.CONFLICT
        else:
            return redirect("own-complaint")
    if page.complaints:
        audit.read(page.complaints, actor=request.outsider, purpose="own_complaint")
    context: dict[str, Any] = {
        "form": form,
        "complaints": page.complaints,
        "is_full": sum(each.answered_at is None for each in page.complaints) >= MOST_OPEN,
        "most": MOST_OPEN,
        "typed": form["text"].value() if status == HTTPStatus.CONFLICT else "",
    }
    return draw_own(request, "complaint", page=page, status=status, **context)
