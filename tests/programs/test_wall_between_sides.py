"""Nothing of one side is found in anything that the other side, their company or the referrer can open or receive."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db import models as columns
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import api.v1.urls
from amends import audit
from amends.audit.models import AuditEntry
from amends.mail.send import send
from amends.outbox.registry import JOBS
from api.actions import revoke_token
from network.agencies.models import Receipt
from programs import models, urls
from programs.actions.contacts import record_readiness
from programs.actions.releases import Leave, record_release
from programs.facts import CaseFacts
from programs.letters import send_receipt_address
from programs.models.choice import Wish
from programs.own_letters import letter_to_person, own_page_link, party_acted
from programs.own_visits import sign_link
from programs.receipts import receipt_token
from programs.tasks import PublishReceipt
from programs.wording.merging import merged
from programs.wording.offered import offered_to
from programs.wording.wall import names_other_side
from tenants.ids import uuid7
from tenants.place import TEMPLATE
from tenants.privileges import models_of
from tests.api.rig import Software, token_of
from tests.conftest import HostClient
from tests.programs.cast import NOW, choose, contact, fresh, make_case, open_page, parties, send_link
from tests.programs.sides import COMPANY, OF_ONE, SHARED, SILENT, Sides, wordy

LANGUAGES = ("en", "fr", "es")
ENDS_THE_VISIT = ("leave", "exit")

# To whom each letter goes. Whoever adds one, a text message or a calendar says so here, and shows below what is in it
# when it leaves the program.
LETTERS = {
    **dict.fromkeys(("billing.look", "billing.bring_quantity", "billing.bring_details"), "nobody: to Stripe"),
    "programs.move_settle": "nobody: an archive is settled",
    **dict.fromkeys(("accounts.changed", "accounts.confirm_address"), "an account"),
    **dict.fromkeys(("accounts.invitation", "accounts.reset_link"), "an account"),
    **dict.fromkeys(("agencies.invitation", "agencies.verified"), "an account of the platform"),
    **dict.fromkeys(("oversight.invitation", "accreditation.arrived_letter"), "an account of the platform"),
    **dict.fromkeys(("billing.lapse_letter", "billing.offer_letter", "billing.rate_letter"), "a payer"),
    **dict.fromkeys(("programs.lapse_letter", "programs.network_letter"), "an administrator"),
    **dict.fromkeys(("programs.claim_letter", "programs.complaint_came"), "an administrator"),
    **dict.fromkeys(("programs.network_announcement", "programs.standards_letter"), "an administrator"),
    "programs.letter_to_person": "a party",
    "programs.listing_reminder": "an administrator",
    **dict.fromkeys(("programs.decision_letter", "programs.accreditation_letter"), "an administrator"),
    "programs.own_page_link": "a party",
    "programs.party_acted": "the coordinator",
    **dict.fromkeys(("programs.referral_came", "programs.referrals_wait"), "a coordinator or administrator"),
    "programs.send_confirmation": "the founder",
    **dict.fromkeys(("programs.send_draft_address", "programs.send_receipt_address"), "a referrer"),
}


@pytest.fixture(params=["offender", "victim", *COMPANY])
def sides(request, world) -> Sides:
    return Sides(world, request.param)


def browser() -> HostClient:
    return HostClient("alpha.localhost")


def own_paths() -> list[str]:
    """Return the addresses of every own page, with the numbers that one takes; those that end the visit come last."""
    names = [
        each for each in urls.urlpatterns if str(each.name).startswith("own-") and each.name != "own-link"
    ]
    paths = []
    for each in names:
        route = str(each.pattern)
        numbers = range(1, 14) if "<int:number>" in route else [0]
        paths += [f"/{route.replace('<int:number>', str(number))}" for number in numbers]
    return sorted(paths, key=ends_the_visit)


def ends_the_visit(path: str) -> bool:
    return path.split("/")[2] in ENDS_THE_VISIT


POSTED = {"agrees": "on", "answer": "yes", "words": "mine", "language": "en", "unsafe_channels": "phone"}


def everything_shown(client: Any) -> str:
    """Open every page in every language, then send every form, and return all that was said."""
    said = []
    for path in own_paths():
        for language in LANGUAGES:
            client.cookies["django_language"] = language
            said.append(client.get(path))
    said += [client.post(path, POSTED) for path in own_paths()]
    assert sum(each.status_code == 200 for each in said) > 15
    return "".join(whole(each) for each in said)


def whole(response: Any) -> str:
    return f"{response.status_code} {response.headers} {response.cookies} {response.content.decode()}"


def leaks(words: list[str], text: str) -> list[str]:
    low = text.lower()  # once: a text of megabytes is asked for hundreds of words
    return [word for word in words if word.lower() in low]


def is_named(name: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def keys(row: Any) -> list[str]:
    """Return a row's key as pages and as statements write it."""
    return [str(row.pk), row.pk.hex]


def test_every_model_with_words_is_filled(sides):
    ours = {model._meta.label: model for model in models_of(TEMPLATE) if model._meta.app_label == "programs"}
    assert set(ours) == sides.filled | SILENT | set(SHARED)
    assert [label for label in SILENT if wordy(ours[label])] == []
    assert len(sides.words) == len(set(sides.words)) > 60


def test_the_words_are_there_for_those_who_work_here(sides, at_alpha):
    """Otherwise the tests below would show nothing."""
    at_alpha.force_login(sides.world.cora)
    people = at_alpha.get(f"/cases/{sides.case.pk}/people/").content.decode()
    for person in sides.others:
        role = person.role.replace("_", "")
        wanted = {
            f"canaryparticipant{role}{name}" for name in ("name", "email", "phone", "address", "contactnote")
        }
        wanted.add(f"canarycontact{role}note")
        wanted |= {f"canaryvictimchoice{role}wishes{wish}".replace("_", "") for wish in choices_shown(person)}
        assert wanted <= set(leaks(sides.words, people)), role
    assert "canaryreferralsummary" in at_alpha.get(f"/referrals/{sides.case.referral_id}/").content.decode()


def choices_shown(person: Any) -> list[str]:
    return Wish.values if person.role == "victim" else []


def test_no_page_holds_a_word_of_anybody_else(sides):
    shown = everything_shown(open_page(sides.world, sides.me, browser()))
    assert leaks(sides.words, shown) == []
    for row in (*sides.others, sides.case, sides.case.referral):
        assert leaks(keys(row), shown) == []
    assert sides.case.reference not in shown
    assert "canaryplaceforboth" in shown
    # What was agreed for somebody else, or for the community, is not for the person harmed, nor for company.
    assert ("canaryforthecommunity" in shown) is (sides.me.role == "offender")
    assert ("For the person harmed" in shown) is (sides.me.role in ("offender", "victim"))
    for name in ("Cora", "Mia", "Sol", "Rita", "Lincoln"):
        assert not is_named(name, shown), name


def test_no_mail_holds_a_word_of_anybody_else(sides):
    sent = send_link(sides.world, sides.me)
    for language in LANGUAGES:
        models.Participant.objects.filter(pk=sides.me.pk).update(language=language)
        letter = own_page_link(link_id=sent.link.pk, number=1)
        send(letter.recipient, letter.subject, letter.body)
    raw = "".join(each.message().as_string() + each.body for each in mail.outbox)
    assert len(mail.outbox) == len(LANGUAGES)
    assert leaks(sides.words, raw) == []
    for word in (sides.case.reference, str(sides.case.pk), str(sides.me.pk), sent.code, "Alpha Mediation"):
        assert word not in raw


def test_no_letter_to_somebody_holds_a_word_of_anybody_else(sides):
    """Every letter that can be chosen, as it is filled in, in each language: on paper, as a mail and as its page."""
    me, sent = fresh(sides.me), []
    facts = CaseFacts(case=sides.case, program=models.Program.objects.get(), now=NOW)
    for wording in offered_to(facts, me).values():
        for language, words in wording.words.items():
            text = merged(words, facts, me, sender="Cora", language=language)
            text = re.sub(r"\[[^\]]*\]", "soon", text)  # what is left open is for whoever writes
            assert not names_other_side(facts, me, text), wording.id
            told = {"wording": wording.id, "language": language, "words": text, "purpose": "arranging"}
            row = models.Contact(participant=me, channel="email", result="sent", **told)
            row.made_at = row.recorded_at = NOW
            row.form_key = uuid7()
            row.save()
            sent.append(letter_to_person(contact_id=row.pk))
    for letter in filter(None, sent):
        send(letter.recipient, letter.subject, letter.body)
    raw = "".join(each.message().as_string() + each.body for each in mail.outbox)
    assert len(mail.outbox) > 20
    assert leaks(sides.words, raw) == []
    assert sides.case.reference not in raw
    assert "canaryplaceforboth" in raw


def test_a_leak_that_is_planted_in_a_letter_is_refused(sides):
    """Whatever is known of the other side, by name or by how to reach them."""
    facts = CaseFacts(case=sides.case, program=models.Program.objects.get(), now=NOW)
    for other in sides.others:
        if sides.me.role in ("victim", "offender") and other.role in ("victim", "offender"):
            for planted in (other.name, other.email, other.address):
                assert names_other_side(facts, sides.me, f"Please note: {planted}, thank you")


@OF_ONE
def test_the_word_to_the_coordinator_says_nothing_of_anybody(sides):
    """It may be read aloud by a telephone that lies on a table."""
    letter = party_acted(case_id=sides.case.pk)
    said = f"{letter.subject} {letter.body}"
    assert leaks([*sides.words, fresh(sides.me).name, *keys(sides.me)], said) == []
    for word in ("victim", "offender", "withdr", "stop", "harm"):
        assert word not in said.lower()


def test_every_letter_is_known():
    ours = {
        name for name, job in JOBS.items() if job.errand and not job.function.__module__.startswith("tests.")
    }
    assert ours == set(LETTERS)


@OF_ONE
def test_no_answer_to_a_link_holds_a_word_of_anybody(sides):
    sent = send_link(sides.world, sides.me)
    path = f"/mine/{sign_link(sent.link)}/"
    asked = [browser().get(path)]
    asked += [browser().post(path, data) for data in ({"code": ""}, {"code": "1"}, {"again": "1"})]
    models.ParticipantLink.objects.filter(pk=sent.link.pk).update(revoked_at=timezone.now())
    asked += [browser().get(path), browser().get("/mine/"), browser().get("/mine/closed/")]
    text = "".join(whole(each) for each in asked)
    assert leaks([*sides.words, fresh(sides.me).name, *keys(sides.me)], text) == []


@OF_ONE
def test_the_referrers_receipt_holds_no_word_of_anybody(sides):
    referral = sides.case.referral
    token = receipt_token(referral.pk)
    crossing = str(PublishReceipt.read(referral_id=referral.pk, version=referral.receipt_version))
    shown = ""
    for name in ("refer-received", "refer-withdraw"):
        path = reverse(name, "amends.urls_tenant", args=[token])
        for language in LANGUAGES:
            client = browser()
            client.cookies["django_language"] = language
            shown += whole(client.get(path))
    assert sides.case.reference in shown
    said = [*sides.words, fresh(sides.me).name, "For the person harmed", "canaryplaceforboth"]
    assert leaks(said, shown + crossing) == []
    letter = send_receipt_address(referral_id=referral.pk, language="en")
    assert leaks(said, f"{letter.subject} {letter.body}") == []
    assert not [field.name for field in Receipt._meta.fields if isinstance(field, columns.TextField)]


@OF_ONE
def test_the_api_holds_no_word_for_anybody_outside(sides):
    """No token, one that was revoked, the cookies of an own page: open is what says nothing of a case, and no more."""
    token, secret = token_of(sides.world.cora)
    paths = addresses_of_the_api(sides)
    of_a_colleague = "".join(whole(each) for each in answers_at(Software(secret), paths))
    assert leaks(sides.words, of_a_colleague), "otherwise the rest would show nothing"
    revoke_token(actor=sides.world.alice, token=token, now=timezone.now())
    party = open_page(sides.world, sides.me, browser())
    assert party.get("/mine/").status_code == 200
    for client in (browser(), Software(secret), party):
        answers = answers_at(client, paths)
        open_to_anybody = {path for path, each in zip(paths, answers, strict=True) if each.status_code == 200}
        assert open_to_anybody == {f"/api/v1/{each}" for each in ("health/", "version/", "openapi.json")}
        assert {each.status_code for each in answers} == {200, 401}
        posted = [client.post(path, {}, "application/json") for path in paths]
        assert {each.status_code for each in posted} <= {401, 405}
        text = "".join(whole(each) for each in answers + posted)
        assert leaks([*sides.words, fresh(sides.me).name, sides.case.reference], text) == []


def addresses_of_the_api(sides: Sides) -> list[str]:
    """Return the address of every endpoint, about the case and everything in it."""
    item = models.AgreementItem.objects.filter(agreement__case=sides.case).first()
    keys = {
        "cases": [sides.case.pk],
        "people": [person.pk for person in (sides.me, *sides.others)],
        "items": [item.pk],
        "payments": [uuid7()],  # there is none, and none holds a word
        "referrals": [sides.case.referral_id],
        "releases": list(models.InformationRelease.objects.values_list("pk", flat=True)),
    }
    paths = []
    for route in (str(each.pattern) for each in api.v1.urls.urlpatterns):
        about = keys.get(route.partition("/")[0], [""])
        paths += [f"/api/v1/{route.replace('<uuid:pk>', str(key))}" for key in about]
    assert not [path for path in paths if "<" in path]
    return list(dict.fromkeys(paths))


def answers_at(client: Any, paths: list[str]) -> list[Any]:
    return [client.get(path) for path in paths]


@OF_ONE
def test_the_audit_of_a_visit_holds_no_word_of_anybody(sides):
    everything_shown(open_page(sides.world, sides.me, browser()))
    audit.flush()
    entries = "".join(str(vars(entry)) for entry in AuditEntry.objects.all())
    assert f"participant:{sides.me.pk}" in entries
    assert leaks([*sides.words, fresh(sides.me).name], entries) == []


def test_a_visit_reads_no_row_of_anybody_else(sides):
    """Not hidden but never read: no statement of an own page carries another's key, or asks for everybody's rows."""
    client = open_page(sides.world, sides.me, browser())
    with CaptureQueriesContext(connection) as asked:
        for path in own_paths():
            if not ends_the_visit(path):
                client.get(path)
    statements = [each["sql"] for each in asked.captured_queries]
    own = ("participant", "victimchoice", "participationconsent", "contact", "informationrelease")
    of_people = [each for each in statements if any(f'FROM "programs_{table}"' in each for table in own)]
    assert len(of_people) >= 4
    for statement in statements:
        assert not [key for other in sides.others for key in keys(other) if key in statement], statement
    for statement in of_people:
        assert [key for key in keys(sides.me) if key in statement], statement


@pytest.mark.parametrize("me", [0, 1])
def test_whatever_the_other_side_says_my_pages_stay_the_same(world, me):
    """A yes, a no, choices, ways, readiness: nothing that somebody does can be read off the pages of the other."""
    case = make_case(world, "preparing")
    mine, other = parties(case)[me], parties(case)[1 - me]
    if me == 1:  # the one who was harmed is approached after
        contact(world, other)
    client = open_page(world, mine, browser())
    before = as_it_looks(client)
    for act in what_they_do(world, other):
        act()
        assert as_it_looks(client) == before
    assert models.ParticipationConsent.objects.get(participant=other).withdrawn_at is not None


def what_they_do(world: Any, person: Any) -> list[Any]:
    """Return what the other side does, and has noted, one thing after the other."""
    visit = browser()
    acts = [
        lambda: open_page(world, person, visit),
        lambda: visit.post("/mine/answer/", {"agrees": "on"}),
        lambda: visit.post("/mine/ways/", {"language": "fr", "unsafe_channels": "phone"}),
        lambda: contact(world, person, purpose="preparation", channel="in_person", note="They are afraid."),
        lambda: record_readiness(actor=world.cora, participant=fresh(person), now=NOW, is_ready=True),
        lambda: release(world, person),
        lambda: visit.post("/mine/passed-on/", {"release": str(person.releases.get().pk)}),
        lambda: visit.post("/mine/stop/"),
    ]
    if person.role == "victim":
        acts[2:2] = [
            lambda: visit.post("/mine/wishes/1/", {"answer": "yes"}),
            lambda: visit.post("/mine/wishes/6/", {"words": "My sister"}),
            lambda: visit.post("/mine/wishes/1/", {"answer": "no"}),
            lambda: choose(world, fresh(person)),
        ]
    return acts


def release(world: Any, person: Any) -> Any:
    """Let the program pass something on about somebody, for a week from now."""
    now = timezone.now()
    leave = Leave(
        "agency", "Lakeview Housing", ["contact"], "To find a flat", "written", now.date() + timedelta(days=7)
    )
    return record_release(actor=world.cora, participant=fresh(person), now=now, form_key=uuid7(), leave=leave)


def as_it_looks(client: Any) -> list[str]:
    """Return every own page without what changes each time it is sent."""
    once = re.compile(r'name="(?:csrfmiddlewaretoken|form_key)" value="[^"]+"|nonce="[^"]+"')
    pages = [client.get(path) for path in own_paths() if not ends_the_visit(path)]
    assert [page.status_code for page in pages].count(200) >= 6
    return [f"{page.status_code} {once.sub('', page.content.decode())}" for page in pages]


def test_what_somebody_released_is_theirs_alone_and_goes_by_their_own_press(world):
    """Who may be told what about one side, and that they took it back, is nowhere on the pages of the other."""
    case = make_case(world, "preparing")
    victim, offender = parties(case)
    contact(world, victim)
    hers = release(world, victim)
    client = open_page(world, offender, browser())
    assert leaks(["Lakeview Housing", str(hers.pk), "To find a flat"], everything_shown(client)) == []
    client = open_page(world, offender, browser())
    assert client.post("/mine/passed-on/", {"release": str(hers.pk)}).status_code == 302
    assert fresh(hers).revoked_at is None
    assert is_named("Lakeview Housing", everything_shown(open_page(world, victim, browser())))
