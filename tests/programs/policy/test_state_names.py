"""A program calls the states of a case as it likes: on every page of staff, and nowhere else; the states stay."""

import pytest
from django.urls import reverse
from django.utils import translation

from programs.models import Program
from programs.models.case import OPEN_STATES, CaseState
from programs.naming import name_of_state
from programs.policy.catalogue import SETTINGS
from programs.policy.document import STATES, Policy
from programs.policy.drafting import draft_of
from programs.policy.kinds import NotAllowed
from tests.api.rig import Software, token_of
from tests.conftest import HostClient
from tests.programs.cast import make_case, open_page, parties
from tests.programs.policy.test_policy_pages import change, fill
from tests.programs.policy.test_publishing import draft, publish
from tests.programs.rules.parts import an_item

OURS = {"screening": "First talks", "preparing": "Getting ready"}


@pytest.fixture
def alice(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


@pytest.fixture
def named(world):
    draft(world, state_names_en=OURS, state_names_fr={"preparing": "Mise en route"})
    publish(world)
    return world


def read(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def test_it_works(world, alice):
    names = {f"state_names_en__{state}": name for state, name in OURS.items()}
    page = change(alice, "words", **names)
    told = page.content.decode()
    assert "Screening: First talks; Preparing: Getting ready" in told
    assert "the standard names" in told
    alice.post(reverse("policy-draft"), fill(page, note="As we say it.", moves_open_cases="no"), follow=True)
    case = make_case(world, "preparing")
    assert "Getting ready" in read(alice, "case", case.pk)
    assert "Screening: First talks" in read(alice, "policy")


def test_the_states_are_those_that_staff_see():
    assert set(STATES) == {*OPEN_STATES, CaseState.CLOSING, CaseState.CLOSED}


def test_it_stands_wherever_staff_see_a_state(named, alice):
    case = make_case(named, "preparing")
    for page in ("home", "cases"):
        shown = read(alice, page)
        if page == "cases" or case.reference in shown:
            assert "Getting ready" in shown, page
    narrowed = read(alice, "cases", state="preparing")
    assert "State: Getting ready" in narrowed
    assert case.reference in narrowed
    refused = read(alice, "session-held", case.pk)
    assert "This one is at: Getting ready." in refused
    alice.force_login(named.mia)
    assert "Getting ready" in read(alice, "home")


def test_a_checklist_and_a_rule_say_it_too(named):
    policy = Program.objects.get().policy
    item = SETTINGS["checklist"].kind.read([an_item()])[0]
    assert SETTINGS["checklist"].kind.say_one(item, policy).startswith(f"{item.text}: Getting ready")


def test_each_language_has_its_own(named, alice):
    case = make_case(named, "preparing")
    policy = Program.objects.get().policy
    assert name_of_state(case.state, policy) == "Getting ready"
    with translation.override("fr"):
        assert name_of_state(case.state, policy) == "Mise en route"
        assert name_of_state("screening", policy) == str(CaseState.SCREENING.label) != "Screening"
    with translation.override("es"):
        assert name_of_state(case.state, policy) == str(CaseState.PREPARING.label)


def test_software_reads_the_state_as_it_is_and_its_name(named):
    case = make_case(named, "preparing")
    asks = Software(token_of(named.alice)[1], "alpha.localhost")
    for told in (asks.get(reverse("api-case", args=[case.pk])), asks.get(reverse("api-cases"))):
        row = told.json()
        row = row["results"][0] if "results" in row else row
        assert (row["state"], row["state_label"]) == ("preparing", "Getting ready")


def test_a_party_never_sees_it(named):
    case = make_case(named, "preparing")
    own = open_page(named, parties(case)[0], HostClient("alpha.localhost"))
    for page in ("own-home", "own-progress", "own-about", "own-choices"):
        shown = read(own, page)
        assert "Getting ready" not in shown
        assert "Preparing" not in shown


def test_an_empty_box_takes_the_name_back(named, alice):
    change(alice, "words", state_names_en__preparing="  ")
    assert draft_of(Program.objects.get()).policy.state_names_en["preparing"] == ""
    assert draft_of(Program.objects.get()).policy.state_names_en["screening"] == "First talks"


def test_a_name_is_spaced_as_words_are(alice):
    change(alice, "words", state_names_en__held="  We   met ")
    assert draft_of(Program.objects.get()).policy.state_names_en["held"] == "We met"


@pytest.mark.parametrize("name", ["Ready", "ready", "Getting to know"])
def test_two_states_are_never_called_the_same(alice, name):
    more = {"state_names_en__intake": "Getting to know"}
    page = change(alice, "words", state_names_en__held=name, **more)
    assert "Another state is called so too" in page.content.decode()
    assert draft_of(Program.objects.get()).is_empty
    with pytest.raises(NotAllowed, match="called the same"):
        SETTINGS["state_names_en"].kind.read({"held": name, "intake": "Getting to know"})


def test_names_may_change_places():
    kind = SETTINGS["state_names_en"].kind
    assert kind.read({"held": "Ready", "ready": "Held"})["held"] == "Ready"


def test_what_reads_the_same_in_another_language_is_no_matter():
    kind = SETTINGS["state_names_fr"].kind
    assert kind.read({"held": "Ready"})["held"] == "Ready"
    with pytest.raises(NotAllowed):
        kind.read({"held": name_in_french("ready")})


def name_in_french(state: str) -> str:
    with translation.override("fr"):
        return name_of_state(state, Policy())


@pytest.mark.parametrize("name", ["x" * 41, 3, None, ["a"], "a\x00b"])
def test_a_name_is_a_few_words(name):
    with pytest.raises(NotAllowed, match="at most 40"):
        SETTINGS["state_names_en"].kind.read({"held": name})


def test_a_name_that_is_too_long_says_so(alice):
    page = change(alice, "words", state_names_en__held="x" * 41)
    assert "Write at most 40 characters" in page.content.decode()


def test_markup_in_a_name_is_text(world, alice):
    draft(world, state_names_en={"preparing": "<b>Soon</b>"})
    publish(world)
    shown = read(alice, "case", make_case(world, "preparing").pk)
    assert "&lt;b&gt;Soon&lt;/b&gt;" in shown
    assert "<b>Soon" not in shown


def test_languages_that_nobody_needs_are_folded(named, alice):
    def folds(**headers):
        page = alice.get(reverse("policy-change", args=["words"]), headers=headers)
        return {each.id: fold for each, _fields, fold in page.context["form"].parts if each}

    # French has a name already.
    assert folds() == {"state_names_en": "open", "state_names_fr": "open", "state_names_es": "closed"}
    assert folds(accept_language="es")["state_names_es"] == "open"


def test_a_mistake_is_never_folded_away(alice):
    page = change(alice, "words", state_names_es__held="x" * 41)
    assert "open" in {
        fold for each, _fields, fold in page.context["form"].parts if each and each.id.endswith("es")
    }


def test_every_table_of_names_keeps_them_all(world):
    for language in ("en", "fr", "es"):
        kind = SETTINGS[f"state_names_{language}"].kind
        assert kind.read(kind.store(kind.read(OURS))) == dict.fromkeys(STATES, "") | OURS
        assert kind.meets(kind.read(OURS), kind.read({}))
