"""What a token shows of people: no more than the pages show its owner, and no more than its scopes say."""

import json
from itertools import chain

import pytest
from django.urls import reverse
from django.utils.html import escape

from amends import audit
from amends.audit.models import AuditEntry
from api.models import Scope
from programs.actions.referrals import Person
from programs.models import AgreementItem, Session, VictimChoice
from programs.models.choice import Wish
from programs.steps import CASE_STEPS
from tests.amends.observe.test_logs import stream  # noqa: F401 - a fixture
from tests.api.rig import EVERYTHING
from tests.api.test_schema import DOCUMENT, path_of
from tests.programs.cast import NOW, ROLES, contact, make_case, parties, pay

PEOPLE = {
    f"{side} {field}": f"canary-{side}-{field}"
    for side in ("victim", "offender")
    for field in ("name", "email", "phone", "address", "note")
}
REFERRER = {field: f"canary-{field}" for field in ("referrer", "referrer-email", "referrer-phone", "summary")}
IN_THE_CASE = {field: f"canary-{field}" for field in ("contact", "wish", "item", "place", "closure")}
WORDS = (*PEOPLE.values(), *REFERRER.values(), *IN_THE_CASE.values())


@pytest.fixture
def things(world):
    """A case that runs and one that is closed, with a word of its own in everything that says something of somebody."""

    def named(side):
        word = PEOPLE.__getitem__
        return Person(
            word(f"{side} name"),
            f"{word(f'{side} email')}@x.example",
            word(f"{side} phone"),
            contact_note=word(f"{side} note"),
        )

    said = {
        "victim": named("victim"),
        "offender": named("offender"),
        "referrer": Person(
            REFERRER["referrer"], f"{REFERRER['referrer-email']}@x.example", REFERRER["referrer-phone"]
        ),
        "summary": REFERRER["summary"],
    }
    case, closed = make_case(world, "monitoring", **said), make_case(world, "closed", **said)
    closed.closure_note = IN_THE_CASE["closure"]
    closed.save()
    victim, _offender = parties(case)
    for person in chain(parties(case), parties(closed)):
        person.address = PEOPLE[f"{person.role} address"]
        person.save()
    contact(world, victim, purpose="follow_up", note=IN_THE_CASE["contact"])
    wishes = dict.fromkeys(Wish.values, IN_THE_CASE["wish"])
    newest = {"version": 2, "takes_part": True, "mode": "face_to_face", "made_at": NOW}
    VictimChoice.objects.create(participant=victim, recorded_by=world.cora, wishes=wishes, **newest)
    for session in Session.objects.all():
        session.place = IN_THE_CASE["place"]
        session.save()
    item = AgreementItem.objects.get(agreement__case=case)
    item.text = IN_THE_CASE["item"]
    item.save()
    found = {"cases": case, "people": victim, "items": item, "payments": pay(world, case, item)}
    keys = {name: row.pk for name, row in found.items()} | {"referrals": case.referral_id}
    return [
        keys,
        keys | {"cases": closed.pk, "referrals": closed.referral_id, "people": parties(closed)[0].pk},
    ]


def shown(text: str) -> set[str]:
    return {word for word in WORDS if word in text}


def addresses(things) -> list[str]:
    paths = [path for path, methods in DOCUMENT["paths"].items() if "get" in methods]
    return sorted({path_of(path, keys) for path in paths for keys in things})


def on_pages(browser, things) -> set[str]:
    """Return the words on all pages about these things that somebody may open."""
    below = {"case": "cases", "person": "people", "item": "items", "payment": "payments"}
    named = [(step.page, below[step.about]) for step in CASE_STEPS]
    named += [
        ("case", "cases"),
        ("case-people", "cases"),
        ("case-agreement", "cases"),
        ("referral", "referrals"),
    ]
    named += [("participant-edit", "people")]
    urls = {reverse(page, args=[keys[about]]) for page, about in named for keys in things}
    pages = [browser.get(url) for url in (*urls, reverse("cases"), reverse("referrals"))]
    return shown("".join(page.content.decode() for page in pages if page.status_code == 200))


@pytest.mark.parametrize("name", sorted(ROLES))
def test_a_token_shows_nothing_that_the_pages_hide_from_its_owner(name, things, software, world, at_alpha):
    assert {escape(word) for word in WORDS} == set(WORDS)
    at_alpha.force_login(world.people[name])
    asking = software(name)
    answers = [asking.get(path) for path in addresses(things)]
    told = shown("".join(answer.content.decode() for answer in answers))
    on_its_pages = on_pages(at_alpha, things)
    assert told <= on_its_pages
    if name == "cora":
        # Or this could not fail.
        assert told >= {*PEOPLE.values(), *REFERRER.values(), IN_THE_CASE["item"], IN_THE_CASE["place"]}
    if name in ("max", "otto"):
        assert told == on_its_pages == set()


OF_SCOPE = {
    Scope.PROGRAM_READ: set(),
    Scope.REFERRALS_READ: set(REFERRER.values()),
    Scope.REFERRALS_WRITE: set(),
    Scope.REFERRALS_DECIDE: set(),
    Scope.CASES_READ: {IN_THE_CASE["item"], IN_THE_CASE["place"], IN_THE_CASE["closure"]},
    Scope.CASES_WRITE: set(),
    Scope.PEOPLE_READ: set(PEOPLE.values()),
}


@pytest.mark.parametrize("scope", EVERYTHING)
def test_a_scope_shows_what_it_says(scope, things, software):
    """Whatever else the token is for: a referral's people need two scopes, and the questions of a step too."""
    assert OF_SCOPE.keys() == set(Scope)
    alone = software("cora", scope)
    told = shown("".join(alone.get(path).content.decode() for path in addresses(things)))
    assert told == OF_SCOPE[Scope(scope)]
    without = software("alice", *(each for each in EVERYTHING if each != scope))
    left = shown("".join(without.get(path).content.decode() for path in addresses(things)))
    assert not left & OF_SCOPE[Scope(scope)]


def strings_of(said):
    if isinstance(said, dict):
        return [text for value in said.values() for text in strings_of(value)]
    if isinstance(said, list):
        return [text for value in said for text in strings_of(value)]
    return [said] if isinstance(said, str) else []


def test_each_answer_that_names_somebody_is_on_record_and_no_address_does(things, software, stream):  # noqa: F811
    asking = software("cora")
    for path in addresses(things):
        audit.flush()
        before = AuditEntry.objects.filter(kind="read").count()
        answer = asking.get(path)
        audit.flush()
        reads = AuditEntry.objects.filter(kind="read").count() - before
        words = shown(answer.content.decode())
        assert reads >= 1 or not words, path
        urls = [text for text in strings_of(json.loads(answer.content)) if text.startswith("http")]
        assert not shown(" ".join(urls) + str(answer.headers)), path
    assert not shown(stream.getvalue())
