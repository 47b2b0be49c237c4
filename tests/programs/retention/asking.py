"""Asks every page, every address of the API and every file of a program for a case that is sealed or purged.

The case is that of `tests.meta`'s scene, with a row of everything; what waited there is joined to it, so that it goes
with it. Words are what stands in its sealed columns, taken before; nobody may read one of them, and whatever names a
row of it answers as if it were not there.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from amends.accounts.access import may_open
from amends.accounts.models import PROGRAM_ROLES, User
from amends.vault.fields import SealedField
from programs import models
from programs.models import MediationCase, Participant, Referral
from programs.retention.emptying import Whole, whole_of
from tests.api.rig import token_of
from tests.meta.access_matrix import methods_of
from tests.meta.isolation_pages import TENANT_URLCONF, pages
from tests.meta.isolation_rows import CANARY, Scene
from tests.programs.cast import PASSWORD, make_case, open_page, parties, pay
from tests.programs.retention.keeping import AGO, attached, keep

HOST = "alpha.localhost"
GONE = (404, 410)
EVERYBODY, MEDIATOR, SOFTWARE = "all roles", "mediator", "software"
ELSEWHERE = ("/sign-in", "/mine/closed")
"""Where strangers and participants are sent from a page that is not for them, or not any more."""
WAYS_IN = ("hand-over",)
"""Pages that sign in as somebody else, with a visit alone."""
SIDES = ("victim", "offender")
LISTS = ("retention", "sealed-cases")
"""Where administrators are told the reference."""


@dataclass
class Found:
    """Something that was told of a case, and where."""

    page: str
    who: str
    what: str


class Asking:
    """A program with one case that has everything, and everybody who may ask; built inside the program."""

    def __init__(self, tenant: Any):
        self.tenant = tenant
        self.scene = Scene(tenant, CANARY)
        world = self.world = self.scene.world
        keep(world)
        self.case = self.scene.case
        self.other = make_case(world, "monitoring")
        pay(world, self.case, self.scene.item, "100.00")
        Referral.objects.exclude(pk__in=(self.case.referral_id, self.other.referral_id)).update(
            joined_to=self.case.referral_id
        )
        self.file = attached(self.case.referral, f"{CANARY} in a file".encode())
        self.staff = {EVERYBODY: _account(PROGRAM_ROLES), MEDIATOR: world.mia}
        self.browsers = {who: _browser(user) for who, user in self.staff.items()}
        for person in parties(self.case):
            self.browsers[person.role] = open_page(world, person, Client(SERVER_NAME=HOST))
        self.token = token_of(self.staff[EVERYBODY])[1]
        self.paths = {page.name: page.path(self.scene) for page in pages(TENANT_URLCONF).values()}
        self.paths["file of the referral"] = f"/files/{self.file.pk}/"
        with transaction.atomic():
            whole = whole_of(self.case)
        self.its = {self.case.pk, *(each.pk for each in whole.referrals)}
        """The keys of the case and of its referrals."""
        self.words = sorted(self._words(whole))
        self.keys = {
            str(self.case.pk),
            *(str(person.pk) for person in Participant.objects.filter(case=self.case)),
        }
        self.reference = self.case.reference

    def close(self) -> None:
        """End the case, so long ago that its rule names it; until then the mediator and the parties see it too."""
        ended = {"state": "closed", "closure_reason": "other", "closed_at": timezone.now() - AGO}
        MediationCase.objects.filter(pk=self.case.pk).update(**ended)
        self.case = MediationCase.objects.get(pk=self.case.pk)

    def _words(self, whole: Whole) -> Iterator[str]:
        """Yield every word of its own that stands in a sealed column of the case, with everything below it."""
        for model in {each for each in vars(models).values() if hasattr(each, "objects")}:
            columns = [field.name for field in model._meta.local_fields if isinstance(field, SealedField)]
            for row in _rows_of(model, whole) if columns else ():
                for name in columns:
                    value = getattr(row, name)
                    said = value.values() if isinstance(value, dict) else [value]
                    yield from (str(each) for each in said if CANARY in str(each))

    def names_it(self, page: str) -> bool:
        """Return whether an address names a row of the case."""
        known = pages(TENANT_URLCONF).get(page)
        if known is None or not known.takes:
            return page == "file of the referral"
        return any(key in self.paths[page] for key in self.keys) or known.row(self.scene) in self._its_rows

    @property
    def _its_rows(self) -> list[Any]:
        return [row for label, row in self.scene.rows.items() if label in OF_THE_CASE]

    def ask(self, only: Container[str] | None = None) -> Iterator[Found]:
        """Ask everything as everybody, and yield what was told of the case.

        With `only` some pages, each is asked by those alone whom it is for: the sides their own page, staff the rest.
        """
        for page, path in self.paths.items():
            if only is not None and page not in only:
                continue
            if "GET" not in (methods_of(resolve(path, TENANT_URLCONF).func) or ("GET",)):
                continue
            for who, browser in self._askers(page, path, is_whole=only is None):
                answer = browser.get(path)
                self._is_still_in(who, answer)
                body = _body(answer)
                if self.names_it(page) and not self._is_gone(who, path, answer):
                    yield Found(page, who, _answered(answer))
                for word in self.words:
                    if word in body:
                        yield Found(page, who, word)
                told = [self.reference] if page not in LISTS else []
                for word in told:
                    if word in body:
                        yield Found(page, who, "its reference")
        yield from self._search()

    def _is_gone(self, who: str, path: str, answer: Any) -> bool:
        """Return whether an answer says what is said of something that there is not.

        Whoever is signed in is told just that, if the page is for their role: an answer that sends them elsewhere would
        say that their sign-in does not hold, and prove nothing.
        """
        if who not in self.staff:
            return _is_gone(who, answer)
        is_theirs = may_open(self.staff[who], resolve(path, TENANT_URLCONF).url_name or "")
        return answer.status_code in (GONE if is_theirs else (HTTPStatus.FORBIDDEN,))

    def _is_still_in(self, who: str, answer: Any) -> None:
        """Raise AssertionError when a browser of staff is not theirs any more: it would prove less."""
        if who in self.staff and answer.wsgi_request.user != self.staff[who]:
            raise AssertionError(
                f"{who} is signed out, or in as somebody else, at {answer.request['PATH_INFO']}."
            )

    def _askers(self, page: str, path: str, *, is_whole: bool) -> Iterable[tuple[str, Any]]:
        if page in WAYS_IN:
            yield "nobody", Client(SERVER_NAME=HOST)
            return
        if path.startswith("/api/"):
            yield SOFTWARE, Client(SERVER_NAME=HOST, headers={"authorization": f"Bearer {self.token}"})
            return
        for who, browser in self.browsers.items():
            if is_whole or (who in SIDES) is path.startswith("/mine/"):
                yield who, browser
        if is_whole:
            yield "nobody", Client(SERVER_NAME=HOST)

    def _search(self) -> Iterator[Found]:
        for words in (f"{CANARY} victim", self.reference):
            answer = self.browsers[EVERYBODY].post("/cases/", {"words": words})
            shown = _body(answer).count(words)
            if shown > _body(answer).count(f'value="{words}"'):
                yield Found("cases", EVERYBODY, f"found by {words}")


OF_THE_CASE = (
    "programs.MediationCase", "programs.Participant", "programs.ParticipantLink", "programs.Referral",
    "programs.Contact", "programs.InformationRelease", "programs.Complaint", "programs.AgreementItem",
    "programs.RestitutionPayment", "programs.PaymentReport", "programs.MediatedMessage", "programs.StoredFile",
    "programs.RetentionStep",
)  # fmt: skip


def _rows_of(model: Any, whole: Any) -> Iterable[Any]:
    """Return the rows of a model that hang on a case."""
    case, referrals, people = whole.case, whole.referrals, whole.people
    ways = {
        MediationCase: Q(pk=case.pk),
        Referral: Q(pk__in=[each.pk for each in referrals]),
        Participant: Q(pk__in=[each.pk for each in people]),
        models.AgreementItem: Q(agreement__case=case),
    }
    names = {field.name for field in model._meta.concrete_fields if field.is_relation}
    way = ways.get(model)
    if way is None:
        paths = {"case": case, "referral__in": referrals, "participant__in": people}
        found = [Q(**{path: value}) for path, value in paths.items() if path.partition("__")[0] in names]
        if not found:
            return []
        way = found[0]
        for each in found[1:]:
            way |= each
    return model.objects.filter(way)


def _is_gone(who: str, answer: Any) -> bool:
    """Return whether an answer says to a stranger what is said of something that there is not."""
    if answer.status_code in GONE:
        return True
    if who == SOFTWARE:
        return bool(answer.status_code == HTTPStatus.FORBIDDEN)
    return answer.status_code == HTTPStatus.FOUND and answer["Location"].startswith(ELSEWHERE)


def _answered(answer: Any) -> str:
    return f"answers {answer.status_code} {answer.headers.get('Location', '')}".strip()


def _body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


def _browser(user: User) -> Client:
    browser = Client(SERVER_NAME=HOST)
    assert browser.post("/sign-in/", {"username": user.email, "password": PASSWORD}).status_code == 302
    return browser


def _account(roles: Iterable[str]) -> User:
    user = User(email="everybody@alpha.example", name="Everybody", roles=list(roles))
    user.set_password(PASSWORD)
    user.save()
    return user
