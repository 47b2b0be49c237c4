"""A program's own words: in place of the standard ones, or letters that no other program has."""

import pytest

from programs.facts import CaseFacts
from programs.models import Program
from programs.own_letters import own_page_link
from programs.policy.kinds import NotAllowed
from programs.policy.versions import read
from programs.presets import PRESETS
from programs.wording.declared import OwnWording
from programs.wording.offered import offered_to
from tests.programs.cast import NOW, make_case, parties, send_link
from tests.programs.letters.test_write import sides
from tests.programs.policy.test_publishing import publish

__all__ = ["sides"]


def own(world, **fields):
    there = Program.objects.get().policy.wordings
    publish(world, wordings=[*there, OwnWording(**fields)])


def test_a_program_writes_words_of_its_own(world, sides):
    own(world, id="letter-0000000a", replaces="please_call", en="Ring {phone}.")
    own(
        world,
        id="letter-0000000b",
        name="Thanks",
        purpose="arranging",
        audience="responsible",
        channels=("letter",),
        en="Thank you, {name}.",
    )
    victim, offender = parties(make_case(world, "preparing"))
    facts = CaseFacts(case=offender.case, program=Program.objects.get(), now=NOW)
    theirs = offered_to(facts, offender)
    assert theirs["please_call"].words["en"] == "Ring {phone}."
    assert theirs["please_call"].words["fr"].startswith("Pourriez-vous")
    assert theirs["letter-0000000b"].words == {"en": "Thank you, {name}."}
    assert "letter-0000000b" not in offered_to(facts, victim)
    assert "own_page" not in theirs


def test_the_mail_with_the_link_is_in_the_program_s_words(world):
    own(world, id="letter-0000000a", replaces="own_page", en="For you: {link}\n\n{neutral_name}")
    offender = parties(make_case(world, "preparing"))[1]
    sent = send_link(world, offender)
    assert own_page_link(link_id=sent.link.pk, number=1).body.startswith("For you: http")


def test_words_are_changed_on_the_pages_of_the_policy(world, at_alpha):
    at_alpha.force_login(world.alice)
    listed = at_alpha.get("/policy/own/").content.decode()
    assert "/policy/own/wordings/add/?like=please_call" in listed
    add = "/policy/own/wordings/add/?like=please_call"
    form = at_alpha.get(add).context["form"]
    words = {code: form[code].value() for code in ("en", "fr", "es")}
    assert "{phone}" in words["fr"]
    wrong = at_alpha.post(add, {"replaces": "please_call", **words, "en": "Call {nobody}"})
    assert "Nothing fills in {nobody}" in wrong.context["form"].errors["en"][0]
    assert wrong.context["form"]["en"].value() == "Call {nobody}"
    at_alpha.post(add, {"replaces": "please_call", **words, "en": "Ring {phone}, please."})
    listed = at_alpha.get("/policy/own/").content.decode()
    assert "in place of the standard words; English, Français, Español" in listed
    assert "/policy/own/wordings/add/?like=please_call" not in listed
    assert "Ring {phone}, please." in at_alpha.get("/policy/draft/").content.decode()


def test_a_letter_of_the_program_s_own_needs_somebody_and_a_way(world, at_alpha):
    at_alpha.force_login(world.alice)
    told = {"name": "Thanks", "purpose": "arranging", "en": "Thank you, {name}."}
    page = at_alpha.post("/policy/own/wordings/add/", told).content.decode()
    assert "Choose for whom it is" in page
    assert "Choose one way at least" in page
    at_alpha.post(
        "/policy/own/wordings/add/", {**told, "audience": "harmed", "channels": ["letter", "in_person"]}
    )
    assert "By letter, In person; English" in at_alpha.get("/policy/own/").content.decode()


def test_a_letter_without_words_in_a_language_is_written_in_one_that_it_has(world, sides, at_alpha):
    own(
        world,
        id="letter-0000000b",
        name="Thanks",
        purpose="arranging",
        audience="everybody",
        channels=("letter",),
        en="Thank you, {name}.",
    )
    victim, _offender = parties(make_case(world, "preparing"))
    at_alpha.force_login(world.cora)
    address = f"/people/{victim.pk}/letters/write/?wording=letter-0000000b&written_in=fr"
    form = at_alpha.get(address).context["form"]
    assert form["written_in"].value() == "en"
    assert form["words"].value().startswith("Thank you")


@pytest.mark.parametrize(
    "kept",
    [
        {"id": "letter-0000000a", "replaces": "of_a_later_release", "en": "Hello"},
        {"id": "letter-0000000a", "replaces": "please_call", "en": "Hello {of_an_earlier_release}"},
    ],
)
def test_words_that_do_not_fit_any_more_fall_back_to_the_standard(world, kept):
    """A policy stays readable whatever a release knows; only rules must never be left out."""
    church = PRESETS["church"].policy
    assert read({"wordings": [kept]}, "church") == church
    fits = {"id": "letter-0000000b", "replaces": "please_call", "en": "Hello"}
    assert [each.en for each in read({"wordings": [kept, fits]}, "church").wordings] == ["Hello"]
    with pytest.raises(NotAllowed):
        read({"rules": [{"id": "rule-0000000a", "effect": "of_a_later_release"}]}, "church")
