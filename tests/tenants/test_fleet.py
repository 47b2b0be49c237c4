"""Migrations of the fleet: recorded once, replayed everywhere, resumable, one failure alone."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from infra.fleetapp.models import Book, Shelf
from tenants import actions, provisioning, release
from tenants.catalogue import describe
from tenants.context import as_owner, inside
from tenants.fleet import recording, running
from tenants.fleet.operations import is_additive, loaded
from tenants.fleet.replaying import FAILED
from tenants.hosts import HOSTS
from tenants.models import FleetStep, Release, State, Tenant, WarmSchema

pytestmark = pytest.mark.usefixtures("committed")


def switch(settings, folder: str) -> None:
    settings.MIGRATION_MODULES = {"fleetapp": f"infra.fleetapp.{folder}"}
    release.migrations_on_disk.cache_clear()
    release.own_fingerprint.cache_clear()


@pytest.fixture(autouse=True)
def own_release_again():
    yield
    release.migrations_on_disk.cache_clear()
    release.own_fingerprint.cache_clear()


@pytest.fixture
def fleet(alpha, beta) -> list[Tenant]:
    provisioning.refill_pool(6)
    with as_owner():
        more = [
            actions.claim(slug=f"more-{number}", name="More", host=f"more-{number}.localhost")
            for number in range(4)
        ]
    fleet = [alpha, beta, *more]
    for tenant in fleet:
        with inside(tenant):
            shelf = Shelf.objects.create(label="b")
            Book.objects.create(shelf=shelf, pages=7)
            Book.objects.create(shelf=shelf, pages=7 if tenant.slug == "beta" else 8)
    return fleet


def titles(tenant: Tenant) -> list[str]:
    with inside(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT title FROM fleetapp_book ORDER BY pages, id")
        return [title for (title,) in cursor.fetchall()]


def test_it_works(fleet, settings):
    switch(settings, "later")
    assert running.plan()["tenants_behind"] == len(fleet)
    outcome = running.migrate(workers=3)
    assert outcome.is_complete
    assert outcome.migrated == len(fleet)
    assert titles(fleet[0]) == ["7 pages", "8 pages"]
    assert running.status() == {"pending": 0, "done": len(fleet), "failed": 0, "behind": 0}
    with as_owner(fleet[0].schema_name), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM fleetapp_loan")


def test_a_replayed_schema_equals_a_really_migrated_one(fleet, settings):
    switch(settings, "later")
    running.migrate(workers=2)
    provisioning.refill_pool(1)
    with as_owner():
        fresh = WarmSchema.objects.first().schema_name
        template = describe("t_template")
        assert describe(fleet[0].schema_name) == template
        assert describe(fresh) == template


def test_a_second_run_has_nothing_to_do(fleet, settings):
    switch(settings, "later")
    running.migrate()
    assert running.migrate().migrated == 0


def test_it_goes_on_after_being_stopped_half_way(fleet, settings):
    switch(settings, "later")
    target = recording.record()
    running._write_down_steps(target)
    assert running._migrate_one(fleet[0], target) == ""
    outcome = running.migrate()
    assert (outcome.migrated, outcome.is_complete) == (len(fleet) - 1, True)


def test_the_tenant_that_fails_is_alone_in_maintenance(fleet, settings, at_alpha, at_beta):
    switch(settings, "contracting")
    outcome = running.migrate()
    assert (outcome.failed, outcome.migrated) == (1, len(fleet) - 1)
    with as_owner():
        assert list(Tenant.objects.filter(maintenance=True).values_list("slug", "maintenance_reason")) == [
            ("beta", FAILED)
        ]
        assert "23505" in FleetStep.objects.get(status="failed").error
    with inside(fleet[1]):
        Book.objects.filter(pages=7).first().delete()
    assert running.migrate().is_complete
    with as_owner():
        assert not Tenant.objects.filter(maintenance=True).exists()


def test_it_stops_after_enough_failures(fleet, settings):
    for tenant in fleet:
        with inside(tenant):
            Book.objects.update(pages=7)
    switch(settings, "contracting")
    outcome = running.migrate(max_failures=2)
    assert outcome.failed == 2
    assert outcome.left > 0


def test_older_code_is_served_after_an_additive_migration_only(fleet, settings):
    older = release.own_fingerprint()
    switch(settings, "later")
    assert older in recording.record().serves
    assert is_additive(loaded().get_migration("fleetapp", "0002_add"))


def test_older_code_is_refused_after_a_contracting_migration(fleet, settings, at_alpha):
    switch(settings, "contracting")
    assert recording.record().serves == [release.own_fingerprint()]


def test_code_that_does_not_know_the_schema_answers_503(fleet, settings, at_alpha):
    switch(settings, "later")
    HOSTS.clear()
    assert at_alpha.get("/healthz").status_code == 503
    running.migrate()
    assert at_alpha.get("/healthz").status_code == 200


def test_a_killed_recorder_leaves_the_template_as_it_was(fleet, settings, monkeypatch):
    switch(settings, "later")
    before = provisioning.template_release()

    class PulledPlug(Exception):
        pass

    def point(name):
        if name == "fleet.recorded":
            raise PulledPlug

    monkeypatch.setattr(recording.faults, "point", point)
    with pytest.raises(PulledPlug):
        recording.record()
    monkeypatch.undo()
    assert provisioning.template_release() == before
    assert recording.record().pk == release.own_fingerprint()


def test_steps_lead_over_several_releases(fleet, settings):
    switch(settings, "later")
    target = recording.record()
    with as_owner():
        Release.objects.filter(pk=target.pk).update(upgrade_sql={})
    outcome = running.migrate()
    assert outcome.failed
    with as_owner():
        assert "NoWay" in FleetStep.objects.filter(status="failed").first().error


def test_waves_begin_with_one_canary():
    assert [len(wave) for wave in running.waves(list(range(250)))] == [1, 3, 25, 221]
    assert [len(wave) for wave in running.waves([1])] == [1]
    assert running.waves([]) == []


def test_erased_tenants_are_left_alone(fleet, settings):
    with as_owner():
        actions.set_state(tenant=fleet[5], state=State.ARCHIVED)
    provisioning.erase(fleet[5])
    switch(settings, "later")
    assert running.migrate().migrated == len(fleet) - 1


def test_prepare_leaves_programs_of_another_release_alone_unless_it_is_asked(fleet, settings):
    switch(settings, "later")
    said = StringIO()
    call_command("prepare", stdout=said)
    assert "run ./amends fleet migrate" in said.getvalue()
    assert running.status()["behind"] == len(fleet)
    call_command("prepare", "--fleet", stdout=said)
    assert running.status()["behind"] == 0
    assert "programs prepared for sign-up" in said.getvalue()


def test_prepare_says_when_a_program_could_not_be_migrated(fleet, settings):
    switch(settings, "contracting")
    with pytest.raises(CommandError, match="fleet status"):
        call_command("prepare", "--fleet", stdout=StringIO())
