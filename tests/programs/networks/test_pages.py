"""The pages of networks: what is asked, what each sees beside what it does not, who looked, and what nobody loses."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from network.oversight.models import Share
from programs.actions.networks import hear_look, hear_unfit, take_membership
from programs.models import PolicyFloor, Program
from programs.networks.copies import Copy
from programs.networks.telling import told_of
from programs.records.entries import ON_A_PAGE
from tests.meta.isolation_networks import NOBODYS, word
from tests.programs.networks.made import CONTACT, made_network

AGREED = {"terms_number": "1", "agrees": "on"}


@pytest.fixture
def crossroads(rolled_back):
    """A network that takes requests, made before a program is entered."""
    return made_network("Crossroads Network")


@pytest.fixture
def silent(rolled_back):
    """One without terms."""
    return made_network("Silent Network", terms=False)


@pytest.fixture
def admin(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


def told(**changes) -> str:
    """Have the network say something, and return the key of the membership."""
    said = word(**changes)
    take_membership(actor=None, word=said)
    return said["id"]


def member(**changes) -> str:
    return told(state="member", joined_at="2026-03-02T12:00:00+00:00", **changes)


def page(browser, name="networks", *args, **query) -> str:
    answer = browser.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def copy(key) -> Copy:
    return Copy.read(Program.objects.get().networks[str(key)])


def test_it_works(admin):
    key = told(why="Join us.")
    shown = page(admin)
    for words in ("State Network invites you", "Join us.", "Members meet once a year.", *Share.labels):
        assert str(words) in shown, words
    form = page(admin, "networks-accept", key)
    assert "Members meet once a year." in form
    assert 'value="alice@alpha.example"' in form, "whoever runs the program speaks for it at first"
    sent = AGREED | CONTACT | {"shares": ["contact", "listing"]}
    assert admin.post(reverse("networks-accept", args=[key]), sent).status_code == 302
    assert (copy(key).state, copy(key).shares) == ("member", ("contact", "listing"))
    shown = page(admin)
    assert "Dora Director" in shown
    assert shown.count('data-is-shared="yes"') == 2
    assert shown.count('data-is-shared="no"') == 3
    assert 'data-on-its-way="yes"' in shown


def test_the_page_shows_exactly_what_is_sent(admin):
    key = member()
    shares = [*Share.values]
    admin.post(reverse("networks-share", args=[key]), CONTACT | {"shares": shares})
    shown = page(admin)
    program = Program.objects.get()
    sent = told_of(program, copy(key))["told"]
    assert set(sent) == {"program", "contact", "listing", "payment", "policy"}
    for value in sent["contact"].values():
        assert value in shown
    assert "Not in the directory" in shown
    assert f"{len(sent['policy']['values']) + 1} settings" in shown
    assert 'data-is-shared="no"' not in shown


def test_a_contact_that_is_shared_is_named_and_nothing_typed_is_lost(admin):
    key = told()
    sent = AGREED | {"shares": ["contact"], "name": "", "email": "", "telephone": "555 0123"}
    answer = admin.post(reverse("networks-accept", args=[key]), sent)
    shown = answer.content.decode()
    assert "Enter who speaks for the program, or do not share it" in shown
    assert "Enter their e-mail address, or do not share it" in shown
    assert "Never anybody of a case" in shown
    assert 'value="555 0123"' in shown
    assert copy(key).state == "invited"


def test_nobody_joins_without_agreeing(admin):
    key = told()
    sent = CONTACT | {"terms_number": "1", "shares": []}
    answer = admin.post(reverse("networks-accept", args=[key]), sent)
    assert "Tick that the program agrees" in answer.content.decode()
    assert copy(key).state == "invited"


def test_whoever_read_other_terms_reads_the_new_ones_first(admin):
    key = told()
    told(
        id=key, network=copy(key).network, version=2, terms_number=2, terms_text="Members meet twice a year."
    )
    sent = AGREED | CONTACT | {"shares": ["policy"]}
    answer = admin.post(reverse("networks-accept", args=[key]), sent)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert 'data-guard="network_terms_as_shown"' in shown
    assert "Members meet twice a year." in shown
    assert 'value="Dora Director"' in shown
    assert 'name="terms_number" value="2"' in shown
    assert copy(key).state == "invited"
    again = sent | {"terms_number": "2"}
    assert admin.post(reverse("networks-accept", args=[key]), again).status_code == 302


def test_an_invitation_is_declined_once(admin):
    key = told()
    there = reverse("networks-decline", args=[key])
    assert admin.post(there).status_code == 302
    shown = page(admin)
    assert "Declined by the program" in shown
    answer = admin.post(there)
    assert answer.status_code == 409
    assert 'data-guard="network_waits_for_this"' in answer.content.decode()


def test_sharing_less_is_one_form_and_leaving_one_press(admin):
    key = member()
    there = reverse("networks-share", args=[key])
    admin.post(there, CONTACT | {"shares": ["contact", "policy"]})
    assert "checked" in page(admin, "networks-share", key)
    admin.post(there, CONTACT | {"shares": []})
    assert copy(key).shares == ()
    assert told_of(Program.objects.get(), copy(key))["told"].keys() == {"program"}
    leaving = page(admin, "networks-leave", key)
    assert "It has set no minimum for your policy." in leaving
    assert admin.post(reverse("networks-leave", args=[key])).status_code == 302
    assert copy(key).state == "left"
    assert 'data-network="member"' not in page(admin)
    assert admin.get(there).status_code == 302
    answer = admin.post(there, CONTACT | {"shares": ["contact"]})
    assert answer.status_code == 409
    assert "Dora Director" in answer.content.decode()
    assert copy(key).shares == ()


def test_leaving_says_that_a_minimum_stays(world, admin):
    key = member()
    PolicyFloor.objects.create(
        network_id=copy(key).network,
        network_name="State Network",
        version=1,
        values={"answer_days": 7},
        why="All of us answer soon.",
        received_at="2026-03-02T12:00:00Z",
    )
    assert "for 30 days" in page(admin, "networks-leave", key)


def test_a_program_asks_and_takes_it_back(crossroads, silent, admin):
    shown = page(admin, "networks-join")
    assert "Crossroads Network" in shown
    assert "Silent Network" not in shown, "there is nothing to agree to"
    assert "Crossroads" not in page(admin, "networks-join", find="Prairie")
    there = reverse("networks-ask", args=[crossroads.row.pk])
    sent = AGREED | CONTACT | {"shares": ["policy"], "why": "We are alone."}
    missing = admin.post(there, sent | {"why": ""}).content.decode()
    assert "Write why you want to join" in missing
    other = admin.post(there, sent | {"terms_number": "7"})
    assert other.status_code == 409
    assert "We are alone." in other.content.decode()
    assert admin.post(there, sent).status_code == 302
    (key,) = Program.objects.get().networks
    assert (copy(key).state, copy(key).why) == ("asked", "We are alone.")
    assert "See how things stand" in page(admin, "networks-join")
    again = admin.post(there, sent)
    assert again.status_code == 409
    assert 'data-guard="network_knows_program"' in again.content.decode()
    assert 'data-network="asked"' in page(admin)
    assert "You can ask again." in page(admin, "networks-leave", key)
    admin.post(reverse("networks-leave", args=[key]))
    assert copy(key).state == "withdrawn"


def test_a_request_that_was_never_put_says_why(admin):
    key = told(state="asked")
    hear_unfit(actor=None, membership=uuid.UUID(key), reason="takes_no_requests")
    assert "The network takes no requests now" in page(admin)


def test_who_looked_is_shown_the_newest_first_and_in_parts(crossroads, admin):
    key = member()
    for minute in range(ON_A_PAGE + 1):
        look = {
            "network": copy(key).network,
            "officer": str(crossroads.officer.pk),
            "page": "network-member",
            "looked_at": dt.datetime(2026, 3, 3, 13, minute, tzinfo=dt.UTC),
        }
        hear_look(actor=None, look=look)
    answer = admin.get(reverse("networks"))
    looks = answer.context["looks"]
    assert len(looks) == ON_A_PAGE
    assert looks[0][0]["text"] > looks[-1][0]["text"]
    assert looks[0][1:] == ["State Network", "Olga of Crossroads Network", "What this program shares"]
    (oldest,) = admin.get(reverse("networks"), {"before": answer.context["older"]}).context["looks"]
    assert oldest[0]["text"] < looks[-1][0]["text"]


@pytest.mark.parametrize("person", ["cora", "sol", "mia"])
def test_only_administrators_open_them(world, at_alpha, person):
    key = told()
    at_alpha.force_login(world.people[person])
    assert reverse("networks") not in at_alpha.get("/").content.decode()
    for name in ("networks", "networks-join"):
        assert at_alpha.get(reverse(name)).status_code == 403
    for name in ("networks-accept", "networks-decline", "networks-share", "networks-leave", "networks-ask"):
        assert at_alpha.post(reverse(name, args=[key])).status_code == 403
    assert copy(key).state == "invited"


def test_what_is_not_there_is_not_found(admin):
    for name in ("networks-accept", "networks-share", "networks-leave", "networks-ask"):
        assert admin.get(reverse(name, args=[NOBODYS])).status_code == 404
    assert admin.post(reverse("networks-decline", args=[NOBODYS])).status_code == 404
