"""How each step is taken by the API: `programs.doors` says it of a case's, and this module of a referral's.

The pages of those lead to other pages, so they have no door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.actions.referrals import accept_referral, begin_review, decline_referral
from programs.doors import DOORS, arguments
from programs.facts import CaseFacts, ReferralFacts
from programs.forms.referral import DeclineForm
from programs.forms.step import StepForm
from programs.reaching import case_of
from programs.referral_doors import REFERRAL_DOORS
from programs.steps import STEPS, Step

Facts = CaseFacts | ReferralFacts


@dataclass(frozen=True)
class Way:
    """One step: its action, what it asks, and what is told when it is done."""

    step: Step
    act: Callable[..., Any]
    form_class: type[forms.Form]
    done: str | Promise

    @property
    def is_about_a_case(self) -> bool:
        return self.step.about != "referral"

    @property
    def shows_people(self) -> bool:
        """Return whether its questions name people of the case."""
        doors: dict[str, Any] = DOORS if self.is_about_a_case else REFERRAL_DOORS
        return self.step.id in doors and doors[self.step.id].reads is not None

    @property
    def judges_words(self) -> bool:
        """Return whether a refusal tells what is known of people, so that it is for those who may read that."""
        return self.step.id in DOORS and DOORS[self.step.id].judges_words

    def subject_of(self, target: Any) -> Any:
        """Return the case or referral whose state decides."""
        return case_of(self.step.about, target)

    def already_answered(self, target: Any) -> dict[str, Any]:
        """Return what the address says, for the guards."""
        return DOORS[self.step.id].asked(target) if self.is_about_a_case else {}

    def people(self, facts: Any, target: Any) -> Any:
        """Return the people whose data the questions show."""
        if not self.is_about_a_case:
            at = REFERRAL_DOORS[self.step.id]
            return at.reads(facts) if at.reads else []
        reads = DOORS[self.step.id].reads
        return reads(facts, target) if reads else []

    def form(self, data: Any, *, facts: Any, target: Any, actor: Any) -> Any:
        """Return its form, filled with `data` or empty."""
        if issubclass(self.form_class, StepForm):
            return self.form_class(data, facts=facts, target=target, actor=actor)
        return self.form_class(data)

    def take(self, *, form: Any, target: Any, actor: Any, now: Any) -> Any:
        """Call the action; return what it returns."""
        if self.is_about_a_case:
            return self.act(actor=actor, now=now, **arguments(self.step, target), **form.answers())
        answers = form.answers() if isinstance(form, StepForm) else form.cleaned_data
        return self.act(actor=actor, now=now, referral=target, **answers)


OF_REFERRALS = {
    "begin_review": (begin_review, forms.Form, _("Your colleagues see that you are looking at it.")),
    "accept_referral": (accept_referral, forms.Form, _("The referral is accepted. This is its case.")),
    "decline_referral": (decline_referral, DeclineForm, _("The referral is declined.")),
}


def way_of(step: Step) -> Way:
    """Return how a step is taken; raises KeyError for one that nobody has said it of."""
    if step.id in DOORS:
        door = DOORS[step.id]
        return Way(step, door.act, door.form, door.done)
    if step.id in REFERRAL_DOORS:
        at = REFERRAL_DOORS[step.id]
        return Way(step, at.act, at.form, at.done)
    act, form_class, done = OF_REFERRALS[step.id]
    return Way(step, act, form_class, done)


WAYS = {step.id: way_of(step) for step in STEPS.values() if step.about != "receipt"}
"""By the id of the step. What is done by a receipt is for the referrer, who has no token: the receipt is the proof."""
