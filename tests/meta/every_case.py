"""Cases in every state, so that each step of a case can be taken in one of them."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.utils import timezone

from programs.actions.agreements import propose_agreement
from programs.actions.closing import issue_report
from programs.actions.exchanges import begin_exchange
from programs.actions.holding import put_on_hold
from programs.actions.screening import record_acknowledgement
from programs.doors import DOORS
from programs.facts import Asked, CaseFacts
from programs.models import AgreementItem, MediationCase, Participant, Program, RestitutionPayment
from programs.steps import Step, missing
from tests.programs.cast import (
    DAY,
    NOW,
    STAGES,
    World,
    assign,
    choose,
    consent_of_both,
    contact,
    fresh,
    in_order,
    make_case,
    make_item,
    parties,
    prepare_all,
    propose_and_sign,
    record_law,
    talk,
    tell_all,
)


def every_case(world: World) -> list[MediationCase]:
    """Make a case in each state, and those in which a step is possible that no state alone makes so."""
    # A mediator has one session at a time.
    days = (NOW + number * DAY for number in count(2))
    cases = [make_case(world, state, starts_at=next(days)) for state in STAGES]
    cases.append(make_case(world, "scheduled", starts_at=timezone.now() + DAY))
    return [fresh(case) for case in (*cases, *_prepared(world), *_agreed(world, days), *_ended(world, days))]


def _prepared(world: World) -> Iterator[MediationCase]:
    disputed, screened, ready = (make_case(world, state) for state in ("screening", "screening", "preparing"))
    record_acknowledgement(actor=world.cora, case=disputed, now=NOW, answer="disputed")
    contact(world, in_order(screened)[0])
    record_acknowledgement(actor=world.cora, case=screened, now=NOW, answer="full")
    record_law(world, screened)
    assign(world, screened)
    prepare_all(world, ready)
    consent_of_both(world, ready)
    delicate = make_case(world, "screening", offences=["stalking"], stage="post_adjudication")
    nothing_left = make_case(world, "screening")
    talk(world, nothing_left, answer="nothing")
    yield from (disputed, screened, ready, delicate, nothing_left)


def _agreed(world: World, days: Iterator[Any]) -> Iterator[MediationCase]:
    drafted, proposed, running = (
        make_case(world, "agreement_pending", starts_at=next(days)) for _ in range(3)
    )
    for case in (drafted, proposed, running):
        make_item(case, world)
        make_item(case, world, kind="community_service", amount=None, hours=20)
    propose_agreement(actor=world.cora, case=proposed, now=NOW)
    propose_and_sign(world, running)
    yield from (drafted, proposed, running)


def _ended(world: World, days: Iterator[Any]) -> Iterator[MediationCase]:
    by_letter, back, resting = (make_case(world, "ready") for _ in range(3))
    for case in (by_letter, back):
        choose(world, parties(case)[0], mode="letter_exchange")
    begin_exchange(actor=world.mia, case=back, now=NOW)
    choose(world, parties(back)[0], mode="face_to_face")
    put_on_hold(actor=world.cora, case=resting, now=NOW, reason="asked")
    told = make_case(world, "closing", starts_at=next(days))
    tell_all(world, told)
    issue_report(actor=world.cora, case=told, now=NOW + 99 * DAY)
    yield from (by_letter, back, resting, told)


def where_possible(step: Step, cases: list[MediationCase]) -> Any | None:
    """Return what a step can be taken on now, among these cases and all that belongs to them; None when nothing."""
    program, now = Program.objects.get(), timezone.now()
    for case in cases:
        for target in _targets(step.about, case):
            asked = Asked(**DOORS[step.id].asked(target))
            if not missing(step, CaseFacts(case=case, program=program, now=now, asked=asked)):
                return target
    return None


def _targets(about: str, case: MediationCase) -> list[Any]:
    match about:
        case "person":
            return list(Participant.objects.filter(case=case).select_related("case"))
        case "item":
            return list(AgreementItem.objects.filter(agreement__case=case).select_related("agreement__case"))
        case "payment":
            rows = RestitutionPayment.objects.filter(item__agreement__case=case)
            return list(rows.select_related("item__agreement__case"))
        case _:
            return [case]
