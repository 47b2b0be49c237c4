"""Receipts that are shared, losses, reports with proof, files of payments, and what is late."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from amends.accounts.access import PARTICIPANT, Outsider
from programs import payment_file
from programs.actions import agreements, payments
from programs.actions.payment_files import LineRefused, record_payment_file
from programs.actions.payment_reports import confirm_report, report_payment, return_report
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.ledger import schedules
from programs.ledger.arrears import arrears_of
from programs.ledger.lines import lines_of, owes_anything, standing
from programs.ledger.schedules import Instalment
from programs.models import AgreementItem, MediationCase, Program, RestitutionPayment, Session
from programs.papers.statement import lines_for, statement_of
from tests.programs.cast import (
    DAY,
    HOUR,
    NOW,
    contact,
    fresh,
    make_case,
    make_item,
    parties,
    pay,
    propose_and_sign,
)

TOLD = {"paid_on": dt.date(2026, 3, 2), "means": "through_program"}


def lines(case):
    return lines_of([case])[case.pk]


@pytest.fixture
def shop(world):
    """A case that owes 300.00 to a person and 100.00 to a shop."""
    case = make_case(world, "agreement_pending")
    told = {"role": "victim", "person": Person("A Shop", is_organisation=True)}
    firm = add_participant(actor=world.cora, case=case, now=NOW, **told)
    make_item(case, world, amount=Decimal(300), beneficiary=parties_of(case)[0])
    make_item(case, world, amount=Decimal(100), beneficiary=firm)
    propose_and_sign_all(world, case)
    return fresh(case)


def parties_of(case):
    people = list(case.participants.order_by("added_at"))
    return [each for each in people if each.role == "victim"] + [
        each for each in people if each.role == "offender"
    ]


def propose_and_sign_all(world, case):
    agreements.propose_agreement(actor=world.cora, case=case, now=NOW)
    signed_by = [person.pk for person in case.participants.all()]
    agreements.sign_agreement(actor=world.cora, case=case, now=NOW, signed_by=signed_by)


def receive(world, case, amount, **changes):
    given = {"actor": world.cora, "case": case, "now": NOW, "form_key": uuid.uuid4(), **TOLD}
    return payments.record_receipt(**given | {"amount": Decimal(amount)} | changes)


def test_a_receipt_is_shared_in_proportion_to_the_cent(world, shop):
    rows = receive(world, shop, "33.33")
    assert sorted(row.amount for row in rows) == [Decimal("8.33"), Decimal("25.00")]
    assert len({row.receipt for row in rows}) == 1


def test_it_refuses_a_receipt_of_more_than_all_that_is_owed(world, shop, refused):
    assert refused(lambda: receive(world, shop, "400.01")) == ["payment_within_outstanding"]
    assert not RestitutionPayment.objects.exists()


def test_the_same_receipt_sent_twice_is_shared_once(world, shop):
    key = uuid.uuid4()
    assert receive(world, shop, "40", form_key=key) == receive(world, shop, "40", form_key=key)
    assert RestitutionPayment.objects.count() == 2


def test_a_receipt_is_taken_back_whole_and_shared_anew(world, shop, refused):
    first = receive(world, shop, "40")[0]
    back = payments.reverse_receipt(actor=world.cora, case=shop, now=NOW, payment=first)
    assert sum(row.amount for row in back) == -40
    again = lambda: payments.reverse_receipt(actor=world.cora, case=shop, now=NOW, payment=first)  # noqa: E731
    assert refused(again) == ["payment_reversible"]
    assert sum(row.amount for row in receive(world, shop, "400")) == 400
    assert not owes_anything(shop)


def test_what_was_reversed_after_a_change_is_owed_under_the_new_version(world):
    case = make_case(world, "monitoring")
    paid = pay(world, case, AgreementItem.objects.get(), "45.00")
    agreements.amend_agreement(actor=world.cora, case=case, now=NOW)
    propose_and_sign(world, case)
    (line,) = lines(case)
    assert (line.promised, line.outstanding()) == (Decimal(75), Decimal(75))
    payments.reverse_payment(actor=world.cora, case=case, now=NOW, payment=paid)
    (line,) = lines(case)
    assert (line.owed, line.outstanding()) == (Decimal(120), Decimal(120))
    assert standing(line, NOW.date()).overdue == 45
    pay(world, case, AgreementItem.objects.get(pk=line.pk), "120.00")
    assert not owes_anything(case)


def test_what_a_new_version_leaves_out_is_let_go_until_a_payment_of_it_bounces(world):
    case = make_case(world, "monitoring")
    paid = pay(world, case, AgreementItem.objects.get(), "45.00")
    draft = agreements.amend_agreement(actor=world.cora, case=case, now=NOW)
    agreements.remove_agreement_item(actor=world.cora, case=case, now=NOW, item=draft.items.get())
    make_item(case, world, kind="apology", amount=None)
    propose_and_sign(world, case)
    assert not owes_anything(case)
    payments.reverse_payment(actor=world.cora, case=case, now=NOW, payment=paid)
    (line,) = lines(case)
    assert (line.outstanding(), owes_anything(case)) == (Decimal(45), True)
    # It is told with the day that it was where the program is.
    with timezone.override(dt.timezone(dt.timedelta(hours=-23))):
        assert standing(line, NOW.date()).since == NOW.date() - DAY
    pay(world, case, line, "45.00")
    assert not owes_anything(case)


def test_what_comes_back_of_a_debt_that_was_let_go_is_owed_in_its_last_instalments(world):
    """Found by the drill: a version took the first of them below nothing, and showed money that was paid ahead."""
    case = make_case(world, "agreement_pending")
    days = [NOW.date() + number * DAY for number in (7, 14, 21)]
    plan = [[day.isoformat(), "40.00"] for day in days]
    make_item(case, world, amount=Decimal(120), due_date=days[-1], schedule=plan)
    propose_and_sign(world, case)
    paid = pay(world, case, AgreementItem.objects.get(), "45.00")
    draft = agreements.amend_agreement(actor=world.cora, case=case, now=NOW)
    agreements.remove_agreement_item(actor=world.cora, case=case, now=NOW, item=draft.items.get())
    make_item(case, world, kind="apology", amount=None)
    propose_and_sign(world, case)
    payments.reverse_payment(actor=world.cora, case=case, now=NOW, payment=paid)
    again = agreements.amend_agreement(actor=world.cora, case=case, now=NOW).items.get(
        kind="monetary_restitution"
    )
    assert again.schedule == [[days[1].isoformat(), "5.00"], [days[2].isoformat(), "40.00"]]
    propose_and_sign(world, case)
    line = next(each for each in lines(case) if each.is_money)
    assert standing(line, NOW.date()).ahead == 0


def test_it_refuses_to_promise_more_than_was_lost(world, refused):
    case = make_case(world, "agreement_pending")
    victim, _offender = parties(case)
    payments.record_loss(actor=world.cora, participant=victim, now=NOW, loss=Decimal(100))
    item = {"amount": Decimal("100.01"), "beneficiary": victim}
    assert refused(lambda: make_item(case, world, **item)) == ["amount_within_loss"]
    make_item(case, world, amount=Decimal(100), beneficiary=victim)
    assert refused(lambda: make_item(case, world, amount=Decimal("0.01"))) == ["amount_within_loss"]
    assert make_item(case, world, **item, is_ordered=True)


def report(case, **changes):
    who = Outsider(PARTICIPANT, parties(case)[1].pk)
    told = {"actor": who, "now": NOW, "form_key": uuid.uuid4(), "amount": Decimal(20), "note": "", **TOLD}
    return report_payment(**told | changes)


def test_only_what_is_confirmed_counts(world):
    case = make_case(world, "monitoring")
    waiting, returned = report(case), report(case)
    assert lines(case)[0].received == 0
    return_report(actor=world.cora, report=returned, now=NOW, reason="No money came.")
    confirm_report(actor=world.cora, report=waiting, now=NOW)
    confirm_report(actor=world.cora, report=waiting, now=NOW)
    confirm_report(actor=world.cora, report=returned, now=NOW)
    assert lines(case)[0].received == 20
    assert (fresh(waiting).state, fresh(returned).state) == ("confirmed", "returned")
    assert RestitutionPayment.objects.get().paid_by == parties(case)[1]


def test_a_report_sent_twice_is_one(world):
    case = make_case(world, "monitoring")
    key = uuid.uuid4()
    assert report(case, form_key=key) == report(case, form_key=key)


def read(world, text):
    return payment_file.read(f"reference,date,amount,means\n{text}", world.cora, NOW.date())


def test_a_file_is_recorded_whole_and_only_once(world, shop):
    text = f"{shop.reference},2026-03-01,100.00,through_program\n{shop.reference}/2,2026-03-02,10,\n"
    found = read(world, text)
    assert [line.troubles for line in found] == [[], []]
    record_payment_file(actor=world.cora, now=NOW, lines=[line.paid for line in found])
    assert [line.outstanding() for line in lines(shop)] == [Decimal(225), Decimal(65)]
    assert all(line.is_there for line in read(world, text))
    record_payment_file(actor=world.cora, now=NOW, lines=[line.paid for line in found])
    assert sum(row.amount for row in RestitutionPayment.objects.all()) == 110


def test_a_line_that_was_taken_back_can_be_recorded_again(world, shop):
    text = f"{shop.reference},2026-03-01,100.00,\n{shop.reference}/2,2026-03-02,10,\n"
    for _time in range(3):
        found = read(world, text)
        assert [line.is_there for line in found] == [False, False]
        record_payment_file(actor=world.cora, now=NOW, lines=[line.paid for line in found])
        assert sum(line.outstanding() for line in lines(shop)) == 290, "it is recorded, not only said to be"
        assert all(line.is_there for line in read(world, text))
        for row in RestitutionPayment.objects.filter(reverses=None, reversals=None):
            payments.reverse_payment(actor=world.cora, case=shop, now=NOW, payment=row)


@pytest.mark.parametrize(
    "text", ["XXXX,2026-03-01,1,\rXXXX,2026-03-02,1,", f'XXXX,2026-03-01,"1{"1" * 140_000},']
)
def test_a_file_of_an_old_computer_or_with_an_open_quotation_mark_is_answered(world, text):
    """Lines that end as on an old Mac are lines; what cannot be read is said, and is no error of ours."""
    try:
        assert len(read(world, text)) == 2
    except payment_file.Unreadable as trouble:
        assert "quotation mark" in str(trouble)


def test_a_payment_recorded_by_hand_is_found_in_the_file(world, shop):
    receive(world, shop, "50")
    same, other = read(world, f"{shop.reference},2026-03-02,50,\n{shop.reference},2026-03-02,50,\n")
    assert (same.is_there, other.is_there) == (True, False)


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("XXXX,2026-03-01,1,", "No case"),
        ("{ref},soon,1,", "no day"),
        ("{ref},2026-03-01,much,", "no amount"),
        ("{ref},2026-03-01,-5,", "no amount"),
        ("{ref},2027-03-01,1,", "still to come"),
        ("{ref},2026-03-01,400.01,", "more than is still"),
        ("{ref}/7,2026-03-01,1,", "no payment with this number"),
        ("{ref},2026-03-01,1,by_hand", "How it was paid"),
    ],
)
def test_a_line_that_is_not_right_says_why(world, shop, line, trouble):
    (found,) = read(world, line.format(ref=shop.reference))
    assert trouble in " ".join(found.troubles)


def test_nothing_of_a_file_is_recorded_when_one_line_cannot_be(world, shop):
    found = read(world, f"{shop.reference},2026-03-01,100,\n{shop.reference},2026-03-02,300,\n")
    receive(world, shop, "1")
    before = RestitutionPayment.objects.count()
    with pytest.raises(LineRefused):
        record_payment_file(actor=world.cora, now=NOW, lines=[line.paid for line in found])
    assert RestitutionPayment.objects.count() == before


def test_what_is_late_goes_by_gentle_steps(world):
    case = make_case(world, "monitoring")
    program, cases = Program.objects.get(), MediationCase.objects.all()
    assert arrears_of(cases, program, NOW) == []
    late = dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC)
    (found,) = arrears_of(cases, program, late)
    assert (found.next, found.since, found.by) == ("remind", dt.date(2026, 6, 1), dt.date(2026, 6, 4))
    told = {
        "wording": "payment_reminder",
        "result": "sent",
        "channel": "letter",
        "words": "x",
        "language": "en",
    }
    offender = parties(case)[1]
    contact(world, offender, purpose="arranging", now=late, **told)
    assert arrears_of(cases, program, late)[0].next == "talk"
    contact(world, offender, purpose="follow_up", channel="phone", now=late + DAY)
    (found,) = arrears_of(cases, program, late + DAY)
    assert (found.tried, found.next) == (["remind", "talk"], "reconvene")


def test_a_statement_says_nothing_of_the_other_side(world):
    case = make_case(world, "agreement_pending")
    victim, offender = parties(case)
    make_item(case, world, beneficiary=victim, owers=[offender.pk])
    propose_and_sign(world, case)
    pay(world, case, AgreementItem.objects.get(), paid_by=offender)
    for person, other in ((victim, offender), (offender, victim)):
        said = statement_of(person, lines_for(person, lines(case)), Program.objects.get(), NOW.date(), "en")
        text = str(said.as_json())
        assert "45.00 USD" in text and "75.00 USD" in text
        for told in (other.name, other.phone or "no number", str(other.pk)):
            assert told not in text


def with_a_late_part(world):
    """A case whose agreement says, when it is signed, that a part was due a week before."""
    case = make_case(world, "agreement_pending")
    last_week, due = NOW.date() - 7 * DAY, dt.date(2026, 6, 1)
    plan = schedules.stored([Instalment(last_week, Decimal(40)), Instalment(due, Decimal(80))])
    make_item(case, world, amount=Decimal(120), due_date=due, schedule=plan)
    return case


def test_what_was_done_before_anybody_signed_is_no_gentle_step(world):
    case = with_a_late_part(world)
    offender = parties(case)[1]
    contact(world, offender, purpose="arranging", channel="phone", now=NOW - 2 * DAY)
    signed = NOW + 20 * DAY  # after the session
    agreements.propose_agreement(actor=world.cora, case=case, now=signed)
    everybody = [person.pk for person in parties(case)]
    agreements.sign_agreement(actor=world.cora, case=case, now=signed, signed_by=everybody)
    program, cases, later = Program.objects.get(), MediationCase.objects.all(), signed + DAY
    (found,) = arrears_of(cases, program, later)
    assert (found.tried, found.next) == ([], "remind")
    contact(world, offender, purpose="arranging", channel="phone", now=later)
    agreements.amend_agreement(actor=world.cora, case=case, now=later)
    agreements.drop_agreement(actor=world.cora, case=case, now=later)
    (found,) = arrears_of(cases, program, later)
    assert found.tried == ["talk", "reconvene"]


def test_the_page_of_an_agreement_shows_its_installments(world, at_alpha):
    case = with_a_late_part(world)
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/agreement/").content.decode()
    assert "Installments" in page
    assert "40.00 USD" in page
    assert "80.00 USD" in page


def test_a_session_that_was_called_off_is_no_gentle_step(world):
    """It would have been next week, after the signature; it never was."""
    case = with_a_late_part(world)
    told = {"mode": "face_to_face", "state": "cancelled", "ends_at": NOW + 30 * DAY + HOUR}
    told |= {"form_key": uuid.uuid4(), "scheduled_by": world.cora}
    Session.objects.create(case=case, starts_at=NOW + 30 * DAY, **told)
    signed = NOW + 20 * DAY
    agreements.propose_agreement(actor=world.cora, case=case, now=signed)
    everybody = [person.pk for person in parties(case)]
    agreements.sign_agreement(actor=world.cora, case=case, now=signed, signed_by=everybody)
    (found,) = arrears_of(MediationCase.objects.all(), Program.objects.get(), NOW + 40 * DAY)
    assert found.tried == []
    Session.objects.filter(state="cancelled").update(state="not_held", not_held_reason="other")
    (found,) = arrears_of(MediationCase.objects.all(), Program.objects.get(), NOW + 40 * DAY)
    assert found.tried == ["reconvene"]
