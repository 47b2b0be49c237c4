"""Agreements: allowed by the policy, with items that have amounts and dates, signed by everybody."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from programs.actions import agreements
from programs.actions.consents import withdraw_consent
from programs.actions.exchanges import begin_exchange
from programs.actions.holding import resume_case
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.models import Agreement, AgreementItem, AgreementSignature
from tests.programs.cast import (
    NOW,
    at,
    choose,
    contact,
    fresh,
    make_case,
    make_item,
    make_severe_case,
    make_world,
    parties,
    pay,
    record_law,
    sign,
)


def begin(world, case, **changes):
    return agreements.begin_agreement(actor=world.cora, case=case, now=NOW, **changes)


def propose(world, case):
    return agreements.propose_agreement(actor=world.cora, case=case, now=NOW)


def test_it_works(world):
    case = make_case(world, "held")
    begin(world, case)
    item = make_item(case, world)
    make_item(case, world, kind="community_service", amount=None, hours=10)
    propose(world, case)
    sign(world, case)
    assert fresh(case).state == "monitoring"
    assert Agreement.objects.get(case=case).state == "active"
    assert AgreementSignature.objects.count() == 2
    assert fresh(item).text == "In two parts"


def test_after_severe_violence_only_the_victim_can_ask_for_one(alpha, refused):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        case = make_severe_case(world, "held")
        assert refused(lambda: begin(world, case)) == ["agreement_allowed"]
        assert begin(world, case, victim_asked=True)


def test_it_refuses_to_sign_what_is_empty(world, refused):
    case = make_case(world, "agreement_pending")
    assert refused(lambda: propose(world, case)) == ["agreement_has_items"]
    assert refused(lambda: sign(world, case)) == ["agreement_has_items", "agreement_is_proposed"]


def test_it_refuses_when_somebody_has_not_signed(world, refused):
    case = make_case(world, "agreement_pending")
    make_item(case, world)
    propose(world, case)
    assert refused(lambda: sign(world, case, signed_by=[parties(case)[0].pk])) == ["signed_by_all"]
    assert refused(lambda: sign(world, case, signed_by=[uuid.uuid4()])) == ["signed_by_all"]


def test_what_is_signed_is_what_was_proposed(world, refused):
    case = make_case(world, "agreement_pending")
    item = make_item(case, world)
    propose(world, case)
    assert refused(lambda: make_item(case, world)) == ["agreement_is_draft"]
    remove = lambda: agreements.remove_agreement_item(actor=world.cora, case=case, now=NOW, item=item)  # noqa: E731
    assert refused(remove) == ["agreement_is_draft"]
    agreements.redraft_agreement(actor=world.cora, case=case, now=NOW)
    assert refused(lambda: agreements.redraft_agreement(actor=world.cora, case=case, now=NOW)) == [
        "agreement_is_proposed"
    ]
    remove()


def test_an_agreement_is_changed_by_a_new_version_that_is_signed_again(world):
    case = make_case(world, "monitoring")
    pay(world, case, AgreementItem.objects.get(), "45.00")
    agreements.amend_agreement(actor=world.cora, case=case, now=NOW)
    first, second = Agreement.objects.all()
    assert (first.state, second.state, fresh(case).state) == ("active", "draft", "agreement_pending")
    assert AgreementItem.objects.get(agreement=second).amount == Decimal("75.00")
    propose(world, case)
    sign(world, case)
    assert [each.state for each in Agreement.objects.all()] == ["replaced", "active"]


def test_a_change_that_nobody_wants_leaves_the_signed_agreement_running(world):
    case = make_case(world, "monitoring")
    agreements.amend_agreement(actor=world.cora, case=case, now=NOW)
    agreements.drop_agreement(actor=world.cora, case=case, now=NOW)
    assert fresh(case).state == "monitoring"
    assert [each.state for each in Agreement.objects.all()] == ["active", "dropped"]


def test_a_first_agreement_that_is_given_up_leads_back_to_what_was_held(world):
    case = make_case(world, "agreement_pending")
    agreements.drop_agreement(actor=world.cora, case=case, now=NOW)
    assert fresh(case).state == "held"
    assert begin(world, case).version == 2


def after_messages(world):
    """Return a case in which an agreement is written after letters, without any meeting."""
    case = make_case(world, "ready")
    choose(world, parties(case)[0], mode="letter_exchange")
    begin_exchange(actor=world.cora, case=case, now=NOW)
    contact(world, parties(case)[1], purpose="exchange", channel="letter")
    begin(world, case)
    return case


def drop(world, case):
    agreements.drop_agreement(actor=world.cora, case=case, now=NOW)
    return fresh(case).state, fresh(case).held_from, fresh(case).hold_reason


def test_one_that_is_given_up_leads_back_to_messages_only_as_far_as_they_may_go_on(alpha):
    with at(alpha):
        world = make_world(alpha, type="community_agency")
        assert drop(world, after_messages(world)) == ("exchanging", "", "")

        withdrawn = after_messages(world)
        withdraw_consent(actor=world.cora, participant=parties(withdrawn)[0], now=NOW)
        assert drop(world, withdrawn) == ("preparing", "", "")

        joined = after_messages(world)
        add_participant(actor=world.cora, case=joined, now=NOW, role="offender", person=Person("Otto Other"))
        assert drop(world, joined) == ("preparing", "", "")

        forbidden = after_messages(world)
        record_law(world, forbidden, no_contact_order="in_force")
        assert drop(world, forbidden) == ("on_hold", "exchanging", "legal")
        record_law(world, forbidden)
        assert resume_case(actor=world.cora, case=forbidden, now=NOW).state == "exchanging"


def test_it_refuses_an_item_that_is_due_in_the_past(world, refused):
    case = make_case(world, "agreement_pending")
    late = lambda: make_item(case, world, due_date=dt.date(2026, 3, 1))  # noqa: E731
    assert refused(late) == ["due_not_past"]


def test_it_refuses_to_change_what_is_signed(world, refused):
    case = make_case(world, "monitoring")
    assert refused(lambda: make_item(case, world)) == ["right_state", "agreement_is_draft"]
    item = AgreementItem.objects.get()
    remove = lambda: agreements.remove_agreement_item(actor=world.cora, case=case, now=NOW, item=item)  # noqa: E731
    assert refused(remove) == ["right_state", "agreement_is_draft"]


def test_an_item_is_taken_out_before_signing(world):
    case = make_case(world, "agreement_pending")
    item = make_item(case, world)
    agreements.remove_agreement_item(actor=world.cora, case=case, now=NOW, item=item)
    assert not AgreementItem.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"amount": None}, {"kind": "apology"}, {"kind": "community_service", "amount": None}]
)
def test_the_database_refuses_money_without_amount_and_work_without_hours(world, wrong):
    case = make_case(world, "agreement_pending")
    with pytest.raises(IntegrityError, match="item_"), transaction.atomic():
        make_item(case, world, **wrong)


def test_the_same_form_sent_twice_is_one_item(world):
    case, key = make_case(world, "agreement_pending"), uuid.uuid4()
    for _ in range(2):
        agreements.add_agreement_item(
            actor=world.cora,
            case=case,
            now=NOW,
            form_key=key,
            item=AgreementItem(kind="apology", due_date=dt.date(2026, 6, 1)),
        )
    assert AgreementItem.objects.count() == 1


def test_an_item_of_a_signed_version_stays_while_a_new_one_is_written(world, refused):
    case = make_case(world, "monitoring")
    signed = AgreementItem.objects.get()
    agreements.amend_agreement(actor=world.cora, case=case, now=NOW)
    remove = lambda: agreements.remove_agreement_item(actor=world.cora, case=case, now=NOW, item=signed)  # noqa: E731
    assert refused(remove) == ["item_is_current"]
    assert fresh(signed)


def test_nothing_is_paid_or_marked_on_a_version_that_was_replaced(world, refused):
    case = make_case(world, "monitoring")
    replaced = AgreementItem.objects.get()
    agreements.amend_agreement(actor=world.cora, case=case, now=NOW)
    propose(world, case)
    sign(world, case)
    assert refused(lambda: pay(world, case, replaced)) == ["item_is_current"]
    mark = lambda: agreements.mark_item(  # noqa: E731
        actor=world.cora, case=case, now=NOW, item=replaced, status="not_achieved"
    )
    assert refused(mark) == ["item_is_current"]
