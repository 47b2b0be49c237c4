"""Whose wishes lead: where both sides count alike, what differs is settled first; else the harmed side leads (3.6)."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from programs.actions.exchanges import begin_exchange
from programs.actions.wishes import record_settlement, record_wishes
from programs.models.choice import Wish
from tests.programs.cast import NOW, choose, fresh, make_case, parties, schedule
from tests.programs.policy.test_publishing import publish

LATER = NOW + dt.timedelta(minutes=5)
SETTLED = "He can come at nine as well."


def wish(world, case, **changes):
    answers = {"mode": "no_preference", "wishes": {"when": "Evenings"}, "differs": True, "now": NOW}
    return record_wishes(actor=world.cora, participant=parties(case)[1], **answers | changes)


def settle(world, case, text=SETTLED, now=LATER):
    return record_settlement(actor=world.cora, case=case, now=now, text=text)


def led_by(world, premise):
    case = make_case(world, "ready")
    publish(world, moves=True, premise=premise)
    return fresh(case)


def test_it_works(world, refused):
    case = make_case(world, "ready")
    wish(world, case)
    assert refused(lambda: schedule(world, case)) == ["wishes_settled"]
    settle(world, case)
    assert schedule(world, fresh(case))
    assert fresh(case).settlement == SETTLED


def test_wishes_that_do_not_differ_need_nothing(world):
    case = make_case(world, "ready")
    wish(world, case, differs=False, mode="face_to_face")
    assert schedule(world, case)


def test_another_way_than_the_chosen_one_differs_whatever_was_ticked(world, refused):
    case = make_case(world, "ready")
    wish(world, case, differs=False, mode="shuttle")
    assert refused(lambda: schedule(world, case)) == ["wishes_settled"]


def test_what_is_settled_never_overrides_the_way_that_was_chosen(world, refused):
    case = make_case(world, "ready")
    wish(world, case, mode="shuttle")
    settle(world, case)
    assert refused(lambda: schedule(world, case, mode="shuttle")) == ["mode_as_chosen"]
    choose(world, parties(case)[0], takes_part=False, now=LATER)
    assert "takes_part" in refused(lambda: schedule(world, case))


def test_whoever_wishes_or_chooses_anew_opens_it_again(world, refused):
    case = make_case(world, "ready")
    wish(world, case)
    settle(world, case)
    choose(world, parties(case)[0], now=LATER + dt.timedelta(minutes=1))
    assert refused(lambda: schedule(world, fresh(case))) == ["wishes_settled"]
    settle(world, case, now=LATER + dt.timedelta(minutes=2))
    wish(world, case, now=LATER + dt.timedelta(minutes=3))
    assert refused(lambda: schedule(world, fresh(case))) == ["wishes_settled"]


def test_where_the_person_harmed_leads_the_other_sides_wishes_are_advice(world):
    case = led_by(world, "victim_supreme")
    wish(world, case, mode="shuttle")
    assert schedule(world, case)


def test_messages_are_not_begun_before_it_is_settled(world, refused):
    case = make_case(world, "ready")
    wish(world, case)
    assert "wishes_settled" in refused(lambda: begin_exchange(actor=world.cora, case=case, now=NOW))


def test_a_nod_settles_nothing(world, refused):
    case = make_case(world, "ready")
    assert refused(lambda: settle(world, case, "All good.")) == ["settlement_in_writing"]


def test_each_side_has_its_own_page(world, refused):
    case = make_case(world, "preparing")
    victim, offender = parties(case)
    asked = {"mode": "shuttle", "wishes": {}, "differs": False}
    assert refused(lambda: record_wishes(actor=world.cora, participant=victim, now=NOW, **asked)) == [
        "wishes_by_responsible"
    ]
    assert refused(lambda: choose(world, offender)) == ["choices_by_harmed"]


@pytest.fixture
def planning(world, at_alpha):
    """Return a case whose victim wants evenings at a library, what is posted to schedule it, and a browser."""
    case = make_case(world, "ready")
    wishes = dict.fromkeys(Wish.values, "") | {"when": "Evenings only", "where": "A library", "first": "I do"}
    choose(world, parties(case)[0], wishes=wishes)
    at_alpha.force_login(world.cora)
    day = timezone.localdate() + dt.timedelta(days=9)
    answers = {
        "form_key": str(uuid.uuid4()), "mode": "face_to_face", "place": "Library", "starts": "18:00", "ends": "19:00",
        "day_month": day.month, "day_day": day.day, "day_year": day.year, "fits_choices": "on",
    }  # fmt: skip
    return case, answers


def test_whoever_schedules_sees_the_words_and_confirms_one_by_one(world, planning, at_alpha):
    case, answers = planning
    path = f"/cases/{case.pk}/session/"
    page = at_alpha.get(path).content.decode()
    for words in ("Evenings only", "A library", "I do"):
        assert f"Vera Victim: {words}" in page
    assert re.findall(r'name="fits" value="(\w+)"', re.sub(r"\s+", " ", page)) or 'value="when"' in page
    assert "Tick each one" in at_alpha.post(path, answers | {"fits": ["when"]}).content.decode()
    assert fresh(case).state == "ready"
    assert at_alpha.post(path, answers | {"fits": ["when", "where"]}).status_code == 302
    assert fresh(case).state == "scheduled"


def test_the_wishes_of_both_sides_and_what_was_settled_are_read_before(world, planning, at_alpha):
    case, _answers = planning
    wish(world, case)
    settle(world, case)
    page = at_alpha.get(f"/cases/{case.pk}/session/").content.decode()
    assert "Oskar Offender: Evenings" in page
    assert SETTLED in page


def test_pages_record_both(world, at_alpha):
    case = make_case(world, "ready")
    offender = parties(case)[1]
    at_alpha.force_login(world.mia)
    answers = {"mode": "shuttle", "when": "Mornings", "differs": "yes"}
    assert at_alpha.post(f"/people/{offender.pk}/wishes/", answers).status_code == 302
    shown = at_alpha.get(f"/cases/{case.pk}/people/").content.decode()
    assert "something differs and has to be settled" in shown
    assert "Mornings" in shown
    assert at_alpha.post(f"/cases/{case.pk}/settlement/", {"text": SETTLED}).status_code == 302
    assert fresh(case).settlement == SETTLED
