"""Who is asked what, and by when: rows come with the state of the case, each once."""

import datetime as dt

from programs.actions.closing import begin_closing, close_case, issue_report
from programs.models import Survey
from programs.models.survey import key_for
from tests.programs.cast import DAY, NOW, contact, hold_session, make_case, parties, tell_all

HELD_ON = (NOW + DAY).date()


def rows():
    return {(row.side, row.moment): row for row in Survey.objects.all()}


def test_it_works(world):
    """Both sides before and after, and the person responsible a year later."""
    case = make_case(world, "scheduled")
    found = rows()
    assert set(found) == {("harmed", "before"), ("responsible", "before")}
    assert {row.due_on for row in found.values()} == {NOW.date() + dt.timedelta(days=7)}
    hold_session(world, case, now=NOW + 2 * DAY)
    found = rows()
    assert set(found) == {
        *((side, moment) for side in ("harmed", "responsible") for moment in ("before", "after")),
        ("responsible", "follow_up"),
    }
    assert found["harmed", "after"].due_on == HELD_ON + dt.timedelta(days=60)
    assert found["responsible", "follow_up"].due_on == HELD_ON + dt.timedelta(days=365)
    assert {row.group for row in found.values()} == {"mediated"}


def test_before_is_asked_before_and_never_later(world, survey_of):
    case = make_case(world, "held")
    assert survey_of(case, moment="before").state == "lapsed"
    assert survey_of(case, moment="before").counted_on is None, "nobody was asked"


def test_each_is_made_once(world):
    case = make_case(world, "preparing")
    for _time in range(2):
        contact(world, parties(case)[0])
    assert Survey.objects.filter(pk=key_for(parties(case)[0], "before")).count() == 1
    assert Survey.objects.filter(moment="before").count() == 2


def test_a_case_that_ends_without_a_meeting_is_compared(world, survey_of):
    case = make_case(world, "ready")
    begin_closing(actor=world.cora, case=case, now=NOW, reason="screened_out_legal")
    assert {row.group for row in Survey.objects.all()} == {"comparison"}
    assert survey_of(case).due_on == NOW.date() + dt.timedelta(days=60)
    assert survey_of(case, moment="before").state == "lapsed"
    assert survey_of(case, "offender", "follow_up").state == "due"


def test_who_said_no_to_it_all_is_not_asked_how_it_was(world):
    case = make_case(world, "preparing")
    victim, offender = parties(case)
    contact(world, victim, purpose="arranging", result="refused", channel="phone")
    begin_closing(actor=world.cora, case=case, now=NOW, reason="victim_declined")
    asked = set(Survey.objects.filter(moment="after").values_list("participant", flat=True))
    assert asked == {offender.pk}


def test_a_survey_that_was_offered_in_a_contact_is_asked(world, survey_of):
    case = make_case(world, "closing", starts_at=NOW + DAY)
    contact(world, parties(case)[0], purpose="follow_up", survey_offered=True, now=NOW + 3 * DAY)
    row = survey_of(case)
    assert (row.state, row.way, row.asked_by, row.counted_on) == (
        "asked",
        "phone",
        world.cora,
        (NOW + 3 * DAY).date(),
    )
    assert survey_of(case, "offender").state == "due"


def test_a_sample_is_practice(world, survey_of):
    from programs.actions.samples import erase_samples, make_samples

    make_samples(actor=world.alice, now=NOW, language="en")
    assert Survey.objects.exists()
    assert not Survey.objects.real().exists()
    erase_samples(actor=world.alice)
    assert not Survey.objects.exists()


def test_a_case_is_closed_with_a_survey_set_aside_in_place_of_an_offer(world, survey_of, refused):
    from programs.actions.surveys import set_survey_aside

    case = make_case(world, "held")
    begin_closing(actor=world.cora, case=case, now=NOW + 2 * DAY, reason="completed_dialogue_no_agreement")
    tell_all(world, case, survey_offered=False, now=NOW + 2 * DAY)
    issue_report(actor=world.cora, case=case, now=NOW + 2 * DAY)

    def close():
        return close_case(actor=world.cora, case=case, now=NOW + 2 * DAY)

    assert refused(close) == ["surveys_offered"]
    told = {"actor": world.cora, "now": NOW + 2 * DAY}
    set_survey_aside(**told, survey=survey_of(case), state="unsuitable", reason="In hospital")
    assert refused(close) == ["surveys_offered"]
    set_survey_aside(**told, survey=survey_of(case, "offender"), state="unreached")
    assert close().state == "closed"
