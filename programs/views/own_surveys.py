"""A survey on a participant's own page: one question at a time, each kept at once, and one press to decline."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from amends import audit
from programs.actions.surveys import SurveyIsOver, answer_survey, decline_survey
from programs.forms.surveys import ItemsForm
from programs.own_page import OwnPage
from programs.surveys.instruments import Kind
from programs.surveys.showing import items_of
from programs.views.own_pages import draw_own, own_page
from programs.views.pages import ProgramRequest, posted

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@TWO_WAYS
@own_page
def begin(request: ProgramRequest, page: OwnPage) -> HttpResponse:
    """Say what is asked and that nobody has to answer; take a no."""
    survey = page.survey
    if request.method == "POST":
        if survey is not None and "decline" in request.POST:
            try:
                decline_survey(actor=request.outsider, survey=survey, now=page.now)
            except SurveyIsOver:
                return redirect("own-survey")
        return redirect("own-survey")
    listed = items_of(survey, page.policy) if survey else ()
    context: dict[str, Any] = {"survey": survey, "count": len(listed), "is_done": "done" in request.GET}
    return draw_own(request, "survey", page=page, **context)


@TWO_WAYS
@own_page
def question(request: ProgramRequest, page: OwnPage, number: int) -> HttpResponse:
    """Ask one question and keep its answer; an empty one is skipped."""
    survey = page.survey
    if survey is None:
        return redirect("own-survey")
    listed = items_of(survey, page.policy)
    if not 1 <= number <= len(listed):
        raise Http404
    item, is_last = listed[number - 1], number == len(listed)
    was: Any = survey.words if item.kind == Kind.WORDS else survey.answers.get(item.id)
    if was is not None:
        audit.read(survey, actor=request.outsider, purpose="own_survey")
    form = ItemsForm(posted(request), items=[item], side=survey.side, initial={item.id: was})
    if request.method == "POST" and form.is_valid():
        words = form.words if item.kind == Kind.WORDS else None
        told: dict[str, Any] = {"answers": form.answers, "words": words, "is_last": is_last}
        try:
            answer_survey(actor=request.outsider, survey=survey, now=page.now, **told)
        except SurveyIsOver:
            return redirect("own-survey")
        return (
            redirect(f"{reverse('own-survey')}?done=1") if is_last else redirect("own-question", number + 1)
        )
    context: dict[str, Any] = {"form": form, "number": number, "all": len(listed), "is_last": is_last}
    return draw_own(request, "survey_question", page=page, **context)
