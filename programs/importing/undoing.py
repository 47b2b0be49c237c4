"""What stands in the way of taking a file back, and taking it back: every row that it made, and nothing else."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from amends import outbox
from amends.accounts.models import User
from amends.audit.models import AuditEntry, Kind
from programs.importing.others import settle
from programs.models import (
    Agreement,
    AgreementItem,
    ImportBatch,
    ImportChunk,
    MediationCase,
    Mediator,
    Offence,
    Participant,
    Referral,
    RestitutionPayment,
    Session,
    Survey,
)
from programs.models.imported import ImportKind, ImportState
from programs.retention.unseen import seeing_sealed
from programs.training.ended import end_all
from tenants.place import required_schema
from tenants.router import apps_with_tables

# How rows of a table are known to have come with a file, and the case that they belong to; in the order of deletion.
CAME: dict[Any, tuple[str, str]] = {
    Survey: ("imported_in", "case"),
    RestitutionPayment: ("imported_in", "item__agreement__case"),
    AgreementItem: ("agreement__imported_in", "agreement__case"),
    Agreement: ("imported_in", "case"),
    Session: ("imported_in", "case"),
    Participant: ("imported_in", "case"),
    Offence: ("referral__imported_in", "referral__case"),
    MediationCase: ("imported_in", "pk"),
    Referral: ("imported_in", "case"),
}
HOLD_KEYS = (Participant, MediationCase, Referral)
AT_ONCE = 2_000
FIRST_OF_KEYS = 1_000_000
"""The number of the first part that holds keys which wait to be destroyed: files have far fewer parts."""


def came_with(model: Any, batch: ImportBatch) -> QuerySet:
    """Return the rows of a table that this file made."""
    if model is Mediator:
        return Mediator.objects.filter(imported_in=batch.pk)
    if model is User:
        # Whoever had an account before keeps it.
        return User.objects.filter(mediator__imported_in=batch.pk, created_at__gte=batch.made_at)
    return model.objects.filter(**{CAME[model][0]: batch.pk})


def worked_on(batch: ImportBatch) -> int:
    """Return for how many cases, or mediators, of this file somebody has done something since, sealing them as well."""
    with seeing_sealed():
        return _worked_on(batch)


def _worked_on(batch: ImportBatch) -> int:
    if batch.kind == ImportKind.MEDIATORS:
        used = set(_hanging_on(Mediator, batch, "pk", but=())) | set(
            _hanging_on(User, batch, "pk", but=(Mediator,))
        )
        used |= {user.pk for user in came_with(User, batch) if user.has_usable_password()}
        return len(used)
    touched = set(_changed(batch))
    for model, (_came, case) in CAME.items():
        touched |= set(_hanging_on(model, batch, case, but=()))
    touched.discard(None)
    return len(touched)


def _hanging_on(model: Any, batch: ImportBatch, path: str, *, but: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the cases of rows that name a row of this file, and did not come with it."""
    here = apps_with_tables(
        required_schema()
    )  # accounts are in the public schema too, where others name them
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation and not relation.concrete):
            continue
        other, name = relation.related_model, relation.field.name
        if (
            other in but
            or other._meta.app_label not in here
            or not relation.field.concrete
            or relation.field.many_to_many
        ):
            continue
        rows = other._base_manager.filter(**{f"{name}__in": came_with(model, batch)})
        if other in CAME or (other is Mediator and model is not User):
            rows = rows.exclude(pk__in=came_with(other, batch))
        yield from rows.order_by().values_list(f"{name}__{path}", flat=True).distinct()


def _changed(batch: ImportBatch) -> Iterator[Any]:
    """Yield the cases of which the audit tells a change that did not come with this file.

    What another file brought, and took back when it was undone, is none.
    """
    undone = ImportBatch.objects.filter(state=ImportState.UNDONE).values_list("pk", flat=True)
    files = [str(batch.pk), *map(str, undone)]
    about: dict[Any, Any] = {MediationCase: MediationCase.objects.filter(pk__in=_case_keys(batch))}
    about |= {model: came_with(model, batch) for model in (Referral, Participant)}
    for model, rows in about.items():
        entries = AuditEntry.objects.filter(
            Q(facts__imported_in__isnull=True) | ~Q(facts__imported_in__in=files),
            kind=Kind.CHANGE,
            at__gte=batch.made_at,
            object_type=model._meta.label_lower,
            object_id__in=rows.annotate(key=Cast("pk", CharField())).values("key"),
        )
        changed = list(entries.order_by().values_list("object_id", flat=True).distinct())
        yield from rows.filter(pk__in=changed).values_list(CAME[model][1], flat=True)


def _case_keys(batch: ImportBatch) -> Any:
    """Return the keys of the cases that this file made or added to."""
    if batch.kind == ImportKind.CASES:
        return came_with(MediationCase, batch).values("pk")
    keys: set[Any] = set()
    for model in (Participant, Agreement, RestitutionPayment, Survey):
        keys |= set(came_with(model, batch).order_by().values_list(CAME[model][1], flat=True).distinct())
    return keys - {None}


def locked_cases(batch: ImportBatch) -> list[MediationCase]:
    """Lock the cases that this file made or added to, in the order of their keys: nobody works on one meanwhile."""
    found = MediationCase.objects.filter(pk__in=_case_keys(batch)).select_for_update().order_by("pk")
    return list(found.only("state", "vault_key"))


def take_back(batch: ImportBatch, cases: list[MediationCase]) -> dict[str, int]:
    """Delete what this file made, and have its keys destroyed; return how many rows by table. Inside an action."""
    _keep_keys(batch)
    gone: dict[str, int] = {}
    if batch.kind == ImportKind.MEDIATORS:
        users = list(came_with(User, batch).values_list("pk", flat=True))
        end_all(came_with(Mediator, batch), timezone.now())
        gone["mediators"] = came_with(Mediator, batch)._raw_delete("default")
        gone["users"] = User.objects.filter(pk__in=users)._raw_delete("default")
        return gone
    for model in CAME:
        gone[model._meta.model_name] = came_with(model, batch)._raw_delete("default")
    if batch.kind == ImportKind.PAYMENTS:
        settle(cases, batch)
    return gone


def _keep_keys(batch: ImportBatch) -> None:
    """Note the keys of what goes, in parts that wait for their jobs: after the commit nobody else knows them."""
    for_keys = (
        str(key)
        for model in HOLD_KEYS
        for key in came_with(model, batch).values_list("vault_key", flat=True).iterator(chunk_size=AT_ONCE)
    )
    number = FIRST_OF_KEYS
    while keys := list(islice(for_keys, AT_ONCE)):
        ImportChunk.objects.create(id=batch.chunk_key(number), batch=batch, number=number, rows=keys)
        outbox.queue("programs.import_shred", batch_id=batch.pk, number=number)
        number += 1
