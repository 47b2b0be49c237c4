"""A whole program goes out of Alpha and into Beta."""

import io
import uuid

from django.utils import timezone

from amends.accounts.models import User
from programs.actions.moving import ask_move_out, bring_program_in, fetch_move
from programs.actions.program import set_up_program
from programs.models import ImportBatch
from programs.models.imported import AT_WORK
from tests.programs.cast import NOW, at


def fresh(tenant, batch):
    with at(tenant):
        found = ImportBatch.objects.get(pk=batch.pk)
        _open = found.found  # sealed: opened here, read anywhere
        return found


def through(tenant, worker, batch):
    """Return a move that no job works on any more."""
    worker.drain()
    for _pass in range(50):
        if (found := fresh(tenant, batch)).state not in AT_WORK:
            return found
        worker.drain()
    raise AssertionError(found.progress)


def moved_out(tenant, worker, actor):
    """Return the packed archive of a program."""
    with at(tenant):
        batch = ask_move_out(actor=actor, now=timezone.now(), form_key=uuid.uuid4())
    return through(tenant, worker, batch)


def archive_bytes(tenant, actor, batch):
    with at(tenant):
        content = fetch_move(actor=actor, batch=batch)
    return b"".join(content.chunks())


def founded(tenant, email="founder@beta.example"):
    """Return the administrator of a program in which there is nothing yet."""
    with at(tenant):
        user = User(email=email, name="Fay Founder", roles=["program_admin"])
        user.set_password("correct horse battery staple")
        user.save()
        set_up_program(
            actor=user,
            tenant_id=tenant.id,
            name=tenant.name,
            neutral_name="Office",
            type="church",
            preset="church",
            founder=user,
            opened_at=NOW,
        )
    return user


def moved_in(tenant, worker, actor, content, passphrase):
    """Return the move that took an archive in."""
    with at(tenant):
        batch = bring_program_in(
            actor=actor,
            now=timezone.now(),
            form_key=uuid.uuid4(),
            content=io.BytesIO(content),
            passphrase=passphrase,
        )
    return through(tenant, worker, batch)
