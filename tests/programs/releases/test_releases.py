"""A release is recorded, counts until its last day or until it is taken back, and warns before it ends."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.utils import timezone

from amends.accounts.access import PARTICIPANT, Outsider
from programs.actions.releases import Leave, UnableToRelease, record_release, revoke_release
from programs.models import InformationRelease, Participant, Program
from tests.programs.cast import DAY, NOW, fresh, make_case, make_referral, open_page, parties
from tests.programs.releases.conftest import SERVICE
from tests.programs.sources.conftest import publish


def live():
    return InformationRelease.objects.live(timezone.now())


def told(**changes):
    day = timezone.localdate() + dt.timedelta(days=10)
    answers = SERVICE | {
        "form_key": str(uuid.uuid4()),
        "is_free": "on",
        "last_day_day": day.day,
        "last_day_month": day.month,
        "last_day_year": day.year,
    }
    return answers | changes


def test_it_works(world, at_alpha):
    case = make_case(world, "preparing")
    victim = parties(case)[0]
    at_alpha.force_login(world.cora)
    sent = told()
    page = at_alpha.post(f"/people/{victim.pk}/releases/add/", sent, follow=True).content.decode()
    assert "Lakeview Housing Service" in page
    assert "10 days left" in page
    at_alpha.post(f"/people/{victim.pk}/releases/add/", sent)
    release = live().get()
    assert (release.purpose, release.what, release.recipient_kind) == (
        "To find a flat",
        ["contact", "needs"],
        "agency",
    )
    page = at_alpha.post(f"/releases/{release.pk}/revoke/", follow=True).content.decode()
    assert "Taken back" in page
    assert not live().exists()


def test_it_ends_by_itself_on_its_last_day_where_the_program_is(world, release_of):
    Program.objects.update(time_zone="America/Los_Angeles")
    victim = parties(make_case(world))[0]
    release = release_of(victim, days=3, now=NOW)
    last = dt.datetime.combine(NOW.date() + 3 * DAY, dt.time(23, 59), tzinfo=Program.objects.get().zone)
    for moment, counts in ((last, True), (last + dt.timedelta(minutes=1), False)):
        assert InformationRelease.objects.live(moment).exists() is counts
        assert release.is_live(moment) is counts


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, True), (30, True), (31, False)])
def test_it_counts_at_most_as_long_as_the_policy_says(world, release_of, days, is_taken):
    victim = parties(make_case(world))[0]
    if is_taken:
        assert release_of(victim, days=days, now=NOW).pk
    else:
        with pytest.raises(UnableToRelease):
            release_of(victim, days=days, now=NOW)


def test_a_stricter_policy_shortens_new_ones(world, at_alpha, release_of):
    publish(world, release_days=5)
    victim = parties(make_case(world))[0]
    with pytest.raises(UnableToRelease):
        release_of(victim, days=6)
    at_alpha.force_login(world.cora)
    page = at_alpha.post(f"/people/{victim.pk}/releases/add/", told())
    assert "last_day" in page.context["form"].errors


@pytest.mark.parametrize("missing", ["recipient_kind", "recipient", "what", "purpose", "form", "is_free"])
def test_it_refuses_without_what_a_release_needs(world, at_alpha, missing):
    victim = parties(make_case(world))[0]
    at_alpha.force_login(world.cora)
    page = at_alpha.post(f"/people/{victim.pk}/releases/add/", told(**{missing: []}))
    assert missing in page.context["form"].errors
    assert not InformationRelease.objects.exists()


def test_it_refuses_once_the_case_is_closed_and_taking_back_still_works(world, release_of, refused):
    case = make_case(world, "closing")
    release = release_of(parties(case)[0])
    case.state = "closed"
    case.save(update_fields=["state"])
    victim = parties(case)[0]
    assert refused(lambda: release_of(victim)) == ["right_state"]
    assert revoke_release(actor=world.cora, release=release, now=timezone.now()).revoked_at


def test_it_refuses_whoever_does_not_see_the_person(world, release_of):
    case = make_case(world, "preparing")
    release = release_of(parties(case)[0])
    for name in ("max", "otto"):
        with pytest.raises(ObjectDoesNotExist):
            release_of(parties(case)[0], actor=name)
        with pytest.raises(ObjectDoesNotExist):
            revoke_release(actor=world.people[name], release=release, now=timezone.now())
    assert release_of(parties(case)[1], actor="mia").pk


def test_it_is_recorded_while_a_referral_waits_too(world, at_alpha, release_of):
    person = Participant.objects.get(referral=make_referral(), role="offender")
    release_of(person, recipient_kind="program", recipient="Harbor Center")
    at_alpha.force_login(world.cora)
    assert "Harbor Center" in at_alpha.get(f"/people/{person.pk}/releases/").content.decode()
    at_alpha.force_login(world.mia)
    assert at_alpha.get(f"/people/{person.pk}/releases/").status_code == 404


def test_a_person_sees_and_takes_back_their_own_and_nobody_elses(world, at_alpha, release_of):
    case = make_case(world, "preparing")
    victim, offender = parties(case)
    mine = release_of(offender, recipient="My own service")
    other = release_of(victim)
    browser = open_page(world, offender, at_alpha)
    assert "What we may pass on" in browser.get("/mine/").content.decode()
    page = browser.get("/mine/passed-on/").content.decode()
    assert "My own service" in page
    assert "Lakeview" not in page
    browser.post("/mine/passed-on/", {"release": str(other.pk)})
    assert fresh(other).revoked_at is None
    page = browser.post("/mine/passed-on/", {"release": str(mine.pk)}, follow=True).content.decode()
    assert "My own service" not in page
    assert fresh(mine).revoked_at
    with pytest.raises(PermissionDenied):
        revoke_release(actor=Outsider(PARTICIPANT, offender.pk), release=other, now=timezone.now())


def test_it_warns_seven_days_before_its_end(world, at_alpha, release_of):
    case = make_case(world, "preparing")
    release_of(parties(case)[0], days=20)
    at_alpha.force_login(world.cora)
    warned = []
    for days in (12, 14, 22):
        with time_machine.travel(timezone.now() + days * DAY, tick=False):
            at_alpha.force_login(world.cora)
            pages = [at_alpha.get(path).content.decode() for path in ("/", f"/cases/{case.pk}/")]
        warned.append(["within seven days" in pages[0], "ends soon" in pages[1]])
    assert warned == [[False, False], [True, True], [False, False]]


def test_the_people_of_a_case_show_how_long_theirs_counts(world, at_alpha, release_of):
    case = make_case(world, "preparing")
    release_of(parties(case)[0])
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/people/").content.decode()
    assert page.count("1 release, until") == 1
    assert page.count("nothing<span") == 1


def test_a_double_click_is_one_release(world):
    person = parties(make_case(world))[0]
    leave, key = Leave(**SERVICE | {"last_day": NOW.date()}), uuid.uuid4()
    for _ in range(2):
        record_release(actor=world.cora, participant=person, now=NOW, form_key=key, leave=leave)
    assert InformationRelease.objects.count() == 1
