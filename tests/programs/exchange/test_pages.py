"""Messages on the pages of staff and of both sides: nothing pops up, and neither side learns what the other does."""

import re

import pytest

from programs.actions.holding import put_on_hold
from programs.models import MediatedMessage
from tests.conftest import HostClient
from tests.programs.cast import NOW, choose, open_page, parties
from tests.programs.exchange.scene import WORDS, again, begun, exchanging, taken_to


@pytest.fixture
def case(world):
    return exchanging(world)


@pytest.fixture
def victims(world, case):
    return open_page(world, parties(case)[0], HostClient("alpha.localhost"))


@pytest.fixture
def offenders(world, case):
    return open_page(world, parties(case)[1], HostClient("alpha.localhost"))


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def links(browser):
    """Return the addresses of the messages that somebody's page leads to."""
    found = re.findall(r'href="(/mine/notes/[0-9a-f]+/)"', browser.get("/mine/notes/").content.decode())
    return [*dict.fromkeys(found)]


def write(browser, words=WORDS):
    page = browser.get("/mine/notes/new/1/").content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
    return browser.post("/mine/notes/new/1/", {"form_key": key, "words": words})


def test_it_works(world, case, victims, offenders, at_alpha):
    """A letter from its first word to the word that it arrived, by the pages alone."""
    at = write(offenders)["Location"]
    assert offenders.post(at, {"words": WORDS + " Truly.", "hand_in": "yes"}).status_code == 302
    message = MediatedMessage.objects.get()
    assert (message.state, message.words, message.written_by) == ("in_review", WORDS + " Truly.", None)
    at_alpha.force_login(world.cora)
    staff = f"/messages/{message.pk}/"
    assert WORDS in text(at_alpha.get(staff))
    approve = {"recipient": str(parties(case)[0].pk)}
    assert at_alpha.post(f"{staff}approve/", approve)["Location"] == staff
    assert links(victims) == [], "nobody hears of what is not offered"
    at_alpha.post(f"{staff}offer/")
    (there,) = links(victims)
    assert WORDS not in text(victims.get(there)), "first only that there is one"
    victims.post(there, {"accept": "yes"})
    assert WORDS not in text(victims.get(there)), "nothing opens by itself"
    victims.post(there, {"open": "yes"})
    assert WORDS in text(victims.get(there))
    assert "It arrived" not in text(offenders.get(at))
    victims.post(there, {"tell": "yes"})
    assert "It arrived" in text(offenders.get(at))


def test_the_sender_reads_the_same_whatever_the_other_side_does(world, case, offenders):
    seen = set()
    for state in ("approved", "banked", "offered", "accepted", "declined", "delivered"):
        taken_to(world, begun(world, case), state)
        seen.add(re.sub(r"/mine/notes/[0-9a-f]+/", "", text(offenders.get(links(offenders)[-1]))))
    pages = {re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", each) for each in seen}
    assert len(pages) == 1


def test_who_does_not_want_it_sees_it_no_more(world, case, victims):
    message = taken_to(world, begun(world, case), "offered")
    (there,) = links(victims)
    assert victims.post(there, {"decline": "yes"})["Location"] == "/mine/notes/"
    assert (links(victims), again(message).state) == ([], "declined")
    assert victims.get(there).status_code == 404


def test_it_cannot_be_opened_before_it_is_wanted(world, case, victims):
    message = taken_to(world, begun(world, case), "offered")
    (there,) = links(victims)
    answer = victims.post(there, {"open": "yes"})
    assert (answer.status_code, again(message).state) == (409, "offered")
    assert WORDS not in text(answer)


def test_a_change_of_mind_stops_what_was_on_its_way(world, case, victims):
    message = taken_to(world, begun(world, case), "offered")
    (there,) = links(victims)
    choose(world, parties(case)[0], mode="face_to_face")
    assert victims.post(there, {"accept": "yes"}).status_code in (404, 409)
    assert again(message).state in ("offered", "approved")


def test_a_sender_takes_back_what_nobody_read_and_no_more(world, case, offenders):
    at = write(offenders)["Location"]
    assert "Take it back" in text(offenders.get(at))
    message = taken_to(world, MediatedMessage.objects.get(), "in_review")
    taken_to_approved = again(message)
    from programs.actions.messages import approve_message
    from tests.programs.cast import NOW

    approve_message(actor=world.cora, message=taken_to_approved, now=NOW, recipient=parties(case)[0])
    assert "Take it back" not in text(offenders.get(at))
    assert offenders.post(at, {"withdraw": "yes"}).status_code == 409


def test_nobody_reads_what_is_not_handed_in(world, case, offenders, at_alpha):
    at = write(offenders)["Location"]
    at_alpha.force_login(world.cora)
    message = MediatedMessage.objects.get()
    assert at_alpha.get(f"/messages/{message.pk}/").status_code == 404
    assert f"/messages/{message.pk}/" not in text(at_alpha.get(f"/cases/{case.pk}/messages/"))
    offenders.post(at, {"words": WORDS, "hand_in": "yes"})
    assert at_alpha.get(f"/messages/{message.pk}/").status_code == 200


def test_each_side_opens_only_its_own(world, case, victims, offenders):
    taken_to(world, begun(world, case), "delivered")
    (mine,), (theirs,) = links(offenders), links(victims)
    assert mine != theirs
    assert victims.get(mine).status_code == offenders.get(theirs).status_code == 404


def test_what_was_given_back_says_why_to_its_sender_alone(world, case, offenders, victims):
    taken_to(world, begun(world, case), "returned")
    assert "Shorter" in text(offenders.get(links(offenders)[0]))
    assert links(victims) == []


def test_a_refusal_names_the_rule_and_loses_nothing(world, case, at_alpha):
    message = taken_to(world, begun(world, case, words="Call me on 555 0100"), "in_review")
    at_alpha.force_login(world.cora)
    answer = at_alpha.post(f"/messages/{message.pk}/approve/", {"recipient": str(parties(case)[0].pk)})
    assert answer.status_code == 409
    assert "tell how to reach them" in text(answer)


def test_an_apology_can_be_written_before_anybody_asks(world):
    from tests.programs.cast import make_case

    case = make_case(world, "preparing")
    victim, offender = parties(case)
    early = open_page(world, offender, HostClient("alpha.localhost"))
    assert write(early).status_code == 302
    harmed = open_page(world, victim, HostClient("alpha.localhost"))
    assert "/mine/notes/" not in text(harmed.get("/mine/")), "nothing points there"
    assert harmed.get("/mine/notes/new/1/").status_code == 302


def test_words_typed_by_staff_are_read_by_a_colleague(world, case, at_alpha):
    at_alpha.force_login(world.mia)
    page = at_alpha.get(f"/cases/{case.pk}/messages/write/").content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
    told = {"form_key": key, "sender": str(parties(case)[1].pk), "kind": "relayed", "words": WORDS}
    made = at_alpha.post(f"/cases/{case.pk}/messages/write/", told)["Location"]
    at_alpha.post(f"{made}hand_in/")
    assert "cannot approve it" in text(at_alpha.get(made))
    assert MediatedMessage.objects.get().kind == "relayed"


def test_a_letter_that_comes_too_late_is_not_lost(world, case, offenders):
    """The case comes to rest while they write: they get their words back, and keep them."""
    page = offenders.get("/mine/notes/new/1/").content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page).group(1)
    put_on_hold(actor=world.cora, case=case, now=NOW, reason="asked")
    answer = offenders.post("/mine/notes/new/1/", {"form_key": key, "words": WORDS})
    assert answer.status_code == 409
    assert WORDS in text(answer)
