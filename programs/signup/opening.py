"""From a form that was sent to a program that is open to its founder: claimed, furnished, served, handed over."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from amends import audit
from amends.accounts.models import User
from billing.actions import begin_trial, open_account
from billing.arriving import PROGRAM
from programs.actions.setup import make_hand_over
from programs.models import HandOver, Program
from programs.signup.actions import claim_tenant, found_program
from programs.signup.answers import Answers, digest_of
from programs.signup.models import SignUp
from tenants import signing
from tenants.actions import set_state
from tenants.context import inside
from tenants.models import Domain, State, Tenant

HAND_OVER = "hand-over"
"""The purpose of the signed way in; signed in the program that it leads to, it is nothing in any other."""


class NotTheSame(Exception):
    """A program that is furnished already belongs to somebody else."""


class AlreadyOpen(Exception):
    """The founder has been in the program: from now on the way in is to sign in to `tenant`."""

    def __init__(self, tenant: Tenant):
        super().__init__(str(tenant))
        self.tenant = tenant


def sign_up(*, form_key: uuid.UUID, answers: Answers, now: datetime) -> tuple[Tenant, str]:
    """Make a program of its own for whoever sent the form; return its tenant and the signed way in.

    As the platform, in no transaction: the claim has to be committed before the program is furnished, or a prepared
    schema could be furnished twice. The same form sent again returns the program that it made, and finishes what a
    killed process left. Raises NameTaken, NotTheSame, AlreadyOpen, and tenants.actions.NoneReady.
    """
    row = claim_tenant(actor=None, form_key=form_key, answers=answers)
    with transaction.atomic():
        # A form that is sent twice at once waits here for the first.
        row = SignUp.objects.select_for_update().get(pk=row.pk)
        tenant = Tenant.objects.get(pk=row.tenant_id)
        token = _furnish(tenant, answers, now)
        if row.finished_at is None:
            row.finished_at = now
            row.save(update_fields=["finished_at"])
        if tenant.state == State.PENDING:
            set_state(tenant=tenant, state=State.TRIAL)
            begin_to_pay(tenant, now=now)
    return tenant, token


def begin_to_pay(tenant: Tenant, *, email: str = "", now: datetime) -> None:
    """Give a new program a payer of its own and its trial, in the open transaction; Stripe is not asked.

    Of whoever signs up the platform learns nothing by it: where invoices go is said with the first subscription.
    """
    account = open_account(actor=None, owner_kind=PROGRAM, owner_id=tenant.pk, name=tenant.name, email=email)
    begin_trial(actor=None, account=account, tenant=tenant, now=now)


def host_of(tenant: Tenant) -> str:
    """Return the host that the tenant was signed up with."""
    return Domain.objects.values_list("domain", flat=True).get(tenant=tenant, is_primary=True)


def names_in_use(*, but_of: Mapping[str, str]) -> list[str]:
    """Return every subdomain that a program has or had, in whatever state; as the platform.

    Without the one that the form `but_of` got itself, when it was sent before: it comes again, and is no look-alike.
    """
    end = f".{settings.AMENDS_DOMAIN}"
    hosts = Domain.objects.filter(domain__endswith=end).values_list("domain", flat=True)
    names = {host.removesuffix(end) for host in hosts} | set(Tenant.objects.values_list("slug", flat=True))
    digest = digest_of(but_of.get("form_key", ""), but_of.get("email", ""))
    mine = SignUp.objects.filter(form_digest=digest).values("tenant_id")
    return sorted(names.difference(Tenant.objects.filter(pk__in=mine).values_list("slug", flat=True)))


def _furnish(tenant: Tenant, answers: Answers, now: datetime) -> str:
    """Make everything that a new program begins with, unless it is there, and return the signed way in."""
    with inside(tenant), audit.gathering():
        with transaction.atomic():
            program = Program.objects.select_related("founder").first()
            if program is None:
                program = found_program(actor=None, tenant_id=tenant.pk, answers=answers)
            if program.founder is None or program.founder.email != answers.email.lower():
                raise NotTheSame
            if _has_been_in(program.founder):
                raise AlreadyOpen(tenant)
            hand_over = make_hand_over(actor=program.founder, now=now)
            audit.flush()
        return signing.dumps(hand_over.pk.hex, purpose=HAND_OVER)


def _has_been_in(founder: User) -> bool:
    """Return whether a way in was used, or the founder can sign in otherwise: the form must not go around that."""
    was_used = HandOver.objects.filter(user=founder, used_at__isnull=False).exists()
    return was_used or founder.has_usable_password() or founder.has_second_factor
