"""The page of what networks ask and lend: ours beside theirs, adopted with one press, taken over with its origin."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from network.guidance.models import ResourceVersion
from programs.actions.policy import publish_policy
from programs.models import PolicyDraft, Program
from programs.networks.copies import Copy
from programs.policy.drafting import draft_of
from tenants.context import platform
from tests.network.guidance.made import made_resource
from tests.programs.cast import at, make_case, make_world
from tests.programs.networks.made import in_program, on_the_platform

NETWORK = str(uuid.UUID(int=5))
ASKED = {
    "mediators_needed": {"value": 2, "demand": "required"},
    "answer_days": {"value": 9, "demand": "required"},
    "victim_word": {"value": "survivor", "demand": "recommended"},
    "days": {"value": {"intake": 2}, "demand": "optional"},
}


@pytest.fixture
def asked(world):
    """A program of which a network asks something from a day in two weeks."""
    return put()


def put(*, wait=14, settings=None, **changes):
    today = timezone.localtime(timezone.now()).date()
    template = {
        "number": 3,
        "settings": ASKED if settings is None else settings,
        "why": "Agreed in May.",
        "holds_from": (today + dt.timedelta(days=wait)).isoformat(),
        "published_on": today.isoformat(),
    }
    told = {"network": NETWORK, "name": "State Network", "number": 1, "is_member": True, "template": template}
    program = Program.objects.get()
    program.guidance = {NETWORK: told | changes}
    program.save(update_fields=["guidance"])
    return program


@pytest.fixture
def browser(asked, world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


def text_of(browser, name="standards"):
    page = browser.get(reverse(name))
    assert page.status_code == 200
    return page.content.decode()


def adopt(browser, *settings, number=3):
    path = reverse("standards-adopt", args=[NETWORK])
    return browser.post(path, {"number": number, "setting": settings})


def test_it_works(browser):
    text = text_of(browser)
    assert "State Network" in text
    assert "Agreed in May." in text
    for name, state in (
        ("mediators_needed", "looser"),
        ("answer_days", "stricter"),
        ("victim_word", "other"),
        ("days", "looser"),
    ):
        assert f'data-setting="{name}" data-state="{state}"' in text


def test_what_would_change_is_simulated_until_the_day(browser, world):
    make_case(world, "preparing")
    text = text_of(browser)
    assert "What would change on" in text
    assert "1 case or referral would be stopped" in text
    put(wait=-1)
    assert "What would change on" not in text_of(browser)


def test_one_setting_is_adopted_with_one_press(browser, world):
    assert adopt(browser, "victim_word").url == reverse("policy-draft")
    assert draft_of(Program.objects.get()).values == {"victim_word": "survivor"}
    drafted = draft_of(Program.objects.get())
    publish_policy(actor=world.alice, now=timezone.now(), note="Theirs.", mark=drafted.mark)
    assert 'data-setting="victim_word" data-state="same"' in text_of(browser)


def test_all_is_adopted_and_what_is_stricter_stays(browser):
    adopt(browser, *ASKED)
    draft = draft_of(Program.objects.get())
    assert (draft.policy.mediators_needed, draft.policy.answer_days) == (2, 7)
    assert (draft.policy.days["intake"], draft.policy.days["held"]) == (2, 7)


def test_what_was_changed_since_is_not_adopted(browser):
    for answer in (
        adopt(browser, "victim_word", number=2),
        adopt(browser, "stages"),
        adopt(browser, number="x"),
    ):
        assert answer.status_code == 409
        assert "Look at the page again" in answer.content.decode()
    put(is_member=False, ends_on="2099-01-01")
    assert adopt(browser, "victim_word").status_code == 409
    assert not PolicyDraft.objects.exists()


def test_a_contradiction_is_said(browser):
    put(torn=["stages"])
    assert 'data-torn="yes"' in text_of(browser)


def test_what_was_left_is_named_until_its_end(browser):
    put(is_member=False, ends_on=(timezone.now().date() + dt.timedelta(days=9)).isoformat())
    text = text_of(browser)
    assert "You left it" in text
    assert '<form method="post" action="/standards' not in text
    put(is_member=False, ends_on="2020-01-01")
    assert "No network of yours has published anything yet" in text_of(browser)


def test_announcements_stand_there_and_with_the_network(browser):
    program = Program.objects.get()
    word = {"id": "x", "title": "Training in May", "text": "Places left.", "announced_at": ""}
    copy = Copy(
        id=str(uuid.uuid4()), network=NETWORK, name="State Network", level="state", state="member",
        announcements=(word,),
    )  # fmt: skip
    program.networks[copy.id] = copy.as_json()
    program.save(update_fields=["networks"])
    for name in ("standards", "networks"):
        assert "Training in May" in text_of(browser, name)


@pytest.mark.parametrize("name", ["cora", "sol", "mia"])
def test_only_who_decides_on_the_policy_opens_it(world, asked, at_alpha, name):
    at_alpha.force_login(world.people[name])
    assert at_alpha.get(reverse("standards")).status_code in (403, 404)
    assert adopt(at_alpha, "victim_word").status_code in (403, 404)


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Normes de vos réseaux"), ("es", "Normas de sus redes")]
)
def test_it_is_in_the_readers_language(browser, language, words):
    page = browser.get(reverse("standards"), headers={"accept-language": language})
    assert words in page.content.decode()


LETTER = {
    "kind": "letter",
    "name": "Our call",
    "body": {
        "wordings": [{"id": "letter-0a1b2c3d", "replaces": "please_call", "en": "Please call {phone}."}]
    },
}


def lend(network, worker, **changes):
    with on_the_platform():
        row = made_resource(network.row, network.officer, **changes)
    worker.drain()
    return row


def signed_in(browser, tenant, user):
    with at(tenant):
        browser.force_login(user)
    return browser


def path_of(network, row):
    return f"/standards/{network.row.pk}/{row.resource_id}/"


def test_a_letter_is_taken_over_as_our_own_with_its_origin(alpha, member, network, worker, at_alpha):
    row = lend(network, worker, **LETTER)
    browser = signed_in(at_alpha, alpha, member.alice)
    path = path_of(network, row)
    assert "Please call {phone}." in browser.get(path).content.decode()
    assert browser.post(path, {"number": "1"}).status_code == 302
    with at(alpha):
        program = Program.objects.get()
        (words,) = draft_of(program).policy.wordings
        assert (words.replaces, words.en) == ("please_call", "Please call {phone}.")
    assert "Our call: version 1 of State Network" in browser.get("/policy/").content.decode()
    later = lend(network, worker, resource=row.resource, **LETTER)
    text = browser.get("/standards/").content.decode()
    assert "There is a later version." in text
    assert browser.post(path, {"number": "1"}).status_code == 409, "it is not what was looked at"
    assert browser.post(path, {"number": str(later.number)}).status_code == 302


def test_a_survey_is_taken_over_into_the_draft(alpha, member, network, worker, at_alpha):
    row = lend(network, worker)
    browser = signed_in(at_alpha, alpha, member.alice)
    assert browser.post(path_of(network, row), {"number": "1"}).url == "/policy/draft/"
    with at(alpha):
        policy = draft_of(Program.objects.get()).policy
        assert (policy.survey_after_days, policy.survey_before_days) == (90, 5)


def test_nobody_reads_what_a_network_lends_to_others(beta, member, network, worker, at_beta):
    row = lend(network, worker)
    stranger = in_program(beta, lambda: make_world(beta))
    browser = signed_in(at_beta, beta, stranger.alice)
    assert browser.get(path_of(network, row)).status_code == 404
    with at(beta):
        program = Program.objects.get()
        forged = [
            {
                "id": str(row.resource_id),
                "number": 1,
                "kind": "survey",
                "name": "x",
                "about": "",
                "version": "",
            }
        ]
        program.guidance = {
            str(network.row.pk): {"network": str(network.row.pk), "name": "x", "resources": forged}
        }
        program.save(update_fields=["guidance"])
    assert browser.get(path_of(network, row)).status_code == 404, "the platform knows who is a member"
    with platform():
        assert ResourceVersion.objects.count() == 1


COURSE = {"hours": 40, "form": "online", "language": "English", "provider": "State University", "link": ""}


def test_courses_stand_beside_the_training_of_mediators_with_where_they_come_from(browser, world):
    key = str(uuid.uuid4())
    told = {"id": key, "version": key, "number": 2, "kind": "course", "name": "Forty hours", "about": "Good."}
    put(resources=[told | {"course": COURSE}, told | {"id": str(uuid.uuid4()), "course": {"hours": "x"}}])
    for user, path in (
        (world.people["mia"], reverse("training")),
        (world.alice, reverse("mediator-training", args=[world.mediators["mia"].pk])),
    ):
        browser.force_login(user)
        page = browser.get(path).content.decode()
        assert page.count("Forty hours") == 1, "one that cannot be read is left out"
        assert "From State Network, version 2" in page
        assert "40 hours, Online, in English" in page
    assert "It offers 2 courses" in text_of(browser)
    assert browser.get(reverse("standards-resource", args=[NETWORK, key])).status_code == 404
    put(is_member=False, resources=[told | {"course": COURSE}])
    assert "Forty hours" not in browser.get(path).content.decode(), "no member, no courses"
