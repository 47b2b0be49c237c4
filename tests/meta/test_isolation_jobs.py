"""No job of one program has an effect in another: every registered job, asked for by and for the wrong one."""

import inspect
import json
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import import_string, module_has_submodule

from amends import outbox
from amends.accounts.tokens import id_of_address
from amends.celery import NoPlace, PlacedTask, app
from amends.outbox import draining
from amends.outbox.models import Outbox
from amends.outbox.registry import JOBS, Job
from network.agencies.models import Receipt
from programs.models import AgreementItem, Program, Referral
from tenants.context import inside, platform
from tenants.ids import uuid7
from tenants.place import PUBLIC, TEMPLATE
from tenants.privileges import models_of
from tests import databases
from tests.meta.isolation_rows import CANARY, Scene
from tests.programs.cast import at

INSERT = "INSERT INTO public.amends_outbox (id, schema, origin, job, args) VALUES (%s, %s, %s, %s, %s)"


@pytest.fixture(autouse=True)
def all_jobs() -> None:
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "tasks"):
            import_string(f"{config.name}.tasks.__name__")


@pytest.fixture
def worker(committed, settings) -> None:
    """Be the worker: its login, and what it does is committed."""
    settings.TENANCY_LOGIN = "amends_worker"
    databases.close()
    yield
    databases.close()


@pytest.fixture
def scene(worker, alpha) -> Scene:
    with at(alpha):
        found = Scene(alpha, CANARY)
    with platform():
        Outbox.objects.all().delete()
    return found


def jobs() -> dict[str, Job]:
    """Return the jobs of the project, without those that other tests register."""
    return {name: job for name, job in JOBS.items() if not job.function.__module__.startswith("tests.")}


# What an argument of this name stands for: something of Alpha's. A new name needs a line.
ARGUMENTS = {
    "referral_id": lambda scene: scene.waiting.pk,
    "tenant_id": lambda scene: scene.tenant.pk,
    "decision": lambda _scene: "verify_program",
    "reason": lambda _scene: None,
    "case_id": lambda scene: scene.case.pk,
    "batch_id": lambda scene: scene.rows["programs.ImportBatch"].pk,
    "contact_id": lambda scene: scene.rows["programs.Contact"].pk,
    "link_id": lambda scene: scene.rows["programs.ParticipantLink"].pk,
    "number": lambda _scene: 1,
    "language": lambda _scene: "en",
    "user_id": lambda scene: scene.world.alice.pk,
    "key_id": lambda scene: scene.case.vault_key,
    "file_id": lambda scene: scene.rows["programs.StoredFile"].pk,
    "draft_id": lambda scene: scene.rows["programs.ReferralDraft"].pk,
    "version": lambda scene: 1,
    "claim_id": lambda scene: scene.tenant.pk,
    "session_id": lambda scene: scene.rows["programs.Session"].pk,
    "survey_id": lambda scene: scene.rows["programs.Survey"].pk,
    "account_id": lambda scene: scene.tenant.pk,
    "offer_id": lambda scene: scene.tenant.pk,
    "request_id": lambda scene: scene.tenant.pk,
    "event_id": lambda _scene: None,
    "after": lambda _scene: None,
    "rung": lambda _scene: "restricted",
    "complaint_id": lambda scene: scene.rows["programs.Complaint"].pk,
    "forward_id": lambda scene: scene.rows["programs.ReferralForward"].pk,
    "receiver_id": lambda scene: scene.tenant.pk,
    "sender_id": lambda scene: scene.tenant.pk,
    "answer": lambda _scene: "accepted",
    "group": lambda _scene: None,
    "is_late": lambda _scene: False,
    "what": lambda _scene: "password",
    "confirmation_id": lambda scene: scene.rows["account.EmailConfirmation"].pk,
    "address_id": lambda scene: id_of_address(scene.world.alice.email),
    "step_id": lambda scene: scene.rows["programs.RetentionStep"].pk,
    "announcement_id": lambda scene: scene.tenant.pk,
    "invitation_id": lambda scene: scene.rows["accounts.Invitation"].pk,
    "membership_id": lambda scene: scene.memberships["member"],
    "delivery_id": lambda scene: scene.tenant.pk,
    "network_id": lambda scene: scene.memberships["network"],
    "accreditation_id": lambda scene: scene.memberships["accreditation"],
    "evidence_id": lambda scene: scene.memberships["evidence"],
    "look_id": lambda _scene: uuid7(),
    "period_id": lambda _scene: uuid7(),
    "release_id": lambda _scene: uuid7(),
    "kind": lambda _scene: "year",
    "year": lambda _scene: 2026,
    "state": lambda _scene: "member",
}


def arguments_of(job: Job, scene: Scene) -> dict:
    """Return arguments that name Alpha's things."""
    return {name: ARGUMENTS[name](scene) for name in inspect.signature(job.function).parameters}


def fingerprint() -> dict[str, str]:
    found = {}
    with connection.cursor() as cursor:
        for model in models_of(TEMPLATE):
            name = model._meta.db_table
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM \"{name}\" t"
            )
            found[name] = cursor.fetchone()[0]
    return found


def insert(job: str, *, schema: str, origin: str, args: dict) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid7(), schema, origin, job, json.dumps(args, default=str)])


def test_a_program_cannot_ask_in_anothers_name(alpha, beta):
    refused = [(alpha, beta), (beta, alpha), (beta, None), (None, beta), (alpha, alpha), (None, None)]
    names = {tenant: tenant.schema_name if tenant else PUBLIC for tenant in (alpha, beta, None)}
    for name in jobs():
        for schema, origin in refused:
            with inside(beta), pytest.raises(DatabaseError):
                insert(name, schema=names[schema], origin=names[origin], args={})


def test_no_job_of_beta_touches_alpha(scene, alpha, beta):
    """Beta's own rows, with Alpha's keys in them: each is worked off in Beta, and Alpha is as it was."""
    with inside(alpha):
        before = fingerprint()
    with inside(beta):
        for name, job in jobs().items():
            insert(name, schema=beta.schema_name, origin=beta.schema_name, args=arguments_of(job, scene))
    draining.drain(budget=20)
    with inside(alpha):
        assert fingerprint() == before
    with platform():
        assert not Outbox.objects.exclude(schema=beta.schema_name).exists()
        assert not Receipt.objects.filter(tenant_id=alpha.id).exists()
    with inside(alpha):
        assert Referral.objects.get(pk=scene.waiting.pk).summary == f"{CANARY} summary", (
            "its key is still there"
        )
        assert AgreementItem.objects.get(pk=scene.item.pk).text == f"{CANARY} item"


def test_no_platform_job_is_run_for_a_program(beta):
    for name, job in jobs().items():
        if job.place == PUBLIC or job.only_from_public:
            with inside(beta), transaction.atomic(), pytest.raises(outbox.UnknownJob):
                outbox.queue(name)


def test_what_crosses_to_the_platform_is_the_programs_own(scene, alpha, beta):
    """With SQL inside Beta one can write any tenant's id into Beta's own row; the receipt is Beta's all the same."""
    with at(beta):
        theirs = Scene(beta, "BETA-CANARY")
    with platform():
        Outbox.objects.all().delete()
    with inside(beta):
        Program.objects.update(tenant_id=alpha.id)
        Referral.objects.filter(pk=theirs.waiting.pk).update(
            reference=scene.waiting.reference, receipt_version=99
        )
        args = {"referral_id": theirs.waiting.pk, "version": 99}
        insert("programs.publish_receipt", schema=beta.schema_name, origin=beta.schema_name, args=args)
    draining.drain(budget=20)
    with platform():
        assert not Receipt.objects.filter(tenant_id=alpha.id).exists()


def test_every_task_of_celery_has_a_place(alpha):
    ours = [task for task in app.tasks.values() if not task.name.startswith("celery.")]
    assert ours
    for task in ours:
        assert isinstance(task, PlacedTask), task.name
        if task.platform:
            with pytest.raises(NoPlace):
                called(task, tenant=alpha.schema_name)
        else:
            for wrong in (None, "", PUBLIC, TEMPLATE, "t_" + "g" * 32):
                with pytest.raises((NoPlace, ValueError)):
                    called(task, tenant=wrong)


def called(task, *, tenant):
    task.push_request(headers={"tenant": tenant})
    try:
        return task()
    finally:
        task.pop_request()


def test_a_row_that_is_older_than_its_proof_is_not_run(scene, alpha):
    from django.utils import timezone

    from amends.outbox.running import oldest_id

    old = uuid.UUID(int=oldest_id(timezone.now() - timedelta(days=200)).int + 1)
    with platform():
        mine = alpha.schema_name
        Outbox.objects.create(id=old, schema=mine, origin=mine, job=next(iter(jobs())), args={})
    draining.drain(budget=5)
    with platform():
        assert Outbox.objects.get(pk=old).dead_at
