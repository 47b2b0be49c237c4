"""`manage seed`: four demonstration programs, one of each type, ready to be looked at; running it again is harmless."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from amends import audit, outbox
from amends.accounts.actions import create_user
from amends.accounts.models import Role
from network.agencies.actions.agencies import register_agency
from network.agencies.models import Agency, AgencyMember
from network.directory.models import Listing
from programs.actions.listing import change_listing, publish_listing, put_site, serve_places
from programs.actions.mediators import enrol_mediator, record_affiliation
from programs.actions.program import set_up_program
from programs.demo.accrediting import accredit, announce
from programs.demo.figures import Part, publish_figures
from programs.demo.joining import found_networks, join
from programs.demo.networks import (
    COUNTED_OF,
    NATIONAL,
    NETWORK,
    PROGRAMS_OF_A_STATE,
    SHARES,
    STATES,
    DemoNetwork,
    demos_of,
)
from programs.demo.programs import AGENCIES, CLERKS, COURT, OPERATOR, PASSWORD, PROGRAMS, Demo, Worker
from programs.listing.publishing import draft_mark
from programs.models import Program
from programs.presets import PRESETS
from programs.signup.opening import begin_to_pay
from tenants.actions import claim
from tenants.context import as_owner, inside
from tenants.models import State, Tenant
from tenants.provisioning import refill_pool


class Command(BaseCommand):
    help = (
        "Make four demonstration programs. The last line printed is JSON: what was made and how to sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print nothing but the JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.AMENDS_DEMO:
            raise CommandError(
                "The demonstration programs have known passwords. Set AMENDS_DEMO=1 to allow them."
            )
        # Hashed once: slow hashing is for passwords that are secret.
        self.hashed = make_password(PASSWORD)
        # As the owner, like every command that makes programs: the worker's login may not.
        with as_owner(), audit.gathering():
            for agency in AGENCIES:
                register_agency(actor=None, **agency)
            self.appoint()
            self.staff_the_court()
            self.invent_listings()
        for demo in PROGRAMS:
            self.make(demo)
            if not options["json"]:
                self.stdout.write(f"{demo.name}: {url_of(demo)}")
        self.join_networks()
        self.stdout.write(json.dumps(told()))

    def invent_listings(self) -> None:
        """Have the directory filled with invented programs, once, while everything else goes on."""
        if settings.AMENDS_DEMO_CASES and not Listing.objects.filter(is_sample=True).exists():
            with transaction.atomic():
                outbox.queue("directory.list_samples", number=0)

    def appoint(self) -> None:
        """Give the platform somebody who may open its console, once."""
        if not get_user_model().objects.filter(email=OPERATOR["email"]).exists():
            user = create_user(actor=None, is_confirmed=True, **OPERATOR)
            get_user_model().objects.filter(pk=user.pk).update(password=self.hashed)

    def staff_the_court(self) -> None:
        """Give the first agency its people, once."""
        users = get_user_model().objects
        court = Agency.objects.get(slug=COURT)
        for clerk in CLERKS:
            if users.filter(email=clerk["email"]).exists():
                continue
            roles = [Role.AGENCY_USER, *([Role.AGENCY_MANAGER] if clerk["is_manager"] else [])]
            user = create_user(
                actor=None, email=clerk["email"], name=clerk["name"], roles=roles, is_confirmed=True
            )
            users.filter(pk=user.pk).update(password=self.hashed)
            AgencyMember.objects.create(user=user, agency=court)

    def make(self, demo: Demo) -> None:
        with as_owner():
            tenant = Tenant.objects.filter(slug=demo.slug).first()
            if tenant is None:
                tenant = claim(
                    slug=demo.slug,
                    name=demo.name,
                    host=host_of(demo),
                    state=State.ACTIVE,
                    kind=demo.type,
                    verified_at=datetime.now(UTC),
                )
                with audit.gathering(), transaction.atomic():
                    begin_to_pay(tenant, email=f"office@{demo.slug}.example", now=datetime.now(UTC))
        with inside(tenant), audit.gathering(), transaction.atomic():
            if not Program.objects.exists():
                self.furnish(demo, tenant)

    def join_networks(self) -> None:
        """Found the networks, have all programs below them join, and publish figures of those that take part."""
        now = datetime.now(UTC)
        networks = found_networks(self.hashed, now)
        joining = [(demo, STATES[0]) for demo in PROGRAMS] + list(self.more())
        with as_owner():
            known = Tenant.objects.filter(slug__in=[demo.slug for demo, _ in joining]).count()
        refill_pool(max(len(joining) - known, 0))
        parts: list[Part] = []
        members: list[tuple[Tenant, Any]] = []
        for number, (demo, state) in enumerate(joining):
            if number >= len(PROGRAMS):
                self.make(demo)
                if number % PROGRAMS_OF_A_STATE == 0:
                    self.stderr.write(f"{number} of {len(joining)} programs are made")
            with as_owner():
                tenant = Tenant.objects.get(slug=demo.slug)
            with inside(tenant):
                admin = get_user_model().objects.get(email=demo.email(demo.workers[0]))
            join(tenant, admin, networks[state.slug], SHARES[number % len(SHARES)], now)
            if number % len(PROGRAMS) == 0:
                join(tenant, admin, networks[NATIONAL.slug], SHARES[0], now)
            if sum(part.network.slug == state.slug for part in parts) < COUNTED_OF.get(state.slug, 0):
                parts.append(Part(tenant, f"us-state:{state.state}", networks[state.slug], demo.type))
            if settings.AMENDS_DEMO_SIZE == NETWORK and state is STATES[0]:
                members.append((tenant, admin))
        publish_figures(parts, now)
        if members:
            # One of those that can be looked at first, and then invented ones.
            shown, invented = members[: len(PROGRAMS)], members[len(PROGRAMS) :]
            accredit([shown[0], *invented, *shown[1:]], STATES[0], now)
            announce(STATES[0], now)

    def more(self) -> Iterator[tuple[Demo, DemoNetwork]]:
        """Yield the programs beside the four that can be looked at: as many as figures need, or all."""
        for state in STATES:
            demos = list(demos_of(state))
            few = COUNTED_OF.get(state.slug, 0) - (len(PROGRAMS) if state == STATES[0] else 0)
            for demo in demos if settings.AMENDS_DEMO_SIZE == NETWORK else demos[:few]:
                yield demo, state

    def furnish(self, demo: Demo, tenant: Tenant) -> None:
        """Give an empty program its row and its people."""
        workers = (*demo.workers, *volunteers_of(demo))
        people = {worker.login: self.employ(demo, worker) for worker in workers}
        admin = people["admin"]
        set_up_program(
            actor=admin,
            tenant_id=tenant.id,
            name=demo.name,
            neutral_name=demo.neutral_name,
            public_telephone=demo.telephone,
            type=demo.type,
            preset=demo.type,
            time_zone=demo.time_zone,
            opened_at=datetime.now(UTC),
        )
        for worker in workers:
            if worker.standing:
                mediator = enrol_mediator(
                    actor=admin, user=people[worker.login], standing=worker.standing, now=datetime.now(UTC)
                )
                if worker.affiliation:
                    kind, office, office_kind = worker.affiliation
                    record_affiliation(
                        actor=admin, mediator=mediator, kind=kind, office_name=office, office_kind=office_kind
                    )

        self.list_in_directory(demo, admin)
        if settings.AMENDS_DEMO_CASES and demo in PROGRAMS:
            outbox.queue("programs.make_demo_case", number=0)

    def list_in_directory(self, demo: Demo, admin: Any) -> None:
        serve_places(actor=admin, codes=demo.serves)
        for site in demo.sites:
            put_site(actor=admin, site_id=str(uuid.uuid4()), site=site)
        program = change_listing(actor=admin, values=demo.listing)
        publish_listing(actor=admin, now=datetime.now(UTC), mark=draft_mark(program))

    def employ(self, demo: Demo, worker: Worker) -> Any:
        user = create_user(
            actor=None, email=demo.email(worker), name=worker.name, roles=worker.roles, is_confirmed=True
        )
        get_user_model().objects.filter(pk=user.pk).update(password=self.hashed)
        return user


def volunteers_of(demo: Demo) -> list[Worker]:
    """Return those who mediate beside the people whom everybody may sign in as."""
    standing = min({*PRESETS[demo.type].policy.standings} - {"staff"})
    return [
        Worker(f"volunteer{number}", name, ("mediator",), standing)
        for number, name in enumerate(demo.volunteers, start=1)
    ]


def host_of(demo: Demo) -> str:
    return f"{demo.slug}.{settings.AMENDS_DOMAIN}"


def url_of(demo: Demo) -> str:
    return f"http://{host_of(demo)}:{settings.AMENDS_PORT}/"


def told() -> dict[str, Any]:
    """Return what `up` prints: the programs, and somebody of each role to sign in as."""
    console = f"http://{settings.AMENDS_DOMAIN}:{settings.AMENDS_PORT}/console/"
    operator = {"url": console, "email": OPERATOR["email"], "password": PASSWORD, "role": "operator"}
    home = f"http://{settings.AMENDS_DOMAIN}:{settings.AMENDS_PORT}/agency/"
    network = f"http://{settings.AMENDS_DOMAIN}:{settings.AMENDS_PORT}/network/"
    officers = [
        {"url": network, "email": each.email(login), "password": PASSWORD, "role": duties[0]}
        for each in (NATIONAL, *STATES)
        for login, _name, duties in each.people
    ]
    clerks = [
        {
            "url": home,
            "email": clerk["email"],
            "password": PASSWORD,
            "role": Role.AGENCY_MANAGER.value if clerk["is_manager"] else Role.AGENCY_USER.value,
        }
        for clerk in CLERKS
    ]
    return {
        "tenants": [{"name": demo.name, "url": url_of(demo), "type": demo.type} for demo in PROGRAMS],
        "sign_in": [
            {"url": url_of(demo), "email": demo.email(worker), "password": PASSWORD, "role": worker.roles[0]}
            for demo in PROGRAMS
            for worker in demo.workers
        ]
        + [*officers, operator, *clerks],
    }
