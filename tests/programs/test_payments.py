"""Payments: a ledger that only grows, and never says more was paid than was agreed."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from programs.actions import agreements
from programs.actions.agreements import mark_item
from programs.actions.payments import record_hours, reverse_payment
from programs.models import AgreementItem, RestitutionPayment
from tests.programs.cast import DAY, HOUR, NOW, fresh, make_case, make_item, pay, sign


@pytest.fixture
def running(world):
    return make_case(world, "monitoring")


def test_it_works(world, running):
    item = AgreementItem.objects.get()
    pay(world, running, item)
    assert fresh(item).status == "open"
    pay(world, running, item, "75.00")
    assert fresh(item).status == "achieved"
    assert sum(payment.amount for payment in item.payments.all()) == Decimal("120.00")


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
    assert refused(done) == ["ledger_agrees"]
    assert mark_item(actor=world.cora, case=running, now=NOW, item=item, status="not_achieved")


@pytest.fixture
def work(world):
    """An item of ten hours in an agreement that runs."""
    case = make_case(world, "agreement_pending")
    make_item(case, world, kind="community_service", amount=None, hours=Decimal(10))
    agreements.propose_agreement(actor=world.cora, case=case, now=NOW + DAY + HOUR)
    sign(world, case)
    return AgreementItem.objects.select_related("agreement__case").get()


def log_hours(world, item, hours, **changes):
    answers = {"form_key": uuid.uuid4(), "hours": Decimal(hours), "worked_on": dt.date(2026, 3, 5)}
    case = item.agreement.case
    return record_hours(**{"actor": world.cora, "case": case, "now": NOW, "item": item} | answers | changes)


def test_hours_are_counted_in_the_same_ledger(world, work, refused):
    first = log_hours(world, work, "4")
    assert refused(lambda: log_hours(world, work, "6.5")) == ["hours_within_outstanding"]
    log_hours(world, work, "6")
    assert fresh(work).status == "achieved"
    reversal = reverse_payment(actor=world.cora, case=work.agreement.case, now=NOW, payment=first)
    assert (reversal.hours, fresh(work).status) == (Decimal(-4), "open")


def test_it_refuses_hours_on_what_is_not_work(world, running, refused):
    item = AgreementItem.objects.select_related("agreement__case").get()
    assert "hours_on_work" in refused(lambda: log_hours(world, item, "1"))


def test_the_same_hours_sent_twice_are_worked_once(world, work):
    key = uuid.uuid4()
    assert log_hours(world, work, "2", form_key=key) == log_hours(world, work, "2", form_key=key)
    assert RestitutionPayment.objects.count() == 1
