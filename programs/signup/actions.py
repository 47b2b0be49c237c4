"""Write a sign-up: the claim of a prepared schema in public, and what a new program begins with in its own."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q

from amends import audit, outbox
from amends.accounts.actions import create_user
from amends.actions import action
from programs.actions.program import set_up_program
from programs.actions.setup import ask_confirmation
from programs.models import Program
from programs.signup.answers import Answers, digest_of
from programs.signup.models import SignUp, Tally
from programs.signup.names import OBJECTIONS, Objection
from tenants.actions import claim
from tenants.models import State

TERMS_VERSION = "2026-11"


class NameTaken(Exception):
    """Somebody else was faster: the subdomain was free when the form was checked and is not any more."""

    objection: Objection = OBJECTIONS["taken"]


@action
def claim_tenant(*, actor: None, form_key: uuid.UUID, answers: Answers) -> SignUp:
    """Give this form a tenant that waits to be furnished, or return the row that has one; raises NameTaken.

    Form and claim commit together. Of two that are sent at once, one waits for the other's commit.
    """
    digest = digest_of(form_key, answers.email)
    row, made = SignUp.objects.select_for_update().get_or_create(form_digest=digest)
    if row.tenant_id is None:
        host = f"{answers.slug}.{settings.AMENDS_DOMAIN}"
        try:
            tenant = claim(
                slug=answers.slug, name=answers.name, host=host, state=State.PENDING, kind=answers.type
            )
        except IntegrityError as error:
            raise NameTaken from error
        row.tenant_id = tenant.pk
        row.save(update_fields=["tenant_id"])
    audit.record(
        "tenant.claimed" if made else "tenant.claimed_again", ("tenants.tenant", row.tenant_id), actor=actor
    )
    return row


@action
def found_program(*, actor: None, tenant_id: uuid.UUID, answers: Answers) -> Program:
    """Make the program's row and its founder's account, and queue the confirmation of the address and the samples."""
    founder = create_user(
        actor=actor,
        email=answers.email,
        name=answers.founder_name,
        roles=["program_admin"],
        password=None,
        language=answers.language,
    )
    program = set_up_program(
        actor=founder,
        tenant_id=tenant_id,
        name=answers.name,
        neutral_name=answers.neutral_name,
        type=answers.type,
        preset=answers.preset,
        time_zone=answers.time_zone,
        place=answers.place,
        founder=founder,
        terms_version=TERMS_VERSION,
    )
    ask_confirmation(actor=founder, language=answers.language)
    outbox.queue("programs.make_samples", user_id=founder.pk, language=answers.language)
    audit.record("founded", program, actor=actor, founder=founder.pk)
    return program


@action(
    audited=False, because="nothing but finished forms and counts whose window is over, which hold nobody"
)
def prune_sign_ups(*, actor: None, now: datetime, before: datetime) -> int:
    """Forget forms that are finished and older than `before`, and counts that have expired; return how many."""
    forms, _ = SignUp.objects.filter(~Q(finished_at=None) | Q(tenant_id=None), created_at__lt=before).delete()
    tallies, _ = Tally.objects.filter(expires_at__lt=now).delete()
    return forms + tallies
