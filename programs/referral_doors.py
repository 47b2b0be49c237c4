"""How handing a referral on and keeping one are taken from outside: the pages and the API are made from this."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.actions import forwarding
from programs.facts import ReferralFacts
from programs.forms.forwarding import (
    ForwardAnswerForm,
    ForwardForm,
    JoinForm,
    releases_to_programs,
    requests_of_victims,
)
from programs.forms.step import StepForm


@dataclass(frozen=True)
class ReferralDoor:
    act: Callable[..., Any]
    done: str | Promise
    effect: str | Promise
    """What the button does beyond its name."""
    form: type[StepForm] = StepForm
    reads: Callable[[ReferralFacts], list[Any]] | None = None
    """Return the rows whose personal data its choices show."""


REFERRAL_DOORS: dict[str, ReferralDoor] = {
    "forward_referral": ReferralDoor(
        forwarding.forward_referral,
        _("It is handed on. Tell the person where they can turn."),
        _(
            "This program sends nothing by itself. Without a release nothing about anybody goes out; with one you get "
            "a page that holds only what was released, to print or send."
        ),
        form=ForwardForm,
        reads=lambda facts: [release.participant for release in releases_to_programs(facts)],
    ),
    "record_forward_answer": ReferralDoor(
        forwarding.record_forward_answer,
        _("It is noted."),
        _("If it is not with them any more, you look at it again here."),
        form=ForwardAnswerForm,
    ),
    "keep_for_victim": ReferralDoor(
        forwarding.keep_for_victim,
        _("It is kept. Nobody is contacted because of it."),
        _("It is neither declined nor overdue. If the person harmed asks one day, you can join the two."),
    ),
    "join_referral": ReferralDoor(
        forwarding.join_referral,
        _("The two are joined."),
        _("Whoever sent this one learns nothing by it."),
        form=JoinForm,
        reads=lambda facts: list(requests_of_victims(facts)),
    ),
}
"""By the id of the step."""
