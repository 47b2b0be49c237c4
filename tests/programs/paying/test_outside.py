"""What people outside, and those who pay, see of a lapse: no money, nothing lost; a banner for one role alone."""

import uuid

import pytest
from django.urls import reverse

from programs.models import Program, Referral, ReferralDraft
from tests.programs.paying.made import put_on

MONEY = ("paid", "payment", "Plan", "plan of")


@pytest.fixture
def open_program(world):
    Program.objects.update(public_telephone="+1 555 0100")
    return world


def typed() -> dict[str, str]:
    return {"form_key": str(uuid.uuid4()), "summary": "A window was broken.", "referrer_name": "Rosa"}


def test_a_referrer_is_told_where_to_turn_and_nothing_of_money(open_program, at_alpha):
    put_on("restricted")
    answer = at_alpha.get(reverse("refer"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "does not take new referrals at the moment" in page
    assert "+1 555 0100" in page
    assert "/directory/" in page
    assert not [word for word in MONEY if word in page]


def test_what_was_typed_is_kept(open_program, at_alpha):
    sent = typed()
    put_on("restricted")
    page = at_alpha.post(reverse("refer"), sent).content.decode()
    assert sent["summary"] in page
    assert 'name="save"' in page
    assert not Referral.objects.exists()
    answer = at_alpha.post(reverse("refer"), sent | {"save": "1"})
    assert answer.status_code == 200
    assert ReferralDraft.objects.filter(form_key=sent["form_key"]).exists()


@pytest.mark.parametrize(("rung", "shown"), [("current", False), ("past_due", True), ("export_only", True)])
def test_only_who_pays_reads_the_banner(open_program, at_alpha, rung, shown):
    put_on(rung)
    for person, reads in ((open_program.alice, shown), (open_program.cora, False), (open_program.mia, False)):
        at_alpha.force_login(person)
        assert ("data-plan=" in at_alpha.get("/").content.decode()) is reads


def test_what_cannot_be_changed_stays_in_the_page(open_program, at_alpha):
    put_on("export_only")
    at_alpha.force_login(open_program.alice)
    answer = at_alpha.post(reverse("source-add"), {"name": "Juvenile court"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'name="name" value="Juvenile court"' in page
    assert reverse("plan") in page
    assert at_alpha.get(reverse("plan")).status_code == 200
