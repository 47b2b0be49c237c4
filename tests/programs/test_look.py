"""How a program shows itself: telephone number, accent and logo, and the same neutral name on every page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from amends import audit
from programs.actions.look import Unreadable, change_look
from programs.models import Program, ProgramLogo
from tests.amends.web.pictures import make_png
from tests.programs.cast import make_referral


@pytest.fixture
def admin(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


def send(browser, **changes):
    return browser.post(reverse("look"), {"public_telephone": "(317) 555-0142", "accent": "", **changes})


def picture(content, name="logo.png"):
    return SimpleUploadedFile(name, content, "image/png")


def test_it_works(admin):
    answer = send(admin, accent="#7A1F5C", logo=picture(make_png(extra=[(b"tEXt", b"Author\0Vera")])))
    assert answer.status_code == 302
    program = Program.objects.get()
    assert (program.accent, program.public_telephone, program.logo_version) == (
        "#7a1f5c",
        "(317) 555-0142",
        1,
    )
    page = admin.get(reverse("look")).content.decode()
    assert 'href="/look.css?v=7a1f5c"' in page
    assert 'src="/logo.png?v=1"' in page
    style = admin.get("/look.css?v=7a1f5c")
    assert "--amends-brand:#7a1f5c" in style.content.decode()
    assert style["Content-Type"] == "text/css"
    logo = admin.get("/logo.png?v=1")
    assert (logo["Content-Type"], logo.content) == ("image/png", make_png())


def test_a_faint_accent_is_refused_with_a_suggestion(world, admin):
    page = send(admin, accent="ffd45c").content.decode()
    assert "too faint to read" in page
    assert Program.objects.get().accent == ""
    with pytest.raises(Unreadable):
        change_look(actor=world.alice, public_telephone="", accent="#ffd45c")


@pytest.mark.parametrize("accent", ["red", "#12345", "#1234567", "url(x)", "#12345g"])
def test_what_is_no_colour_is_refused(admin, accent):
    assert "There is a problem" in send(admin, accent=accent).content.decode()


def test_the_database_takes_no_other_text_for_a_colour(world):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE programs_program SET accent = '}body{'")


@pytest.mark.parametrize("content", [b"<svg/>", make_png(1300, 2), make_png() + b"\0" * 300_000])
def test_what_is_no_logo_is_refused(admin, content):
    assert "The logo " in send(admin, logo=picture(content)).content.decode()
    assert not ProgramLogo.objects.exists()


def test_a_logo_is_replaced_and_taken_away(admin):
    send(admin, logo=picture(make_png()))
    send(admin, logo=picture(make_png(5, 5)))
    assert (Program.objects.get().logo_version, ProgramLogo.objects.get().width) == (2, 5)
    send(admin, removes_logo="on")
    assert Program.objects.get().logo_version == 0
    assert admin.get("/logo.png").status_code == 404
    # No number is used twice, or a browser would show an older picture.
    send(admin, logo=picture(make_png()))
    assert Program.objects.get().logo_version == 3


def test_it_is_on_record(world):
    change_look(actor=world.alice, public_telephone="", accent="#1d4e4a")
    audit.flush()
    from amends.audit.models import AuditEntry

    assert AuditEntry.objects.filter(verb="look_changed").exists()


@pytest.mark.parametrize("name", ["cora", "mia", "sol"])
def test_others_may_not(world, at_alpha, name):
    at_alpha.force_login(world.people[name])
    assert at_alpha.get(reverse("look")).status_code == 403


@pytest.mark.parametrize("page", ["sign-in", "home", "refer"])
def test_every_page_without_account_has_the_neutral_name(world, at_alpha, page):
    answer = at_alpha.get(reverse(page)).content.decode()
    assert f'amends-header__name">{Program.objects.get().neutral_name}<' in answer
    assert f" {Program.objects.get().neutral_name}</title>" in answer


def test_the_receipt_names_the_number_to_call(world, at_alpha):
    from programs.views.receipts import PURPOSE
    from tenants import signing

    change_look(actor=world.alice, public_telephone="(317) 555-0142", accent="")
    token = signing.dumps({"referral": make_referral().pk.hex}, purpose=PURPOSE)
    page = at_alpha.get(reverse("refer-received", args=[token])).content.decode()
    assert 'href="tel:3175550142"' in page


def test_the_two_names_of_the_form_stand_under_their_legends(world, at_alpha):
    page = at_alpha.get(reverse("refer")).content.decode()
    assert page.count("<fieldset") >= 4
    assert "Your e-mail address (optional)" not in page
    assert "We need this or an e-mail address." in page
