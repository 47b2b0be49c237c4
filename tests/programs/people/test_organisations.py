"""Organizations that were harmed, whoever speaks for them, interpreters, and victims who are registered."""

import pytest

from programs.actions.consents import record_consent
from programs.actions.contacts import record_mediator_readiness, record_readiness
from programs.actions.minors import record_guardian, record_minor
from programs.actions.organisations import record_spokesperson
from programs.actions.people import add_participant, update_participant
from programs.actions.referrals import Person
from programs.actions.screening import mark_ready
from programs.facts import CaseFacts
from programs.models import Program
from tests.programs.cast import (
    NOW,
    assess,
    assign,
    at,
    choose,
    consent_of_both,
    contact,
    fresh,
    hold_session,
    make_case,
    make_world,
    parties,
    prepare_all,
    schedule,
    send_link,
)

SHOP = Person("The Corner Shop", phone="555 0199", is_organisation=True)


def add(world, case, name, role, **more):
    return add_participant(actor=world.cora, case=case, now=NOW, role=role, person=Person(name, **more))


def agree(world, person):
    return record_consent(actor=world.cora, participant=person, now=NOW, form="written", language="en")


def let_speak(world, organisation, person):
    return record_spokesperson(actor=world.cora, participant=organisation, spokesperson=person, now=NOW)


@pytest.fixture
def shop(world):
    """Return a case in which a shop was harmed: prepared with Sonia, who is to speak for it."""
    case = make_case(world, "preparing", victim=SHOP)
    organisation, offender = parties(case)
    sonia = add(world, case, "Sonia Speaker", "victim_representative")
    contact(world, sonia)
    for party in (sonia, offender):
        agree(world, party)
        record_readiness(actor=world.cora, participant=party, now=NOW, is_ready=True)
        record_minor(actor=world.cora, participant=party, now=NOW, is_minor=False)
    for assignment in case.assignments.live():
        record_mediator_readiness(
            actor=world.cora, case=case, now=NOW, mediator=assignment.mediator, is_ready=True
        )
    choose(world, sonia)
    assess(world, case)
    return case, organisation, sonia


def ready(world, case):
    assess(world, case)
    return mark_ready(actor=world.cora, case=case, now=NOW)


def test_it_works(world, shop):
    case, organisation, sonia = shop
    let_speak(world, organisation, sonia)
    assert ready(world, case).state == "ready"
    session = schedule(world, case)
    attended = [sonia.pk, parties(case)[1].pk]
    assert hold_session(world, case, now=session.ends_at, attended=attended)


def test_nothing_goes_on_while_nobody_speaks_for_it(world, shop, refused):
    case, _organisation, _sonia = shop
    assert refused(lambda: ready(world, case)) == ["spoken_for"]


def test_an_organization_does_nothing_by_itself(world, shop, refused):
    _case, organisation, _sonia = shop
    assert refused(lambda: agree(world, organisation)) == ["acts_in_person"]
    assert refused(lambda: choose(world, organisation)) == ["acts_in_person"]
    ask = {"participant": organisation, "now": NOW, "is_ready": True}
    assert refused(lambda: record_readiness(actor=world.cora, **ask)) == ["acts_in_person"]
    assert refused(lambda: send_link(world, organisation)) == ["page_for_role"]


def test_only_a_person_of_its_side_speaks_for_it(world, shop, refused):
    case, organisation, sonia = shop
    friend = add(world, case, "Fred Friend", "support_person")
    for wrong in (friend, parties(case)[1], organisation):
        assert refused(lambda wrong=wrong: let_speak(world, organisation, wrong)) == ["spokesperson_fits"]
    assert refused(lambda: let_speak(world, sonia, sonia)) == ["spokesperson_fits"]


def test_whoever_speaks_for_it_chooses_beside_the_victims(world, shop):
    case, organisation, sonia = shop
    vera = add(world, case, "Vera Victim", "victim")
    helper = add(world, case, "Henry Helper", "victim_representative")

    def deciders():
        facts = CaseFacts(case=fresh(case), program=Program.objects.get(), now=NOW)
        return {person.pk for person in facts.deciders}

    assert deciders() == {vera.pk}
    let_speak(world, organisation, sonia)
    assert deciders() == {vera.pk, sonia.pk}
    assert helper.pk not in deciders()


def test_another_who_speaks_for_it_is_prepared_anew(world, shop):
    case, organisation, sonia = shop
    let_speak(world, organisation, sonia)
    ready(world, case)
    let_speak(world, organisation, sonia)
    assert fresh(case).state == "ready"
    other = add(world, case, "Olga Other", "victim_representative")
    let_speak(world, organisation, other)
    assert fresh(case).state == "preparing"


def test_a_victim_who_turns_out_to_be_an_organization_is_asked_through_somebody(world):
    case = make_case(world, "ready")
    victim = parties(case)[0]
    update_participant(actor=world.cora, participant=victim, now=NOW, person=SHOP)
    assert fresh(case).state == "preparing"


def test_the_page_marks_it_and_says_who_speaks(world, shop, at_alpha):
    case, organisation, sonia = shop
    at_alpha.force_login(world.cora)
    answers = {"spokesperson": str(sonia.pk)}
    assert at_alpha.post(f"/people/{organisation.pk}/spokesperson/", answers).status_code == 302
    page = at_alpha.get(f"/cases/{case.pk}/people/").content.decode()
    assert "Spoken for by" in page
    wrong = {"role": "offender", "name": "A gang", "is_organisation": "on"}
    answer = at_alpha.post(f"/cases/{case.pk}/people/add/", wrong)
    assert "Only what was harmed can be an organization here" in answer.content.decode()
    path = f"/people/{organisation.pk}/"
    shown = at_alpha.get(path).context["form"]["shown"].value()
    kept = {"name": "The Corner Shop", "is_organisation": "on", "shown": shown}
    assert at_alpha.post(path, kept).status_code == 302
    assert fresh(organisation).is_organisation


def test_an_interpreter_is_no_party_and_never_mediates(world, refused):
    case = make_case(world, "screening")
    person = add(world, case, "Ivo Interpreter", "interpreter", email=world.max.email.upper(), language="es")
    assert not person.is_party
    assert refused(lambda: assign(world, case, "max")) == ["no_interpreter"]
    assert assign(world, case, "mia")


def test_a_mediator_who_begins_to_interpret_is_not_brought_nearer(world, refused):
    case = make_case(world, "preparing")
    prepare_all(world, case)
    consent_of_both(world, case)
    add(world, case, "Mia", "interpreter", email=world.mia.email)
    assert refused(lambda: ready(world, case)) == ["no_interpreter"]


@pytest.mark.parametrize(("preset", "is_asked"), [("correctional", True), ("church", False)])
def test_where_cases_come_after_the_sentence_victims_are_registered_or_not(alpha, at_alpha, preset, is_asked):
    with at(alpha):
        world = make_world(alpha, preset=preset)
        case = make_case(world, "intake", stage="post_sentence" if is_asked else "post_charge")
        victim = parties(case)[0]
        at_alpha.force_login(world.cora)
        path = f"/people/{victim.pk}/"
        page = at_alpha.get(path)
        assert ('name="is_registered"' in page.content.decode()) is is_asked
        shown = page.context["form"]["shown"].value()
        at_alpha.post(path, {"name": "Vera Victim", "is_registered": "no", "shown": shown})
        assert fresh(victim).is_registered is (False if is_asked else None)
        shown = at_alpha.get(f"/cases/{case.pk}/people/").content.decode()
        assert ("Registered victim" in shown) is is_asked


def test_an_organization_is_known_before_somebody_speaks_for_it(world, refused):
    case = make_case(world, "preparing", victim=SHOP)
    reasons = refused(lambda: ready(world, case))
    assert "spoken_for" in reasons
    assert "both_sides_known" not in reasons


def test_whoever_speaks_for_it_goes_on_when_they_are_said_to_be_no_guardian(world, shop):
    case, organisation, sonia = shop
    let_speak(world, organisation, sonia)
    record_guardian(actor=world.cora, participant=organisation, guardian=sonia, now=NOW, is_guardian=False)
    assert ready(world, case).state == "ready"
