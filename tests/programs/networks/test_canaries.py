"""Nothing of a case, and nobody of one, is in anything that the platform keeps of networks, or that crosses to it."""

from datetime import timedelta

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from amends.audit.models import AuditEntry
from network.oversight.actions import invite_program
from network.oversight.models import Membership, Share
from programs.actions.networks import tell_networks
from programs.models import Program
from programs.networks.crossing import ask_members
from tenants.context import as_owner, platform
from tests.meta.isolation_rows import CANARY, Scene
from tests.programs.cast import at
from tests.programs.networks.made import accept, copy_of, does, in_program, made_network, row_of


def kept_of_networks() -> str:
    """Return every row of every table of networks, and what waits in the outbox, as text."""
    tables = [each._meta.db_table for each in apps.get_app_config("oversight").get_models()]
    said = []
    with as_owner(), connection.cursor() as cursor:
        for table in (*tables, "amends_outbox"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            said.append(cursor.fetchone()[0])
        said += [str(vars(each)) for each in AuditEntry.objects.filter(verb__startswith="member")]
    return "\n".join(said)


def test_a_program_with_a_case_tells_nothing_of_it(alpha, worker):
    with at(alpha):
        scene = Scene(alpha, CANARY)
    network = made_network()
    does(network, invite_program, network=network.row, tenant=alpha, why="")
    worker.drain()
    with at(alpha):
        invited = copy_of(network)
    in_program(alpha, lambda: accept(scene.world, invited, tuple(Share.values)))
    worker.drain()
    in_program(alpha, lambda: tell_networks(actor=None))
    worker.drain()
    row = row_of(alpha, network)
    assert set(row.told) == {"program", "contact", "listing", "payment", "policy"}
    kept = kept_of_networks()
    assert "Dora Director" in kept, "otherwise this would show nothing"
    people = ("canary.example", "555 0100", str(scene.case.pk), scene.case.reference, scene.case.pk.hex)
    assert [each for each in (CANARY, *people) if each in kept] == []


def test_members_tell_anew_once_a_day(alpha, joined_world, network, worker):
    does(network, invite_program, network=network.row, tenant=alpha, why="")
    worker.drain()
    with at(alpha):
        invited = copy_of(network)
    in_program(alpha, lambda: accept(joined_world, invited, ("listing",)))
    worker.drain()
    before = row_of(alpha, network)
    with platform(), transaction.atomic():
        ask_members()
    worker.drain()
    assert row_of(alpha, network).heard == before.heard, "it told a moment ago"
    with as_owner():
        Membership.objects.filter(pk=before.pk).update(told_at=timezone.now() - timedelta(hours=21))
    in_program(alpha, lambda: Program.objects.update(is_listed=True))
    with platform(), transaction.atomic():
        ask_members()
    worker.drain()
    after = row_of(alpha, network)
    assert (after.heard, after.told["listing"]["is_listed"]) == (before.heard + 1, True)
