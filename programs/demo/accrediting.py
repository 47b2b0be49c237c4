"""Have programs of the demonstration apply for accreditation, and be reviewed, by the words that both sides say.

What a worker would carry later is carried here at once, so that each application comes as far as its story tells; a
worker that carries it again changes nothing, as always.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from amends import audit
from amends.files.examining import Examined
from amends.files.kinds import KINDS
from network.accreditation import actions as reviewing
from network.accreditation.actions.hearing import hear_accreditation, hear_evidence
from network.accreditation.models import Accreditation, StandardVersion
from network.oversight.actions import announce_to_members, hear_member
from network.oversight.models import Network
from programs.accreditation.copies import Copy
from programs.accreditation.crossing import BringEvidence, TakeAccreditation
from programs.accreditation.offers import standard_told
from programs.accreditation.telling import told_of
from programs.actions import accreditation as applying
from programs.demo.networks import (
    ANNOUNCEMENT,
    ANSWER,
    CONDITION,
    FOUND,
    PLAN,
    STANDARD,
    DemoNetwork,
)
from programs.models import Program
from programs.networks.copies import copies_of as memberships_of
from programs.networks.telling import told_of as membership_told
from tenants.context import as_owner, inside, platform
from tenants.models import Tenant

YEARS_AGO = timedelta(days=365)
REVIEW_TAKES = timedelta(days=20)
UNTIL_MET = timedelta(days=90)
RENEWED_IN = timedelta(days=45)


class Story:
    """One program's way to an accreditation by the standard of its network."""

    def __init__(self, tenant: Tenant, admin: Any, network: DemoNetwork, now: datetime) -> None:
        self.tenant, self.admin, self.now, self.key = tenant, admin, now, ""
        logins = ("officer", "accreditor")
        with platform():
            people = get_user_model().objects.in_bulk(
                [network.email(each) for each in logins], field_name="email"
            )
            rows = StandardVersion.objects.select_related("standard__network")
            known = rows.filter(standard__network__slug=network.slug, standard__slug=STANDARD)
            self.version = known.order_by("-number")[0]
        self.officer, self.reviewer = (people.get(network.email(each)) for each in logins)

    def apply(self, at: datetime) -> None:
        """Write an application inside the program, and send it with its documents."""
        with self._in_program():
            copy = applying.start_accreditation(
                actor=self.admin, standard=standard_told(self.version), today=timezone.localdate(at)
            )
            for each in copy.content.criteria:
                named = {"actor": self.admin, "accreditation": copy.id, "criterion": each.id}
                applying.answer_criterion(rating="fully", words=ANSWER, **named)
                plan = Examined(KINDS["txt"], PLAN, is_scanned=True)
                applying.hand_in_evidence(kind=each.evidence[0], examined=plan, name="plan.txt", **named)
            applying.apply_for_accreditation(
                actor=self.admin, accreditation=copy.id, today=timezone.localdate(at)
            )
            self.key = copy.id
            copy = Copy.read(Program.objects.get().accreditations[copy.id])
            documents = [
                BringEvidence.read(accreditation_id=UUID(copy.id), evidence_id=UUID(each.id))
                for each in copy.proofs
            ]
        with self._on_platform():
            hear_accreditation(actor=None, tenant=self.tenant, said=told_of(copy), now=at)
            for each in documents:
                hear_evidence(actor=None, tenant=self.tenant, said=each, now=at)

    def ask(self, at: datetime) -> None:
        """Have somebody asked to review, and declare that they have no conflict."""
        self._do(reviewing.assign_reviewer, self.officer, at, reviewer=self.reviewer)
        self._do(reviewing.declare_reviewer_conflict, self.reviewer, at, has_conflict=False, words="")

    def find(self, at: datetime, *, condition: str = "") -> None:
        """Have the reviewer write a finding for each criterion, the last one with a condition if there is one."""
        *met, last = self.version.content.criteria
        due = timezone.localdate(at + UNTIL_MET) if condition else None
        result = "partly" if condition else "met"
        for each in met:
            self._found(at, each.id, "met", "", None)
        self._found(at, last.id, result, condition, due)

    def decide(self, at: datetime, outcome: str) -> None:
        """Have the review finished, and somebody else decide as it recommends."""
        self._do(reviewing.finish_review, self.reviewer, at, recommends=outcome, words=FOUND)
        self._answer()
        self._do(reviewing.decide_accreditation, self.officer, at, outcome=outcome, why=FOUND)

    def _found(self, at: datetime, criterion: str, result: str, condition: str, due: Any) -> None:
        told = {"criterion": criterion, "result": result, "words": FOUND, "condition": condition, "due": due}
        self._do(reviewing.record_finding, self.reviewer, at, **told)

    def _do(self, act: Callable[..., Any], actor: Any, at: datetime, **told: Any) -> None:
        with self._on_platform():
            row = Accreditation.objects.get(pk=self.key)
            act(actor=actor, accreditation=row, now=at, **told)

    def _answer(self) -> None:
        """Have the program compare the reviewer with its accounts, and say so."""
        with platform():
            row = Accreditation.objects.get(pk=self.key)
            word = TakeAccreditation.read(accreditation_id=row.pk, version=row.version)
        with self._in_program():
            copy = applying.take_accreditation(actor=None, word=word)
        with self._on_platform():
            hear_accreditation(actor=None, tenant=self.tenant, said=told_of(copy), now=self.now)

    def _in_program(self) -> Any:
        return _written(inside(self.tenant))

    def _on_platform(self) -> Any:
        return _written(platform())


def _applied(story: Story) -> None:
    story.apply(story.now)


def _under_review(story: Story) -> None:
    story.apply(story.now - REVIEW_TAKES)
    story.ask(story.now - REVIEW_TAKES / 2)


def _provisional(story: Story) -> None:
    story.apply(story.now - REVIEW_TAKES)
    story.ask(story.now - REVIEW_TAKES / 2)
    story.find(story.now, condition=CONDITION)
    story.decide(story.now, "provisional")


def _accredited(story: Story, since: timedelta = YEARS_AGO / 2) -> None:
    at = story.now - since
    story.apply(at - REVIEW_TAKES)
    story.ask(at - REVIEW_TAKES / 2)
    story.find(at)
    story.decide(at, "accredited")


def _renewal_due(story: Story) -> None:
    _accredited(story, YEARS_AGO * story.version.renewal_months / 12 - RENEWED_IN)


STORIES: tuple[Callable[[Story], None], ...] = (
    _accredited,
    _applied,
    _under_review,
    _provisional,
    _renewal_due,
)
"""How far programs come, one after the other."""


def accredit(tenants: list[tuple[Tenant, Any]], network: DemoNetwork, now: datetime) -> None:
    """Have these programs, each with somebody who runs it, be members now, and the first walk one of the stories."""
    for tenant, _admin in tenants:
        _join_now(tenant, network, now)
    for (tenant, admin), walk in zip(tenants, STORIES, strict=False):
        with platform():
            is_known = Accreditation.objects.filter(tenant=tenant).exists()
        if not is_known:
            walk(Story(tenant, admin, network, now))


def announce(network: DemoNetwork, now: datetime) -> None:
    """Have a network tell its members something, once."""
    with _written(as_owner()):
        row = Network.objects.get(slug=network.slug)
        if not row.announcements.exists():
            officer = get_user_model().objects.get(email=network.email("officer"))
            announce_to_members(actor=officer, network=row, now=now, **ANNOUNCEMENT)


def _join_now(tenant: Tenant, network: DemoNetwork, now: datetime) -> None:
    """Carry what the program said to its network, which a worker has not done yet."""
    with platform():
        key = str(Network.objects.get(slug=network.slug).pk)
    with inside(tenant):
        program = Program.objects.select_related("current_policy").get()
        mine = next(each for each in memberships_of(program) if each.network == key)
        said = membership_told(program, mine)
    with _written(platform()):
        hear_member(actor=None, tenant=tenant, said=said, now=now)


@contextmanager
def _written(place: Any) -> Iterator[None]:
    """Enter a place, and keep all that is written there with its audit, or nothing."""
    with place, audit.gathering(), transaction.atomic():
        yield
