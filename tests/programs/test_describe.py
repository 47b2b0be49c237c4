"""What the program says of itself: every page of the set-up takes an ordinary answer, in any time zone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amends import audit
from amends.audit.models import AuditEntry
from programs.actions.program import NameIsVerified, describe_program
from programs.forms.zones import NAMED, zone_choices
from programs.models import Program


@pytest.fixture
def admin(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


def answers(**changes):
    return {
        "neutral_name": "Hope Office",
        "place": "Elkhart, Indiana",
        "time_zone": "America/Chicago",
        **changes,
    }


def test_it_works(admin):
    answer = admin.post(reverse("program-describe"), answers())
    assert (answer.status_code, answer["Location"]) == (302, "/#set-up")
    program = Program.objects.get()
    assert (program.neutral_name, program.place, program.time_zone) == (
        "Hope Office", "Elkhart, Indiana", "America/Chicago",
    )  # fmt: skip


@pytest.mark.parametrize("zone", ["America/New_York", "America/Argentina/Buenos_Aires", "UTC", "Asia/Tokyo"])
def test_every_kind_of_zone_is_taken(admin, zone):
    assert admin.post(reverse("program-describe"), answers(time_zone=zone)).status_code == 302
    assert Program.objects.get().time_zone == zone


def test_it_is_on_record_what_was_changed_and_not_how(world):
    describe_program(actor=world.alice, **answers())
    audit.flush()
    facts = AuditEntry.objects.get(verb="described").facts
    assert facts["changed"] == ["neutral_name", "place", "time_zone"]


def test_a_zone_that_is_not_offered_stays(admin):
    Program.objects.update(time_zone="US/Central")
    page = admin.get(reverse("program-describe")).content.decode()
    assert '<option value="US/Central" selected>' in page


def test_those_that_most_look_for_come_first_and_each_once():
    zones = [zone for zone, _name in zone_choices()]
    assert zones[: len(NAMED)] == list(NAMED)
    assert len(zones) == len(set(zones))
    assert all("/" in zone or zone == "UTC" for zone in zones)


def test_a_name_is_corrected_until_it_is_verified(world, admin):
    assert 'name="name"' not in admin.get(reverse("program-describe")).content.decode()
    with pytest.raises(NameIsVerified):
        describe_program(actor=world.alice, name="Another", **answers())
    Program.objects.update(verified_at=None)
    admin.post(reverse("program-describe"), answers(name="Hope Valley"))
    assert Program.objects.get().name == "Hope Valley"


def test_the_platform_is_told(world):
    with CaptureQueriesContext(connection) as captured:
        describe_program(actor=world.alice, **answers())
    said = [each["sql"] for each in captured.captured_queries if "INTO public.amends_outbox" in each["sql"]]
    assert ["'programs.introduce'" in sql for sql in said] == [True]


SET_UP = {
    "program-describe": answers(),
    "look": {"public_telephone": "(317) 555-0142", "accent": "#1d4e4a"},
    "task-choose": {"task": "colleagues", "choice": "import"},
    "samples-erase": {},
}


@pytest.mark.parametrize("page", SET_UP)
def test_each_page_of_the_set_up_takes_what_people_send(admin, page):
    assert admin.post(reverse(page), SET_UP[page]).status_code == 302
