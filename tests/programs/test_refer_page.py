"""The referral form without account: errors lose nothing, the receipt names nobody, twice is once."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from programs.actions.referrals import IncompleteReferral, Person
from programs.forms.stamp import new_stamp
from programs.models import Offence, Participant, Referral
from tenants.context import inside
from tests.programs.cast import NOW, at, make_referral, make_world

MINUTE = timedelta(minutes=1)
CANARIES = ("Vera Victim", "Oskar Offender", "Rita Referrer", "555 0199", "555 0100", "rita@lincoln.example")


def answers(**changes):
    """Return what somebody sends who took their time; inside the program."""
    key = changes.setdefault("form_key", str(uuid.uuid4()))
    return {
        "stamp": new_stamp(key, timezone.now() - MINUTE),
        "referrer_class": "school",
        "office_name": "Lincoln School",
        "referrer_name": "Rita Referrer",
        "referrer_email": "rita@lincoln.example",
        "stage": "post_charge",
        "offences": ["theft", "assault"],
        "summary": "A bicycle was taken.",
        "offender_name": "Oskar Offender",
        "offender_phone": "555 0100",
        "victim_name": "Vera Victim",
        "victim_phone": "555 0199",
        "victim_note": "Evenings only",
    } | changes


def send(browser, **changes):
    return browser.post(reverse("refer"), answers(**changes))


def test_it_works(world, at_alpha):
    answer = send(at_alpha)
    referral = Referral.objects.get()
    assert (referral.stage, referral.referrer_name, str(referral.office)) == (
        "post_charge",
        "Rita Referrer",
        "Lincoln School",
    )
    assert {offence.offence_class for offence in Offence.objects.all()} == {"theft", "assault"}
    assert {(person.role, person.name) for person in Participant.objects.all()} == {
        ("victim", "Vera Victim"),
        ("offender", "Oskar Offender"),
    }
    page = at_alpha.get(answer.url).content.decode()
    assert referral.reference in page
    assert not any(name in page + answer.url for name in CANARIES)


def test_a_victim_may_be_left_out(world, at_alpha):
    send(at_alpha, victim_name="", victim_phone="", victim_note="")
    assert [person.role for person in Participant.objects.all()] == ["offender"]


@pytest.mark.parametrize(
    "missing",
    ["referrer_class", "referrer_name", "stage", "offences", "offender_name", "office_name"],
)
def test_it_refuses_without_what_a_referral_needs_and_loses_nothing(world, at_alpha, missing):
    page = send(at_alpha, **{missing: []})
    assert page.status_code == 200
    assert missing in page.context["form"].errors
    html = page.content.decode()
    assert "There is a problem" in html
    assert "A bicycle was taken." in html
    assert missing == "offender_name" or "Oskar Offender" in html
    assert not Referral.objects.exists()


def test_it_refuses_a_referrer_whom_nobody_can_answer(world, at_alpha):
    assert "referrer_email" in send(at_alpha, referrer_email="").context["form"].errors


@pytest.mark.parametrize(
    ("referrer", "blank", "expected"),
    [
        ("victim_self", "victim", {("victim", "Rita Referrer"), ("offender", "Oskar Offender")}),
        ("offender_self", "offender", {("victim", "Vera Victim"), ("offender", "Rita Referrer")}),
    ],
)
def test_who_refers_themselves_gives_their_name_once(world, at_alpha, referrer, blank, expected):
    send(at_alpha, referrer_class=referrer, office_name="", **{f"{blank}_name": "", f"{blank}_phone": ""})
    assert {(person.role, person.name) for person in Participant.objects.all()} == expected
    assert Participant.objects.get(role=blank).email == "rita@lincoln.example"


def test_nobody_is_asked_how_old_or_of_which_sex_somebody_is(world, at_alpha):
    """R1: of a victim nothing is needed at a referral, and these two are not even asked."""
    html = at_alpha.get(reverse("refer")).content.decode().lower()
    names = set(re.findall(r'name="([^"]+)"', html))
    assert names
    for word in ("birth", "dob", "age", "gender", "sex"):
        assert not any(word in name.split("_") for name in names), word
    assert "birth" not in html
    assert "gender" not in html
    assert not {"birth_date", "gender"} & set(vars(Person("Somebody")))


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"referrer_class": ""}, "source"),
        ({"stage": "some_day"}, "stage"),
        ({"offences": []}, "offence"),
        ({"offences": ["theft", "no_such"]}, "offence"),
        ({"offender": Person(" ", phone="555 0100")}, "offender"),
        ({"referrer": Person("Rita Referrer")}, "contact"),
        ({"referrer": Person("", "rita@lincoln.example")}, "contact"),
    ],
)
def test_no_door_takes_a_referral_without_what_it_needs(world, changes, missing):
    with pytest.raises(IncompleteReferral) as refused:
        make_referral(**changes)
    assert refused.value.missing == [missing]
    assert make_referral(victim=None)


def test_an_answer_is_promised_within_the_days_of_the_program(alpha):
    with at(alpha):
        make_world(alpha, time_zone="Asia/Tokyo")
        referral = make_referral(now=NOW.replace(hour=20))  # the next morning there
        assert referral.answer_by == NOW.date() + timedelta(days=8)


def test_it_refuses_details_of_a_victim_without_a_name(world, at_alpha):
    assert "victim_name" in send(at_alpha, victim_name="").context["form"].errors


def test_it_refuses_a_stage_that_the_program_does_not_take(world, at_alpha):
    assert "stage" in send(at_alpha, stage="post_sentence").context["form"].errors


def test_it_refuses_what_only_a_machine_fills_in(world, at_alpha):
    assert "website" in send(at_alpha, website="spam.example").context["form"].errors


def test_the_same_form_sent_twice_is_one_referral_and_one_receipt(world, at_alpha):
    key = str(uuid.uuid4())
    first, second = send(at_alpha, form_key=key), send(at_alpha, form_key=key)
    assert Referral.objects.count() == 1
    receipts = [at_alpha.get(each.url).context["referral"] for each in (first, second)]
    assert receipts == [Referral.objects.get()] * 2


def test_a_receipt_of_one_program_is_nothing_in_the_next(world, beta, at_alpha, at_beta):
    url = send(at_alpha).url
    with at(beta):
        make_world(beta)
    assert at_alpha.get(url).status_code == 200
    assert at_beta.get(url).status_code == 404


def test_a_forged_receipt_is_not_found(world, at_alpha):
    assert at_alpha.get(reverse("refer-received", args=["eyJyIjoxfQ:abc:def"])).status_code == 404


def readable(schema):
    """Return what can be read in each table of the schema that is entered, as text and as bytes."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [schema])
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            stored = " ".join(text for (text,) in cursor.fetchall())
            runs = re.findall(r"\\x((?:[0-9a-f]{2})+)", stored)
            found[table] = stored + " ".join(bytes.fromhex(run).decode("latin-1") for run in runs)
    return found


def test_nothing_of_a_person_is_readable_in_any_table(world, alpha, at_alpha):
    send(at_alpha)
    for table, text in readable(alpha.schema_name).items():
        assert not any(canary in text for canary in (*CANARIES, "A bicycle", "Evenings")), table


def test_a_reference_says_nothing(world, at_alpha):
    for _ in range(20):
        send(at_alpha)
    references = {referral.reference for referral in Referral.objects.all()}
    assert len(references) == 20
    assert all(re.fullmatch(r"(?:[34679CDFGHJKMNPQRTVWXY]{4}-?){3}", reference) for reference in references)
    assert len({reference[:4] for reference in references}) > 15


def test_the_form_speaks_the_programs_own_words(alpha, at_alpha):
    with at(alpha):
        make_world(alpha, type="community_agency")
        html = at_alpha.get(reverse("refer")).content.decode()
        assert "Person responsible" in html
        assert "Offender" not in html


def test_a_host_without_a_set_up_program_has_no_form(alpha, at_alpha):
    with inside(alpha):
        assert at_alpha.get(reverse("refer")).status_code == 404
