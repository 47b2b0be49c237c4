"""Make the cases of a demonstration program, one at a time."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from amends import audit, outbox
from amends.actions import action
from programs.demo.living import Life
from programs.demo.plots import plots_of
from programs.models import Program, Referral
from programs.presets import PRESETS


class NoDemonstration(Exception):
    """Invented cases were about to be made where real ones may be."""


@action
def make_demo_case(*, actor: Any, number: int, now: datetime) -> bool:
    """Make the case of a demonstration program that has this number; return False if it is there already.

    It is made as the program's coordinator would, and the next one is queued: one at a time, so that nobody's letter
    waits behind hundreds of them. Raises NoDemonstration unless AMENDS_DEMO allows it.
    """
    if not settings.AMENDS_DEMO:
        raise NoDemonstration("Set AMENDS_DEMO=1 where invented cases may be made.")
    program = Program.objects.select_for_update().get()
    plot, age = plots_of(PRESETS[program.preset])[number]
    people = get_user_model().objects.order_by("created_at", "pk")
    life = Life(
        number=number,
        plot=plot,
        age=age,
        program=program,
        actor=people.filter(roles__contains=["coordinator"])[0],
        supervisor=people.filter(roles__contains=["case_supervisor"])[0],
        now=now,
    )
    is_new = not Referral.objects.filter(form_key=life.key).exists()
    if is_new:
        life.live()
    if number + 1 < len(plots_of(PRESETS[program.preset])):
        outbox.queue("programs.make_demo_case", number=number + 1)
    audit.record("demo_case_made" if is_new else "demo_case_made_again", program, actor=actor, number=number)
    return is_new
