"""Pages about figures across programs: who sees what, what is refused, and what stands beside what is published."""

import datetime as dt

import pytest
from django.urls import reverse

from network.reporting.models import Kind
from programs.actions.sharing import count_figures, share_figures
from programs.models import MediationCase, Offence, Participant, Program
from programs.sharing.beside import Own, gaps, is_larger_than_chance, own_shares, wilson
from programs.sharing.consent import WORDS, Consent
from programs.sharing.counting_down import counting_of
from programs.sharing.handing import Handed
from programs.sharing.quality import findings
from tenants.ids import uuid7
from tests.programs.cast import NOW, make_case, parties

YEAR = NOW.year


def agree(world, **changes):
    told = {"words": WORDS, "region": "us-state:MN", "network": "", "now": NOW.replace(year=YEAR - 1)}
    return share_figures(**{"actor": world.alice} | told | changes)


def close(case, reason="completed_dialogue_no_agreement"):
    case.state, case.closed_at, case.closure_reason = "closed", NOW, reason
    case.save(update_fields=["state", "closed_at", "closure_reason"])
    return case


def count(world):
    count_figures(actor=None, period_id=uuid7(), kind=Kind.YEAR, year=YEAR, now=NOW.replace(year=YEAR + 1))
    return Handed.of(Program.objects.get(), Kind.YEAR, YEAR)


@pytest.fixture
def signed_in(at_alpha):
    def browser(user):
        at_alpha.force_login(user)
        return at_alpha

    return browser


def posted(client, **changes):
    told = {"words": WORDS, "region": "us-state:MN", "agrees": "on"}
    return client.post(reverse("figures-share"), told | changes)


def test_it_works(world, signed_in):
    admin = signed_in(world.alice)
    assert "The program takes no part." in admin.get(reverse("figures-shared")).content.decode()
    assert posted(admin).status_code == 302
    consent = Consent.of(Program.objects.get())
    assert (consent.region, consent.given_by) == ("us-state:MN", str(world.alice.pk))
    page = admin.get(reverse("figures-shared")).content.decode()
    assert "Minnesota" in page
    assert admin.post(reverse("figures-stop")).status_code == 302
    assert "The program has stopped taking part." in admin.get(reverse("figures-shared")).content.decode()


def test_nothing_is_agreed_to_without_a_tick_and_nothing_typed_is_lost(world, signed_in):
    page = posted(signed_in(world.alice), agrees="", region="us-state:WI").content.decode()
    assert "Tick that the program agrees" in page
    assert '<option value="us-state:WI" selected' in page
    assert not Consent.of(Program.objects.get()).number


def test_words_that_were_changed_meanwhile_are_not_agreed_to(world, signed_in):
    answer = posted(signed_in(world.alice), words=WORDS + 1)
    assert (answer.status_code, b"Read it again" in answer.content) == (409, True)


def test_who_coordinates_reads_and_agrees_to_nothing(world, signed_in):
    cora = signed_in(world.cora)
    assert "Take part" not in cora.get(reverse("figures-shared")).content.decode()
    assert posted(cora).status_code == 403


def test_what_was_handed_in_is_shown_exactly(world, signed_in):
    agree(world)
    close(make_case(world, "held"))
    count(world)
    client = signed_in(world.alice)
    page = client.get(reverse("figures-handed", args=[f"year-{YEAR}"])).content.decode()
    assert "One case. This is exact" in page
    assert Handed.of(Program.objects.get(), Kind.YEAR, YEAR).digest in page
    for key in (f"year-{YEAR + 1}", f"later-{YEAR}", "x", "year-", "year-²"):
        assert client.get(reverse("figures-handed", args=[key.replace("²", "two")])).status_code == 404


def test_what_is_missing_is_named_with_the_cases(world, signed_in):
    agree(world)
    unnamed = close(make_case(world, "held"))
    Participant.objects.filter(pk=parties(unnamed)[1].pk).update(is_minor=None)
    contradicted = close(make_case(world, "held"), "screened_out_safety")
    found = {each.id: each for each in findings(MediationCase.objects.all())}
    assert found["no_age"].cases == [unnamed]
    assert found["screened_out_and_met"].cases == [contradicted]
    page = signed_in(world.cora).get(reverse("figures-quality")).content.decode()
    assert reverse("case", args=[unnamed.pk]) in page


def test_a_case_in_which_all_is_said_is_not_named(world):
    case = close(make_case(world, "preparing"), "offender_withdrew")
    Participant.objects.filter(pk=parties(case)[1].pk).update(is_minor=False)
    assert Offence.objects.filter(referral=case.referral).exists()
    assert list(findings(MediationCase.objects.all())) == []


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (dt.date(YEAR + 1, 1, 1), 59),
        (dt.date(YEAR + 1, 2, 28), 1),
        (dt.date(YEAR + 1, 3, 1), None),
        (dt.date(YEAR, 12, 31), None),
    ],
)
def test_days_are_counted_down_until_sealing(world, today, days):
    agree(world)
    told = counting_of(Program.objects.get(), today)
    assert (told and told["days"]) == days


@pytest.mark.no_db
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(81, 263, 0.2553, 0.3662), (10, 10, 0.7225, 1.0), (0, 20, 0.0, 0.1611)]
)
def test_own_ranges_are_wilsons(part, whole, low, high):
    """The first is Newcombe's (1998) own example."""
    assert wilson(part, whole) == (pytest.approx(low, abs=0.0001), pytest.approx(high, abs=0.0001))


@pytest.mark.no_db
def test_a_gap_is_larger_than_chance_as_newcombe_reckons_it():
    """His example: 56 of 70 and 48 of 80 differ by 0.0524 to 0.3339 (method 10)."""
    own = Own(56, 70, *wilson(56, 70))
    assert is_larger_than_chance(own, 48 / 80, *wilson(48, 80))
    assert not is_larger_than_chance(Own(45, 70, *wilson(45, 70)), 48 / 80, *wilson(48, 80))


def test_own_shares_stand_beside_published_ones(world):
    agree(world)
    for _ in range(10):
        close(make_case(world, "held"))
    handed = count(world)
    assert {name: (each.part, each.whole) for name, each in own_shares(handed).items()} == {
        "mediated_of_referred": (10, 10),
        "agreed_of_mediated": (0, 10),
    }
    said = [("mediated_of_referred", "all", 0.5), ("agreed_of_mediated", "all", None), ("x", "church", 0.5)]
    document = {
        "shares": [
            {
                "id": name,
                "row": row,
                "part": part,
                "low": part and part - 0.05,
                "high": part and part + 0.05,
            }
            for name, row, part in said
        ]
    }
    found = {each.percentage.id: each for each in gaps(handed, document)}
    assert (found["mediated_of_referred"].is_real, found["mediated_of_referred"].is_above) == (True, True)
    assert found["agreed_of_mediated"].is_real is None


def test_the_first_page_says_how_long_there_is(world, signed_in, time_machine):
    agree(world)
    time_machine.move_to(dt.datetime(YEAR + 1, 2, 20, 12, tzinfo=dt.UTC), tick=False)
    page = signed_in(world.cora).get("/").content.decode()
    assert f"The cases of {YEAR} are counted in 9 days." in page
    time_machine.move_to(dt.datetime(YEAR + 1, 3, 1, 12, tzinfo=dt.UTC), tick=False)
    assert "data-counting" not in signed_in(world.cora).get("/").content.decode()
