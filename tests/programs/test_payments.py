"""Payments: a ledger that only grows, and never says more was paid than was agreed."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from programs.actions.agreements import mark_item
from programs.actions.payments import record_payment, reverse_payment
from programs.models import AgreementItem, RestitutionPayment
from tests.programs.cast import NOW, fresh, make_case, make_item


def pay(world, case, item, amount="45.00", **changes):
    answers = {
        "actor": world.cora,
        "case": case,
        "now": NOW,
        "form_key": uuid.uuid4(),
        "item": item,
        "amount": Decimal(amount),
        "paid_on": dt.date(2026, 3, 5),
        "means": "through_program",
    }
    return record_payment(**answers | changes)


@pytest.fixture
def running(world):
    return make_case(world, "monitoring")


def test_it_works(world, running):
    item = AgreementItem.objects.get()
    pay(world, running, item)
    assert fresh(item).status == "open"
    pay(world, running, item, "75.00")
    assert fresh(item).status == "achieved"
    assert RestitutionPayment.objects.filter(item=item).total() == Decimal("120.00")


def test_it_refuses_more_than_is_outstanding(world, running, refused):
    item = AgreementItem.objects.get()
    pay(world, running, item, "100.00")
    assert refused(lambda: pay(world, running, item, "20.01")) == ["payment_within_outstanding"]


def test_it_refuses_a_payment_on_what_is_not_about_money(world, refused):
    case = make_case(world, "agreement_pending")
    item = make_item(case, world, kind="apology", amount=None)
    assert "payment_on_money" in refused(lambda: pay(world, case, item))


def test_the_same_form_sent_twice_is_one_payment(world, running):
    item, key = AgreementItem.objects.get(), uuid.uuid4()
    assert pay(world, running, item, form_key=key) == pay(world, running, item, form_key=key)
    assert RestitutionPayment.objects.count() == 1


def test_a_mistake_is_reversed_once_and_opens_the_item_again(world, running, refused):
    item = AgreementItem.objects.get()
    payment = pay(world, running, item, "120.00")
    reversal = reverse_payment(actor=world.cora, case=running, now=NOW, payment=payment)
    assert reversal.amount == -payment.amount
    assert fresh(item).status == "open"
    again = lambda: reverse_payment(actor=world.cora, case=running, now=NOW, payment=payment)  # noqa: E731
    assert refused(again) == ["payment_reversible"]
    back = lambda: reverse_payment(actor=world.cora, case=running, now=NOW, payment=reversal)  # noqa: E731
    assert refused(back) == ["payment_reversible"]


def test_the_ledger_cannot_be_edited_even_by_sql(world, running):
    from django.db import connection

    payment = pay(world, running, AgreementItem.objects.get())
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE programs_restitutionpayment SET amount = 1")
    with connection.cursor() as cursor:
        # Only those of samples can go: a row policy.
        cursor.execute("DELETE FROM programs_restitutionpayment")
        assert cursor.rowcount == 0
    assert RestitutionPayment.objects.get().pk == payment.pk


def test_it_refuses_to_call_money_done_that_is_not_paid(world, running, refused):
    item = AgreementItem.objects.get()
    done = lambda: mark_item(actor=world.cora, case=running, now=NOW, item=item, status="achieved")  # noqa: E731
    assert refused(done) == ["money_is_counted"]
    assert mark_item(actor=world.cora, case=running, now=NOW, item=item, status="not_achieved")
