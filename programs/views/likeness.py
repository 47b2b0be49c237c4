"""What looks like the same matter, or the same person, in this program."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends import audit
from programs.actions.likeness import judge_likeness
from programs.likeness import likenesses
from programs.models import MediationCase, Referral
from programs.models.likeness import Verdict
from programs.views.pages import ProgramRequest, draw_page, program_page
from programs.views.referrals import find_referral


class VerdictForm(forms.Form):
    other = forms.UUIDField()
    verdict = forms.ChoiceField(choices=Verdict.choices)


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def page(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show what looks alike, and note what somebody decides about it."""
    referral = find_referral(request, pk)
    if request.method == "POST":
        return _judge(request, referral)
    found = likenesses(referral, request.user)
    people = [person for each in found for person, _why in each.people]
    # That nobody was found is an answer too.
    audit.read(people or (Referral._meta.label_lower, None), actor=request.user, purpose="likeness_page")
    context = {
        "referral": referral,
        "case": MediationCase.objects.visible_to(request.user).filter(referral=referral).first(),
        "found": [
            (each, [(request.program.word_for(person.role), person, why) for person, why in each.people])
            for each in found
        ],
        "verdicts": Verdict.choices,
        "is_duplicate": any(each.verdict and each.verdict.verdict == Verdict.DUPLICATE for each in found),
    }
    return draw_page(request, "programs/likeness.html", context)


def _judge(request: ProgramRequest, referral: Referral) -> HttpResponse:
    form = VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what you found out, then send it again."))
        return redirect("referral-likeness", pk=referral.pk)
    try:
        judge_likeness(actor=request.user, referral=referral, now=timezone.now(), **form.cleaned_data)
    except Referral.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, _("It is noted."))
    return redirect("referral-likeness", pk=referral.pk)
