"""Random lives of ledgers by the real actions, each step foretold by the model, some steps by several at once."""

import datetime as dt
import itertools
import random
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from programs.actions import agreements, payments
from programs.actions.referrals import Person
from programs.guards import StepRefused
from programs.ledger import schedules
from programs.ledger.lines import lines_of, owes_anything, standing
from programs.ledger.verifying import verify
from programs.models import (
    Agreement,
    AgreementItem,
    MediationCase,
    Participant,
    Program,
    Referral,
    RestitutionPayment,
)
from tests.programs.cast import DAY, NOW, at
from tests.programs.ledger.model import Books, Debt, Row

TODAY = NOW.date()
MANY = 3
"""Writers at the same moment."""
Op = tuple[str, Any]


class Differs(AssertionError):
    """The ledger says something else than the model."""


class Rig:
    """A program, and the threads that write in it; each has a connection of its own."""

    def __init__(self, tenant: Any, actor: Any):
        self.tenant, self.actor = tenant, actor
        self.pool = ThreadPoolExecutor(MANY)
        self.seen: Counter[str] = Counter()

    def at_once(self, calls: list[Callable[[], Any]]) -> list[Any]:
        """Do all of them at the same time; return what each returned, None for what was refused."""
        return [each.result() for each in [self.pool.submit(self._alone, call) for call in calls]]

    def _alone(self, call: Callable[[], Any]) -> Any:
        with at(self.tenant):
            return attempt(call)


def attempt(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except StepRefused:
        return None


def money(cents: int, *, is_work: bool = False) -> Decimal:
    return Decimal(cents) / (10 if is_work else 100)


def books_hold(lives: list["Life"]) -> None:
    """Raise Differs where the check of the books, which reads many cases together, calls one of these wrong."""
    wrong = list(verify(MediationCase.objects.filter(pk__in=[life.case.pk for life in lives])))
    if wrong:
        raise Differs(f"The books are called wrong: {wrong}")


class Life:
    """One sequence: a case of its own, what is done in it, and the model of it."""

    def __init__(self, rig: Rig, seed: int):
        self.rig, self.chance = rig, random.Random(seed)
        # Rows beside the actions: how a case comes about is proved elsewhere, and costs more than a payment.
        referral = Referral.objects.create(
            form_key=uuid.uuid4(), state="accepted", stage="post_charge", referrer_class="school",
            referrer_name="Rita Referrer", submitted_at=NOW,
        )  # fmt: skip
        self.case = MediationCase.objects.create(
            referral=referral, reference=referral.reference, state="monitoring", state_since=NOW, opened_at=NOW,
        )  # fmt: skip
        self.harmed = [self.person("victim", number) for number in range(self.chance.choice((1, 2, 3)))]
        self.responsible = [self.person("offender", number) for number in range(self.chance.choice((1, 2)))]
        Participant.objects.bulk_create([*self.harmed, *self.responsible])
        self.books = Books(Program.objects.get().policy_of(self.case).sharing == "people_first")
        self.items: dict[int, AgreementItem] = {}
        self.version(first=True)

    def person(self, role: str, number: int) -> Participant:
        told = Person(f"{role} {number}", is_organisation=role == "victim" and number == 1)
        return Participant(case=self.case, role=role, is_minor=None, **told.details)

    # What is agreed

    def version(self, *, first: bool = False) -> None:
        """Write the first version as rows, so that a life begins at once; the later ones go by the actions."""
        agreement = Agreement.objects.create(case=self.case, state="active", made_at=NOW, signed_at=NOW)
        for _ in range(self.chance.choice((1, 1, 2, 3))):
            item, debt = self.new_item()
            item.agreement, item.form_key = agreement, uuid.uuid4()
            item.save(force_insert=True)
            self.books.debts.append(debt)
            self.items[debt.name] = item

    def new_item(self) -> tuple[AgreementItem, Debt]:
        is_work = self.chance.random() < 0.2
        whole = self.chance.choice((1, 2, 3, 7, 10, 99, 100, 1000, 10_000, self.chance.randrange(1, 500_000)))
        whole = min(whole, 9_999) if is_work else whole
        victim = self.chance.choice(self.harmed)
        several = self.chance.random() < 0.5
        owers = (
            self.chance.sample(self.responsible, self.chance.randint(1, len(self.responsible)))
            if several
            else []
        )
        due = TODAY + self.chance.randrange(0, 90) * DAY
        plan = self.plan(whole, due)
        unit = Decimal("0.1") if is_work else Decimal("0.01")
        item = AgreementItem(
            kind=self.chance.choice(("service_to_victim", "community_service")) if is_work else "monetary_restitution",
            amount=None if is_work else money(whole),
            hours=money(whole, is_work=True) if is_work else None,
            beneficiary=victim,
            due_date=due,
            owers=[person.pk for person in owers],
            schedule=schedules.stored(
                schedules.Instalment(day, (amount * unit).quantize(unit)) for day, amount in plan
            ) if len(plan) > 1 else [],
        )  # fmt: skip
        debt = Debt(
            name=len(self.books.debts), owed=whole, is_work=is_work, is_firm=victim.is_organisation,
            owers=frozenset(self.responsible.index(person) for person in owers), plan=plan, due=due,
        )  # fmt: skip
        return item, debt

    def plan(self, whole: int, due: dt.date) -> list[tuple[dt.date, int]]:
        """Return instalments cut at random places, the last one on the day that it is due."""
        count = min(self.chance.choice((1, 1, 2, 5)), whole)
        cuts = (
            [0, *sorted(self.chance.sample(range(1, whole), count - 1)), whole] if count > 1 else [0, whole]
        )
        days = [due - 7 * DAY * number for number in range(len(cuts) - 1)][::-1]
        return [(day, cuts[at + 1] - cuts[at]) for at, day in enumerate(days)]

    # What is done

    def go(self, steps: int) -> None:
        """Do so many things, some of them by several at once, and look at the books after each."""
        for _ in range(steps):
            kind = self.chance.choice(("one", "one", "one", "many", "change"))
            if kind == "one":
                self.one()
            elif kind == "many":
                self.many()
            else:
                self.change()
            self.rig.seen[f"steps: {kind}"] += 1
            self.compare()
        if owes_anything(self.case) != any(debt.left > 0 for debt in self.books.debts):
            raise Differs("Whether anything is owed is said wrongly.")

    def ops(self) -> Op:
        """Return something to do, that may be refused."""
        kind = self.chance.choice(("pay", "pay", "receive", "back", "back_receipt"))
        if kind == "pay" or (kind.startswith("back") and not self.books.rows):
            debt = self.chance.choice(self.books.debts)
            top = max(debt.left, 1)
            amount = self.chance.choice((top, top, top + 1, self.chance.randint(1, top), (top + 1) // 2))
            return "pay", (debt.name, amount)
        if kind == "receive":
            payer = self.chance.choice((None, *range(len(self.responsible))))
            top = max(sum(debt.left for debt in self.books.payable(payer)), 1)
            return "receive", (self.chance.choice((top, top + 1, self.chance.randint(1, top), 1)), payer)
        return kind, self.chance.choice(list(self.books.rows))

    def call(self, op: Op) -> Callable[[], Any]:
        kind, what = op
        given: dict[str, Any] = {"actor": self.rig.actor, "case": self.case, "now": NOW}
        told = {"form_key": uuid.uuid4(), "paid_on": TODAY, "means": "through_program"}
        if kind == "pay":
            name, amount = what
            item, debt = self.items[name], self.books.debts[name]
            if debt.is_work:
                hours = {"form_key": uuid.uuid4(), "hours": money(amount, is_work=True), "worked_on": TODAY}
                return lambda: [payments.record_hours(**given, item=item, **hours)]
            return lambda: [payments.record_payment(**given, item=item, amount=money(amount), **told)]
        if kind == "receive":
            amount, payer = what
            by = None if payer is None else self.responsible[payer]
            return lambda: payments.record_receipt(**given, amount=money(amount), paid_by=by, **told)
        act = payments.reverse_payment if kind == "back" else payments.reverse_receipt

        def take_back() -> list[RestitutionPayment]:
            row = RestitutionPayment.objects.select_related("item__agreement__case").get(pk=what)
            made = act(**given, payment=row)
            return made if isinstance(made, list) else [made]

        return take_back

    def foretell(self, books: Books, op: Op) -> Any:
        """Do the same in the model; return what each debt gets by it, None where it is refused."""
        kind, what = op
        if kind == "pay":
            return {what[0]: what[1]} if books.pay(*what) else None
        if kind == "receive":
            return books.receive(*what)
        keys = [what]
        if kind == "back_receipt":
            receipt = books.rows[what].receipt
            keys = [key for key, row in books.rows.items() if row.receipt == receipt and not row.is_back] or [
                what
            ]
        got: dict[int, int] = {}
        for key in keys:
            row = books.rows[key]
            if not books.take_back(key, TODAY):
                return None
            got[row.debt] = got.get(row.debt, 0) - row.amount
        return got

    def one(self) -> None:
        op = self.ops()
        made = attempt(self.call(op))
        foretold = self.foretell(self.books, op)
        self.check(op, made, foretold)
        self.keep(op, made)

    def many(self) -> None:
        """Several at once: what came of it has to be what one order of them would have made."""
        ops = [self.ops() for _ in range(self.chance.choice((2, MANY)))]
        calls = [self.call(op) for op in ops]
        made = self.rig.at_once(calls)
        for order in itertools.permutations(range(len(ops))):
            books = self.books.copy()
            told = {number: self.foretell(books, ops[number]) for number in order}
            if all(self.got(made[number]) == told[number] for number in order):
                self.books = books
                break
        else:
            raise Differs(f"No order of {ops} makes {[self.got(each) for each in made]}")
        for op, each in zip(ops, made, strict=True):
            self.rig.seen["at once: done" if each else "at once: refused"] += 1
            self.keep(op, each)

    def got(self, made: list[RestitutionPayment] | None) -> dict[int, int] | None:
        """Return what each debt got by the rows that were made, in cents or tenths of hours."""
        if made is None:
            return None
        names = {item.line_key: name for name, item in self.items.items()}
        found: dict[int, int] = {}
        for row in made:
            name = names[row.item.line_key]
            figure = row.amount * 100 if row.hours is None else row.hours * 10  # type: ignore[operator]
            found[name] = found.get(name, 0) + int(figure)
        return found

    def check(self, op: Op, made: Any, foretold: Any) -> None:
        self.rig.seen[f"{op[0]}: {'done' if made else 'refused'}"] += 1
        if self.got(made) != foretold:
            raise Differs(f"{op}: the ledger says {self.got(made)}, the model {foretold}")

    def keep(self, op: Op, made: list[RestitutionPayment] | None) -> None:
        """Note the rows that can be reversed from now on."""
        names = {item.line_key: name for name, item in self.items.items()}
        for row in made or ():
            if row.reverses_id is None:
                figure = row.amount * 100 if row.hours is None else row.hours * 10  # type: ignore[operator]
                self.books.rows[row.pk] = Row(names[row.item.line_key], int(figure), row.receipt)

    def change(self) -> None:
        """Change the agreement: leave something out, add something, then sign it or give it up."""
        given: dict[str, Any] = {"actor": self.rig.actor, "case": self.case, "now": NOW}
        carried = self.books.carry()
        paper = agreements.amend_agreement(**given)
        by_line = {item.line_key: item for item in AgreementItem.objects.filter(agreement=paper)}
        names = {self.items[debt.name].line_key: debt for debt in carried}
        if {*by_line} != {*names}:
            raise Differs("Another set of debts is carried into the new version.")
        kept, left_out = [], []
        for key, debt in names.items():
            (left_out if self.chance.random() < 0.2 else kept).append((key, debt))
        for key, _debt in left_out:
            agreements.remove_agreement_item(**given, item=by_line[key])
        added = [self.new_item() for _ in range(self.chance.choice((0, 0, 1)) or not kept)]
        for number, (item, debt) in enumerate(added):
            debt.name = len(self.books.debts) + number
            agreements.add_agreement_item(**given, form_key=uuid.uuid4(), item=item)
        if self.chance.random() < 0.2:
            agreements.drop_agreement(**given)
            self.rig.seen["versions: given up"] += 1
            return
        agreements.propose_agreement(**given)
        signed_by = [person.pk for person in (*self.harmed, *self.responsible)]
        agreements.sign_agreement(**given, signed_by=signed_by)
        self.books.change([debt for _key, debt in kept], carried)
        for key, debt in kept:
            self.items[debt.name] = by_line[key]
        for item, debt in added:
            self.books.debts.append(debt)
            self.items[debt.name] = item
        self.rig.seen["versions: signed"] += 1

    # What the books say

    def compare(self) -> None:
        day = TODAY + self.chance.randrange(-5, 100) * DAY
        lines = {item.line_key: item for item in lines_of([self.case])[self.case.pk]}
        for debt in self.books.debts:
            line = lines.pop(self.items[debt.name].line_key)
            factor = 10 if debt.is_work else 100
            said = standing(line, day)
            found = tuple(int(each * factor) for each in (said.outstanding, said.overdue, said.ahead))
            if found != debt.standing(day) or int(line.received * factor) != debt.got:
                raise Differs(f"{debt} on {day}: the ledger says {found}, the model {debt.standing(day)}")
            if (line.status == "achieved") != debt.is_done:
                raise Differs(f"{debt}: it is marked as {line.status}")
        if lines:
            raise Differs(f"The ledger has debts that nobody made: {lines}")
        self.rig.seen["balances compared"] += len(self.books.debts)
