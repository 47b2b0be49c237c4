"""Surveys for those who run the program: what is due, asking, typing answers in, and forms of people without a case."""

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.web.components import draw
from programs.actions.surveys import (
    SurveyIsOver,
    add_survey,
    offer_survey,
    set_survey_aside,
    type_survey,
)
from programs.forms.surveys import (
    AddedForm,
    AddedOffenceForm,
    AsideForm,
    GroupForm,
    OffenceForm,
    OfferForm,
    TypedForm,
)
from programs.guards import StepRefused, Unmet
from programs.models import Survey
from programs.models.survey import WAITS, Group, Moment, Side, SurveyState, Way
from programs.safe_contact import care_of
from programs.surveys.instruments import Kind, items_for
from programs.surveys.showing import answers_said, items_of, may_read, number_of
from programs.views.case_list import overdue_tag
from programs.views.pages import (
    ProgramRequest,
    draw_page,
    facts_of,
    find_case,
    posted,
    program_page,
    sample_tag,
)
from programs.views.steps import linked

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
SETTLED_SHOWN = 50
SOON = 30
"""Days ahead that the board shows."""


@require_safe
@program_page
def board(request: ProgramRequest) -> HttpResponse:
    """List who is to be asked, the overdue first, who was asked, and the latest that are settled."""
    rows = Survey.objects.visible_to(request.user).select_related("case")
    today = timezone.localdate()
    due = rows.filter(state=SurveyState.DUE, due_on__lte=today + dt.timedelta(days=SOON))
    settled = rows.exclude(state__in=WAITS).exclude(settled_at=None).order_by("-settled_at")[:SETTLED_SHOWN]
    lists = (
        (
            _("To be asked"),
            due.exclude(moment=Moment.FOLLOW_UP),
            _("Nobody is to be asked in the next weeks."),
        ),
        (
            _("New offenses to look for"),
            due.filter(moment=Moment.FOLLOW_UP),
            _("Nothing is to be looked for in the next weeks."),
        ),
        (_("Asked, no answer yet"), rows.filter(state=SurveyState.ASKED), _("Nobody has an answer open.")),
        (_("Settled, the latest first"), settled, _("Nothing is settled yet.")),
    )
    return draw_page(
        request, "programs/surveys.html", {"lists": [_listing(*each) for each in lists], "head": _head()}
    )


@require_safe
@program_page
def of_case(request: ProgramRequest, pk: Any) -> HttpResponse:
    """List the surveys of one case; the page says so where somebody sees none because they mediate it."""
    case = find_case(request, pk)
    rows = Survey.objects.visible_to(request.user).filter(case=case.pk).select_related("case")
    is_mediator = case.assignments.filter(mediator=request.user.pk).exists()
    listed = _listing(_("Surveys"), rows, _("There is no survey in this case yet."))
    context = {"case": case, "listed": listed, "head": _head(), "is_mediator": is_mediator}
    return draw_page(request, "programs/case_surveys.html", context)


def _head() -> list[str]:
    return [_("Form"), _("Case"), _("Side"), _("When"), _("Group"), _("Due"), _("State")]


def _listing(caption: str, rows: Any, empty: str) -> dict[str, Any]:
    return {"caption": caption, "rows": [_row(each) for each in rows], "empty": empty}


def _row(survey: Survey) -> list[Any]:
    url = reverse("survey", args=[survey.pk])
    link = format_html('<a class="govuk-link" href="{}">{}</a>', url, number_of(survey))
    case: Any = survey.case.reference if survey.case else _("none")
    if survey.case is not None:
        case = {"html": format_html("{}{}", case, sample_tag(survey.case))}
    return [
        {"html": link},
        case,
        survey.get_side_display(),
        survey.get_moment_display(),
        survey.get_group_display(),
        {"html": _due(survey)},
        {"html": draw("tag", text=survey.get_state_display())},
    ]


def _due(survey: Survey) -> Any:
    if survey.due_on is None:
        return ""
    day = date_format(survey.due_on, "DATE_FORMAT")
    is_late = survey.state == SurveyState.DUE and survey.due_on < timezone.localdate()
    return format_html("{} {}", day, overdue_tag()) if is_late else day


def _find(request: ProgramRequest, pk: Any) -> Survey:
    rows = Survey.objects.visible_to(request.user).select_related("case", "participant__case", "asked_by")
    return get_object_or_404(rows, pk=pk)


@TWO_WAYS
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show one survey: how far it is, asking and setting aside while it waits, the answers to whoever reads them."""
    survey = _find(request, pk)
    person, case = survey.participant, survey.case
    if person is None or case is None:
        return _drawn(request, survey, {})
    facts = facts_of(request, case, person=person)
    audit.read(person, actor=request.user, purpose="survey_page")
    is_offer, is_aside = "offer" in request.POST, "aside" in request.POST
    told = {"facts": facts, "target": person, "actor": request.user}
    offer = OfferForm(request.POST if is_offer else None, **told)
    aside = AsideForm(request.POST if is_aside else None)
    reasons: Sequence[Any] = ()
    now = timezone.now()
    try:
        if is_offer and offer.is_valid():
            return _offered(request, survey, offer, facts)
        if is_aside and aside.is_valid():
            set_survey_aside(actor=request.user, survey=survey, now=now, **aside.cleaned_data)
            messages.success(request, _("It is noted. Nobody is asked again."))
            return redirect("survey", survey.pk)
    except StepRefused as refusal:
        reasons = linked(request, case, cast("list[Unmet]", refusal.reasons))
    except SurveyIsOver:
        messages.success(request, _("It was settled meanwhile. Nothing was changed."))
        return redirect("survey", survey.pk)
    shown = {"offer": offer, "aside": aside, "reasons": reasons, "care": [care_of(person, facts)]}
    return _drawn(request, survey, shown | {"person": person})


def _offered(request: ProgramRequest, survey: Survey, form: OfferForm, facts: Any) -> HttpResponse:
    """Ask, and show the six digits where a link was sent."""
    done = offer_survey(actor=request.user, survey=survey, now=timezone.now(), **form.cleaned_data)
    person = survey.participant
    if done.sent is not None and person is not None:
        shown = {"case": survey.case, "note": person.name, "result": done.sent}
        return draw_page(request, "programs/link_sent.html", shown | {"care": [care_of(person, facts)]})
    messages.success(request, _("It is noted that they were asked."))
    if form.cleaned_data["way"] == Way.PAPER and person is not None:
        return redirect("survey-paper", survey.pk, person.language or settings.LANGUAGE_CODE)
    return redirect("survey-answers", survey.pk)


def _drawn(request: ProgramRequest, survey: Survey, shown: dict[str, Any]) -> HttpResponse:
    reads = may_read(request.user, survey, request.program)
    said = answers_said(survey) if reads else []
    if said:
        audit.read(survey, actor=request.user, purpose="survey_answers")
    context = {
        "survey": survey,
        "number": number_of(survey),
        "answers": said,
        "reads": reads,
        "due": _due(survey),
        "languages": settings.LANGUAGES,
    }
    status = HTTPStatus.CONFLICT if shown.get("reasons") else HTTPStatus.OK
    return draw_page(request, "programs/survey.html", context | shown, status=status)


@TWO_WAYS
@program_page
def answers(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Read the questions out and type the answers in; or from paper, or what records say of a new offense."""
    survey = _find(request, pk)
    person, case = survey.participant, survey.case
    if person is None or case is None:
        raise Http404
    if not survey.waits:
        return redirect("survey", survey.pk)
    facts = facts_of(request, case, person=person)
    audit.read(person, actor=request.user, purpose="survey_page")
    form_of: Any = OffenceForm if survey.is_for_staff else TypedForm
    initial = {} if survey.is_for_staff else {"way": survey.way or Way.PHONE}
    form = form_of(posted(request), items=items_of(survey, facts.policy), side=survey.side, initial=initial)
    if request.method == "POST" and form.is_valid():
        way = Way.RECORDS if survey.is_for_staff else form.cleaned_data["way"]
        told = {"way": way, "answers": form.answers, "words": form.words}
        try:
            type_survey(actor=request.user, survey=survey, now=timezone.now(), **told)
        except SurveyIsOver:
            messages.success(request, _("It was settled meanwhile. Nothing was changed."))
        else:
            messages.success(request, _("The answers are kept."))
        return redirect("survey", survey.pk)
    context = {
        "survey": survey,
        "number": number_of(survey),
        "form": form,
        "person": person,
        "care": [] if survey.is_for_staff else [care_of(person, facts)],
        "language": person.language or settings.LANGUAGE_CODE,
        "definition": facts.policy.new_offence,
        "definitions": dict(Survey._meta.get_field("definition").choices or ()),
    }
    return draw_page(request, "programs/survey_answers.html", context)


@require_safe
@program_page
def paper(request: ProgramRequest, pk: Any, language: str) -> HttpResponse:
    """Show somebody's form for printing, in large print; it holds a number and no name."""
    survey = _find(request, pk)
    if survey.case is None or survey.is_for_staff:
        raise Http404
    policy = request.program.policy_of(survey.case)
    listed = items_of(survey, policy)
    return _printed(request, listed, survey.side, language, number=number_of(survey), survey=survey)


@require_safe
@program_page
def blank(request: ProgramRequest, side: str, language: str) -> HttpResponse:
    """Show the form for somebody whose case was not mediated, for printing."""
    if side not in Side.values:
        raise Http404
    off = request.program.policy.survey_items_off
    listed = items_for(side, Moment.AFTER, is_mediated=False, off=off)
    return _printed(request, listed, side, language, number="")


def _printed(request: ProgramRequest, listed: Any, side: str, language: str, **more: Any) -> HttpResponse:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    questions = [
        {
            "words": item.words[Side(side)],
            "labels": [_("Yes"), _("No")] if item.kind == Kind.YES_NO else item.labels,
            "is_yes_no": item.kind == Kind.YES_NO,
        }
        for item in listed
    ]
    context = {"questions": questions, "side": side, "language": language, "languages": settings.LANGUAGES}
    return draw_page(request, "programs/survey_paper.html", context | more)


@TWO_WAYS
@program_page
def add(request: ProgramRequest) -> HttpResponse:
    """Type in the form of somebody without a case: first whose it is, then its answers."""
    chosen = GroupForm(request.GET if "side" in request.GET else None)
    if not chosen.is_bound or not chosen.is_valid():
        context = {"chosen": chosen, "sides": Side.choices, "languages": settings.LANGUAGES}
        return draw_page(request, "programs/survey_add.html", context)
    told = chosen.cleaned_data
    form_of: Any = AddedOffenceForm if told["moment"] == Moment.FOLLOW_UP else AddedForm
    listed = items_for(
        told["side"],
        told["moment"],
        is_mediated=told["group"] == Group.MEDIATED,
        off=request.program.policy.survey_items_off,
    )
    # Words are a person's, and nobody's key is there to seal them.
    counted = [item for item in listed if item.kind != Kind.WORDS]
    form = form_of(posted(request), items=counted, side=told["side"])
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("form_key", "day")}
        add_survey(actor=request.user, now=timezone.now(), answers=form.answers, **given, **told)
        messages.success(request, _("The form is counted. You can type in the next one."))
        return redirect(f"{reverse('survey-add')}?{request.GET.urlencode()}")
    labels = [Side(told["side"]).label, Moment(told["moment"]).label, Group(told["group"]).label]
    return draw_page(request, "programs/survey_add.html", {"form": form, "labels": labels})
