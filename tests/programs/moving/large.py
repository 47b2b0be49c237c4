"""Programs of many cases, and what each row of one says: for the drill and its test."""

import io
from typing import Any

from django.utils import timezone

from amends.accounts.models import User
from amends.files.tables import rows_of as rows_of_file
from programs.actions.imports import begin_import, name_columns
from programs.actions.moving import discard_move, fetch_move
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.models import ImportBatch, MediationCase
from programs.moving.rows import digest_of, told_of
from programs.moving.travelling import rows_of, travelling
from programs.retention.unseen import seeing_sealed
from tenants import actions, provisioning
from tests.meta.isolation_rows import CANARY, Scene
from tests.programs.cast import at
from tests.programs.importing import large as spreadsheets
from tests.programs.moving.rig import founded
from tests.programs.retention.keeping import LATER, attached, closed_case, keep, purged, sealed


def program(slug: str) -> Any:
    """Return a new program that the platform vouches for."""
    provisioning.refill_pool(1)
    return actions.claim(slug=slug, name=slug.title(), host=f"{slug}.localhost", verified_at=timezone.now())


def fill(tenant: Any, cases: int, wait: Any) -> Any:
    """Give a program so many cases, a row of everything, a sealed case and a destroyed one; return its administrator.

    `wait` is called with the program and a spreadsheet that jobs work on, and returns when they have.
    """
    with at(tenant):
        scene = Scene(tenant, CANARY)
        discard_move(actor=scene.world.alice, batch=scene.move, now=timezone.now())
        keep(scene.world)
        for end in (sealed, purged):
            case = closed_case(scene.world)
            attached(case.referral)
            end(scene.world, case, LATER)
    content, _broken = spreadsheets.file_of(cases)
    with at(tenant):
        batch = spreadsheets.take_in(scene.world, rows_of_file(_Sized(content)))
        name_columns(actor=scene.world.cora, batch=batch, columns=batch.columns, constants=batch.constants)
    wait(tenant, batch)
    with at(tenant):
        begin_import(actor=scene.world.cora, batch=batch)
    wait(tenant, batch)
    return scene.world.alice


class _Sized:
    """A file that came in."""

    def __init__(self, content: bytes):
        self._file, self.size = io.BytesIO(content), len(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def work_on(tenant: Any, actor: Any) -> None:
    """Do what people do while everything is packed: change a row that was gathered, and add one."""
    with at(tenant):
        case = MediationCase.objects.filter(imported_in=None).exclude(state="closed").first()
        add_participant(
            actor=actor,
            case=case,
            now=timezone.now(),
            role="support",
            person=Person("Somebody new"),
        )


def founder_of(tenant: Any) -> Any:
    return founded(tenant, f"founder@{tenant.slug}.example")


def fresh(tenant: Any, batch: Any) -> Any:
    """Return a move as it is now."""
    with at(tenant):
        found = ImportBatch.objects.get(pk=batch.pk)
        _open = found.found
        return found


def archive(tenant: Any, actor: Any, batch: Any) -> bytes:
    with at(tenant):
        content = fetch_move(actor=actor, batch=batch)
    return b"".join(content.chunks())


def digests(tenant: Any) -> dict[tuple[str, str], str]:
    """Return the digest of each row that travels, by table and key, without what an empty program has."""
    found = {}
    with at(tenant), seeing_sealed():
        own = set(map(str, User.objects.filter(email__startswith="founder@").values_list("pk", flat=True)))
        for model in travelling():
            label = model._meta.label_lower
            for row in rows_of(model).iterator(chunk_size=500):
                if str(row.pk) not in own and not (
                    own and label == "programs.policyversion" and row.number == 1
                ):
                    key = "" if label == "programs.program" else str(row.pk)
                    found[label, key] = digest_of(label, told_of(row))
    return found
