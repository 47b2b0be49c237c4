"""Save and return: all that was typed comes back to whoever has address and code, and to nobody else."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.audit.models import AuditEntry
from amends.vault.errors import Shredded
from amends.vault.shredding import destroy_data_key
from programs.actions.drafts import ask_draft_address, erase_draft, open_draft, save_draft
from programs.actions.samples import erase_samples
from programs.models import Program, Referral, ReferralDraft
from programs.models.draft import KEPT, LOCKED_FOR, MOST_TRIES
from programs.references import tidied
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import NOW, at, fresh, make_world
from tests.programs.test_refer_page import CANARIES, answers, readable

HALF = {
    "stage": "",
    "offences": ["assault", "theft"],
    "referrer_email": "rita@lincoln.example",
    "referrer_phone": "no number yet",  # kept as it is: nothing is checked before it is sent
    "summary": "  A bicycle was taken.\r\nTwice.",
    "offender_name": "",
}


def save(browser, **changes):
    return browser.post(reverse("refer"), {"save": "1"} | answers(**HALF | changes))


def code_on(page):
    found = re.search(r'data-code="yes">([^<]+)<', page.content.decode())
    return found[1] if found else None


def saved(browser, **changes):
    """Return the address and the code of a form that is saved in a browser."""
    page = save(browser, **changes)
    return reverse("draft", args=[page.context["draft"].pk]), code_on(page)


@pytest.fixture
def queued(world):
    """Return the statements that queued a job, or any: nobody else sees the rows before a commit."""
    with CaptureQueriesContext(connection) as captured:
        yield lambda job="": [
            each["sql"]
            for each in captured.captured_queries
            if "INTO public.amends_outbox" in each["sql"] and f"'{job}" in each["sql"]
        ]


def test_it_works(world, at_alpha, queued):
    key = str(uuid.uuid4())
    address, code = saved(at_alpha, form_key=key)
    asked = at_alpha.get(address)
    assert asked.status_code == 200
    assert not any(canary in asked.content.decode() for canary in (*CANARIES, code))
    page = at_alpha.post(address, {"code": code})
    form = page.context["form"]
    assert not form.is_bound, "nobody is blamed for what is missing yet"
    shown = {name: form[name].value() for name in HALF}
    # A box for text sends and shows lines with its own line ends; every other letter is as it was.
    assert shown == HALF
    assert 'value="theft"' in page.content.decode()
    assert form["form_key"].value() == key
    draft = ReferralDraft.objects.get()
    sent = at_alpha.post(reverse("refer"), answers(form_key=key))
    assert Referral.objects.get().reference in at_alpha.get(sent.url).content.decode()
    assert not ReferralDraft.objects.exists()
    (row,) = queued("vault.destroy_key")
    assert str(draft.vault_key) in row
    assert at_alpha.get(address).status_code == 404


def test_an_empty_form_can_be_saved(world, at_alpha):
    page = at_alpha.post(reverse("refer"), {"save": "1", "form_key": "not a key"})
    assert (page.status_code, bool(code_on(page))) == (200, True)


def test_it_asks_for_no_account_and_sets_no_session(world, at_alpha):
    address, code = saved(at_alpha)
    at_alpha.post(address, {"code": code})
    assert set(at_alpha.cookies) <= {"csrftoken"}


def test_nothing_of_it_is_readable_anywhere(world, alpha, at_alpha, queued):
    address, code = saved(at_alpha)
    at_alpha.post(address, {"code": code})
    words = (*CANARIES, "A bicycle", "Evenings", code, tidied(code))
    for table, text in readable(alpha.schema_name).items():
        assert not any(word in text for word in words), table
    assert not any(word in address for word in words)
    told = " ".join(queued())
    assert "draft_id" in told
    assert not any(word in told for word in words)


def test_saving_again_keeps_address_and_code(world, at_alpha):
    key = str(uuid.uuid4())
    address, code = saved(at_alpha, form_key=key)
    page = save(at_alpha, form_key=key, has_code="1", summary="More of it.")
    assert code_on(page) is None
    assert address in page.content.decode()
    back = at_alpha.post(address, {"code": code.lower().replace("-", " ")})
    assert back.context["form"]["summary"].value() == "More of it."
    assert ReferralDraft.objects.count() == 1


def test_who_never_saw_the_code_gets_another(world, at_alpha):
    """A double click, or Back and save again: the page that showed the first code may never have arrived."""
    key = str(uuid.uuid4())
    address, first = saved(at_alpha, form_key=key)
    again, second = saved(at_alpha, form_key=key)
    assert (again, first == second) == (address, False)
    assert "draft" not in at_alpha.post(address, {"code": first}).context["form"].fields
    assert at_alpha.post(address, {"code": first}).context["form"].errors
    assert at_alpha.post(address, {"code": second}).context["draft"]


def test_a_form_that_was_sent_is_not_saved_again(world, at_alpha):
    key = str(uuid.uuid4())
    sent = at_alpha.post(reverse("refer"), answers(form_key=key))
    back = save(at_alpha, form_key=key)
    receipts = [at_alpha.get(each.url).context["referral"] for each in (back, sent)]
    assert receipts == [Referral.objects.get()] * 2
    assert not ReferralDraft.objects.exists()


def test_five_wrong_codes_lock_it_for_an_hour_also_for_the_right_one(world, at_alpha):
    address, code = saved(at_alpha)
    pages = [at_alpha.post(address, {"code": "3333-3333"}) for _ in range(MOST_TRIES)]
    assert [page.status_code for page in pages] == [200] * (MOST_TRIES - 1) + [429]
    assert "4 more times" in pages[0].content.decode()
    assert "1 more time " in pages[-2].content.decode()
    refused = at_alpha.post(address, {"code": code})
    assert refused.status_code == 429
    assert 'data-locked="yes"' in refused.content.decode()
    assert not any(canary in refused.content.decode() for canary in CANARIES)
    with time_machine.travel(timezone.now() + LOCKED_FOR + timedelta(seconds=1), tick=False):
        assert at_alpha.post(address, {"code": code}).context["draft"].wrong_tries == 0


def test_wrong_codes_are_counted_and_noted_in_the_audit(world, at_alpha):
    address, _code = saved(at_alpha)
    at_alpha.post(address, {"code": "3333-3333"})
    draft = ReferralDraft.objects.get()
    assert draft.wrong_tries == 1
    verbs = AuditEntry.objects.filter(object_id=str(draft.pk)).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["saved", "code_refused"]


def test_one_network_may_not_try_codes_for_ever(world, at_alpha, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"code": (1, 3600)}
    address, code = saved(at_alpha)
    sender = {"REMOTE_ADDR": f"2001:db8:{uuid.uuid4().hex[:4]}::1"}
    at_alpha.post(address, {"code": "3333-3333"}, **sender)
    refused = at_alpha.post(address, {"code": code}, **sender)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert not any(canary in refused.content.decode() for canary in CANARIES)
    assert at_alpha.post(address, {"code": code}, REMOTE_ADDR="192.0.2.77").context["draft"]


def test_the_same_code_is_stored_differently_for_each_form(world):
    first, code = save_draft(actor=None, now=NOW, form_key=uuid.uuid4(), answers={})
    second, _code = save_draft(actor=None, now=NOW, form_key=uuid.uuid4(), answers={})
    assert first.code_mac != second.mac_of(code)
    assert first.fits(code)
    assert not second.fits(code)


def test_after_two_weeks_it_opens_no_more_and_is_erased_with_its_key(world, queued):
    draft, code = save_draft(actor=None, now=NOW, form_key=uuid.uuid4(), answers={"summary": ["A secret"]})
    (row,) = queued("programs.erase_draft")
    assert str(draft.expires_at) in row
    assert str(draft.pk) in row
    assert open_draft(actor=None, draft=draft, now=NOW, code=code)[1]
    erase_draft(actor=None, draft_id=draft.pk, now=NOW + KEPT)
    assert not ReferralDraft.objects.exists()
    (row,) = queued("vault.destroy_key")
    assert str(draft.vault_key) in row


def test_its_page_is_gone_on_the_minute_even_before_it_is_erased(world, at_alpha):
    address, _code = saved(at_alpha)
    with time_machine.travel(timezone.now() + KEPT + timedelta(seconds=1), tick=False):
        page = at_alpha.get(address)
    assert page.status_code == 404
    assert "No form is saved here" in page.content.decode()


def test_what_was_saved_again_is_kept_for_two_weeks_more(world, queued):
    key = uuid.uuid4()
    draft, _code = save_draft(actor=None, now=NOW, form_key=key, answers={})
    save_draft(actor=None, now=NOW + timedelta(days=9), form_key=key, answers={}, has_code=True)
    erase_draft(actor=None, draft_id=draft.pk, now=NOW + KEPT)
    assert ReferralDraft.objects.exists()
    first, second = queued("programs.erase_draft")
    assert str(NOW + KEPT) in first
    assert str(NOW + KEPT + timedelta(days=9)) in second


def test_a_destroyed_key_leaves_nothing_to_read(world, alpha):
    draft, _code = save_draft(actor=None, now=NOW, form_key=uuid.uuid4(), answers={"summary": ["A secret"]})
    destroy_data_key(alpha.schema_name, draft.vault_key)
    with pytest.raises(Shredded):
        _ = fresh(draft).answers


def test_the_address_is_mailed_neutrally_and_without_the_code(alpha, at_alpha, worker):  # noqa: F811
    with at(alpha):
        make_world(alpha)
        saved_page = save(at_alpha)
    code, draft = code_on(saved_page), saved_page.context["draft"]
    url = reverse("draft-mail", args=[draft.pk])
    page = at_alpha.post(url, {"token": saved_page.context["mail_token"]})
    assert 'data-told="asked"' in page.content.decode()
    assert code_on(page) == code, "the code is still on the page"
    worker.drain()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["rita@lincoln.example"], "A message for you")
    assert letter.from_email.startswith("Office <")
    assert f"/saved/{draft.pk}/" in letter.body
    words = (code, "Rita", "Vera", "Oskar", "bicycle", "referral", "victim", "offen", "mediation")
    assert not any(word.lower() in letter.body.lower() for word in words)


def test_the_address_is_mailed_twice_at_most(world, at_alpha, queued):
    saved_page = save(at_alpha)
    url = reverse("draft-mail", args=[saved_page.context["draft"].pk])
    token = {"token": saved_page.context["mail_token"]}
    assert [at_alpha.post(url, token).status_code for _ in range(3)] == [200, 200, 409]
    assert len(queued("programs.send_draft_address")) == 2


@pytest.mark.parametrize("email", ["", "no address"])
def test_no_address_no_letter(world, at_alpha, email):
    page = save(at_alpha, referrer_email=email)
    assert "Send me the address" not in page.content.decode()
    url = reverse("draft-mail", args=[page.context["draft"].pk])
    assert at_alpha.post(url, {"token": page.context["mail_token"]}).status_code == 409


def test_the_button_of_one_form_mails_no_other(world, at_alpha):
    mine, other = save(at_alpha), save(at_alpha)
    url = reverse("draft-mail", args=[other.context["draft"].pk])
    for token in (mine.context["mail_token"], "", "forged"):
        assert at_alpha.post(url, {"token": token}).status_code == 404


@pytest.fixture
def closed(world):
    """A program that is not open yet."""
    Program.objects.update(verified_at=None)
    return world


def test_a_program_that_is_not_open_keeps_nothing(closed, at_alpha):
    assert save(at_alpha).status_code == 403
    assert not ReferralDraft.objects.exists()


def test_practice_is_saved_as_a_sample_and_goes_with_the_samples(closed, at_alpha, queued):
    at_alpha.force_login(closed.cora)
    page = save(at_alpha)
    draft = page.context["draft"]
    assert draft.is_sample
    assert "Send me the address" not in page.content.decode()
    back = at_alpha.post(reverse("draft", args=[draft.pk]), {"code": code_on(page)})
    assert 'data-practice="yes"' in back.content.decode()
    at_alpha.logout()
    assert "does not take referrals yet" in at_alpha.get(reverse("draft", args=[draft.pk])).content.decode()
    with transaction.atomic():
        erase_samples(actor=closed.alice)
    assert not ReferralDraft.objects.exists()
    assert str(draft.vault_key) in " ".join(queued("vault.destroy_key"))


def test_practice_stays_practice_when_the_program_opens_in_between(closed, at_alpha):
    key = str(uuid.uuid4())
    at_alpha.force_login(closed.cora)
    save(at_alpha, form_key=key)
    Program.objects.update(verified_at=NOW)
    at_alpha.post(reverse("refer"), answers(form_key=key))
    assert Referral.objects.get().is_sample


def test_real_people_saved_before_a_program_was_closed_are_not_practice(world, at_alpha):
    address, code = saved(at_alpha)
    Program.objects.update(verified_at=None)
    at_alpha.force_login(world.cora)
    page = at_alpha.post(address, {"code": code})
    assert page.status_code == 403
    assert not any(canary in page.content.decode() for canary in CANARIES)


def test_no_letter_in_a_program_that_is_not_open(world):
    from programs.openness import NotOpen
    from programs.tasks import send_draft_address

    draft, _code = save_draft(
        actor=None, now=NOW, form_key=uuid.uuid4(), answers={"referrer_email": ["rita@lincoln.example"]}
    )
    assert send_draft_address(draft_id=draft.pk, language="en")
    Program.objects.update(verified_at=None)
    assert send_draft_address(draft_id=draft.pk, language="en") is None
    with pytest.raises(NotOpen):
        ask_draft_address(actor=None, draft=draft, language="en")


def test_a_saved_form_of_one_program_is_nothing_in_the_next(world, beta, at_alpha, at_beta):
    address, code = saved(at_alpha)
    with at(beta):
        make_world(beta)
    assert at_alpha.get(address).status_code == 200
    for page in (at_beta.get(address), at_beta.post(address, {"code": code})):
        assert page.status_code == 404
