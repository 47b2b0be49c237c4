"""Makes what files add to cases that were imported, people, agreements and payments; and mediators."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from amends.accounts.models import Role as AccountRole
from amends.accounts.models import User
from amends.vault.bootstrapper import ring
from programs.importing.history import USUAL_TERM
from programs.importing.judged import Judged
from programs.importing.judging import debts_of, shared
from programs.importing.troubles import Trouble
from programs.importing.writing import Making
from programs.models import Agreement, AgreementItem, ImportBatch, MediationCase, Mediator, Participant
from programs.models.agreement import AgreementState, ItemStatus
from programs.models.case import CaseState
from programs.models.imported import ImportKind
from programs.policy.vocabulary import Level


def make_people(batch: ImportBatch, rows: Iterable[Judged], now: datetime) -> None:
    """Add people to their cases."""
    making = Making(batch, now)
    for row in rows:
        making.add(
            Participant,
            case=row.case,
            role=row.told["role"],
            name=row.told["name"],
            phone=row.told.get("phone") or "",
            email=row.told.get("email") or "",
            address=row.told.get("address") or "",
            is_organisation=bool(row.told.get("organisation")),
            is_minor=row.told.get("minor"),
            imported_in=batch.pk,
        )
    making.store()


def make_mediators(batch: ImportBatch, rows: Iterable[Judged], now: datetime) -> None:
    """Make mediators, with an account for each address that has none: they set a password by “forgotten password”."""
    rows = list(rows)
    emails = [row.told["email"].lower() for row in rows]
    users = {user.email: user for user in User.objects.select_for_update().filter(email__in=emails)}
    there = set(Mediator.objects.filter(user__in=users.values()).values_list("pk", flat=True))
    for row in rows:
        email = row.told["email"].lower()
        user = users.get(email)
        if user is not None and user.pk in there:
            row.troubles.append(Trouble("email", "has_role"))
            continue
        if user is None:
            user = User(email=email, name=row.told["name"], roles=[AccountRole.MEDIATOR.value])
            user.set_unusable_password()
            user.save()
            users[email] = user
        there.add(user.pk)
        Mediator.objects.create(
            user=user,
            standing=row.told["standing"],
            since=row.told.get("since") or timezone.localdate(now),
            level=row.told.get("level") or Level.FOUNDATION,
            training_hours=row.told.get("training_hours") or 0,
            place=row.told.get("place") or "",
            imported_in=batch.pk,
        )


def make_agreements(batch: ImportBatch, rows: Iterable[Judged], now: datetime) -> None:
    """Add what was agreed in imported cases: one agreement for each case of the file, an item for each row."""
    making, rows = Making(batch, now), list(rows)
    cases = _locked(rows)
    there = {each.case_id: each for each in Agreement.objects.filter(case__in=cases)}
    for row in rows:
        agreement = there.get(row.case.pk)
        if agreement is not None and agreement.imported_in != batch.pk:
            row.troubles.append(Trouble("number", "has_agreement", str(row.told["number"])))
            continue
        agreed_on = row.told["agreed_on"]
        if agreement is None:
            moment = making.noon(agreed_on)
            values = {"made_at": moment, "signed_at": moment, "imported_in": batch.pk}
            agreement = making.add(Agreement, case=row.case, state=AgreementState.ACTIVE, **values)
            there[row.case.pk] = agreement
        agreement.case = row.case
        has_figure = bool(row.told.get("amount") or row.told.get("hours"))
        making.add(
            AgreementItem,
            agreement=agreement,
            form_key=uuid.uuid4(),
            kind=row.told["item"],
            text=row.told.get("text") or "",
            amount=row.told.get("amount"),
            hours=row.told.get("hours"),
            due_date=row.told.get("due_on") or agreed_on + USUAL_TERM,
            status=ItemStatus.OPEN if has_figure else row.told.get("status") or ItemStatus.OPEN,
        )
    ring().make(case.vault_key for case in cases)
    making.store()
    settle(cases, batch)


def make_payments(batch: ImportBatch, rows: Iterable[Judged], now: datetime) -> None:
    """Count what was paid, or worked, for what was agreed: the earliest due first."""
    making, rows = Making(batch, now), list(rows)
    cases = _locked(rows)
    debts = debts_of(cases)
    for row in rows:
        figure = row.told.get("amount") or row.told["hours"]
        mine = [each for each in debts[row.case.pk] if each[0].is_money == bool(row.told.get("amount"))]
        for item, part, place in shared(mine, figure):
            item.agreement.case = row.case
            making.pay(item, part, row.told["paid_on"], row.told.get("means") or "")
            mine[place][1] -= part
    making.store()
    settle(cases, batch)


def _locked(rows: Iterable[Judged]) -> list[MediationCase]:
    keys = {row.case.pk for row in rows}
    return list(
        MediationCase.objects.select_for_update()
        .filter(pk__in=keys)
        .order_by("pk")
        .only("state", "vault_key")
    )


def settle(cases: Iterable[MediationCase], batch: ImportBatch) -> None:
    """Mark what files of agreements brought by what was received for it, also after a file of payments is undone.

    Statuses follow from the rows alone, so undoing leads back to exactly those that were.
    """
    files = ImportBatch.objects.filter(kind=ImportKind.AGREEMENTS).values("pk")
    items: dict[Agreement, list[AgreementItem]] = defaultdict(list)
    there = AgreementItem.objects.filter(agreement__case__in=cases, agreement__imported_in__isnull=False)
    for item in there.defer("text").select_related("agreement__case").prefetch_related("payments"):
        items[item.agreement].append(item)
    derived = set(files.values_list("pk", flat=True))
    for agreement, of_it in items.items():
        is_over = agreement.case.state == CaseState.CLOSED
        if agreement.imported_in not in derived and agreement.state != AgreementState.ACTIVE:
            continue
        for item in of_it:
            if item.has_ledger and (status := _status(item, is_over=is_over)) != item.status:
                AgreementItem.objects.filter(pk=item.pk).update(status=status)
                item.status = status
        state = _state(of_it) if is_over else AgreementState.ACTIVE
        if state != agreement.state:
            Agreement.objects.filter(pk=agreement.pk).update(state=state)


def _status(item: AgreementItem, *, is_over: bool) -> str:
    if item.outstanding() <= 0:
        return ItemStatus.ACHIEVED
    if not is_over:
        return ItemStatus.OPEN
    return ItemStatus.PARTIAL if item.received else ItemStatus.NOT_ACHIEVED


def _state(items: list[AgreementItem]) -> str:
    if all(item.status == ItemStatus.ACHIEVED for item in items):
        return AgreementState.FULFILLED
    some = any(item.status in (ItemStatus.ACHIEVED, ItemStatus.PARTIAL) for item in items)
    return AgreementState.PARTIALLY_FULFILLED if some else AgreementState.BREACHED
