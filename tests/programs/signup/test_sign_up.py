"""Sign-up over HTTP: from the form on the public site to the first page of the new program, and only once."""

import re
import secrets
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache.backends.redis import RedisCache
from django.db import connection

from amends.accounts.models import User
from billing.models import Coverage
from programs.models import HandOver, Program
from programs.signup import limits
from programs.signup.answers import Answers
from programs.signup.models import SignUp, Tally
from tenants import provisioning
from tenants.context import as_owner, inside, platform
from tenants.models import State, Tenant, WarmSchema
from tests.conftest import HostClient

pytestmark = pytest.mark.usefixtures("committed", "own_pool")


@pytest.fixture
def own_pool():
    """Fill the pool anew: roles are the cluster's, and those of the cloned pool are used in other clones too."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tenants_warmschema")
    provisioning.refill_pool(2)


def start(browser, answers):
    return browser.post("/start/", answers)


def way_in(browser, sent):
    assert sent.status_code == 302, sent.content.decode()
    page = browser.get(sent.url).content.decode()
    return re.search(r'href="http://([^/":]+)(?::\d+)?(/welcome/[^"]+)"', page).groups()


def tenants():
    with platform():
        return list(Tenant.objects.exclude(slug__in=("alpha", "beta")))


def test_it_works(at_platform, answers):
    host, path = way_in(at_platform, start(at_platform, answers()))
    assert host == "hope-valley-reconciliation.localhost"
    there = HostClient(host)
    welcome = there.get(path, follow=True)
    assert welcome.status_code == 200
    assert "Set your program up" in welcome.content.decode()
    (tenant,) = tenants()
    assert (tenant.state, tenant.kind, tenant.verified_at) == (State.TRIAL, "church", None)
    with inside(tenant):
        program, founder = Program.objects.get(), User.objects.get()
    assert (program.preset, program.place, program.is_open) == ("church", "Elkhart, Indiana", False)
    assert (founder.email, founder.roles, program.founder_id) == (
        "fay@hope.example",
        ["program_admin"],
        founder.pk,
    )
    with platform(), connection.cursor() as cursor:
        cursor.execute("SELECT job FROM amends_outbox WHERE schema = %s ORDER BY id", [tenant.schema_name])
        assert [job for (job,) in cursor.fetchall()] == [
            "programs.send_confirmation",
            "programs.make_samples",
            "programs.standing_pushed",
        ]


def test_the_same_form_sent_again_is_the_same_program(at_platform, answers):
    filled = answers()
    first, second = (way_in(at_platform, start(at_platform, filled)) for _ in range(2))
    assert first[0] == second[0]
    assert len(tenants()) == 1
    assert HostClient(first[0]).get(first[1]).status_code == 410, "the later way in ends the earlier one"
    assert HostClient(second[0]).get(second[1]).status_code == 302


@pytest.mark.parametrize("since", ["used", "password", "second_step"])
def test_the_form_is_no_way_in_once_the_founder_has_another(at_platform, answers, since):
    filled = answers()
    host, path = way_in(at_platform, start(at_platform, filled))
    (tenant,) = tenants()
    if since == "used":
        assert HostClient(host).get(path).status_code == 302
    with inside(tenant):
        founder = User.objects.get()
        if since == "password":
            founder.set_password("three plain words")
        founder.has_second_factor = since == "second_step"
        founder.save()
        made = HandOver.objects.count()
    answer = start(at_platform, filled)
    assert answer.status_code == 409
    assert "Your program is open already" in answer.content.decode()
    assert f"http://{host}:" in answer.content.decode()
    assert "/sign-in/" in answer.content.decode()
    assert "/welcome/" not in answer.content.decode()
    with inside(tenant):
        assert HandOver.objects.count() == made


def test_the_message_that_confirms_is_not_sent_to_a_stranger_without_end(at_platform, answers, settings):
    from amends.settings import base

    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    host, path = way_in(at_platform, start(at_platform, answers()))
    there = HostClient(host)
    there.get(path)
    now = datetime.now(UTC)
    pages, minutes = [], (0, 0.5, 2, 4, 6, 8, 10, 12, 14)
    for minute in minutes:
        with time_machine.travel(now + timedelta(minutes=minute), tick=False):
            pages.append(there.post("/set-up/confirmation/", follow=True).content.decode())
    assert ["on its way" in page for page in pages] == [minute in (0, 2, 4, 6, 8) for minute in minutes]
    assert "A message was sent a short while ago" in pages[1]
    (tenant,) = tenants()
    with platform(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM amends_outbox WHERE schema = %s AND job = 'programs.send_confirmation'",
            [tenant.schema_name],
        )
        assert cursor.fetchone() == (1 + 5,), "the first is the sign-up's own"


def test_the_same_form_with_another_address_is_another_form(at_platform, answers):
    filled = answers()
    way_in(at_platform, start(at_platform, filled))
    answer = start(at_platform, filled | {"email": "mallory@hope.example"})
    assert answer.status_code == 200
    assert "Another program has or had this address" in answer.content.decode()
    assert len(tenants()) == 1


def test_what_a_killed_process_left_is_finished_by_the_same_form(at_platform, answers, monkeypatch):
    from programs.signup import opening

    filled = answers()
    with monkeypatch.context() as broken:
        broken.setattr(opening, "_furnish", lambda *_: (_ for _ in ()).throw(SystemError))
        with pytest.raises(SystemError):
            start(at_platform, filled)
    (left,) = tenants()
    assert left.state == State.PENDING
    assert HostClient("hope-valley-reconciliation.localhost").get("/").status_code == 410, (
        "not served half done"
    )
    host, path = way_in(at_platform, start(at_platform, filled))
    assert HostClient(host).get(path).status_code == 302
    assert [tenant.state for tenant in tenants()] == [State.TRIAL]


def test_the_way_in_works_once_and_in_its_own_program_only(at_platform, at_alpha, answers):
    host, path = way_in(at_platform, start(at_platform, answers()))
    assert at_alpha.get(path).status_code == 404
    assert at_platform.get(path).status_code == 404
    assert HostClient(host).get(path).status_code == 302
    used = HostClient(host).get(path)
    assert used.status_code == 410
    assert "This way in is used up" in used.content.decode()


def test_an_old_way_in_leads_nowhere(at_platform, answers):
    host, path = way_in(at_platform, start(at_platform, answers()))
    (tenant,) = tenants()
    with inside(tenant):
        HandOver.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert HostClient(host).get(path).status_code == 410


def test_a_form_with_errors_loses_nothing_and_makes_nothing(at_platform, answers):
    answer = start(at_platform, answers(slug="police", terms="", place=""))
    text = answer.content.decode()
    assert "This name is kept for the service itself" in text
    assert "Free, for example: hope-valley-reconciliation" in text
    assert "Agree to the terms to go on" in text
    assert 'value="Fay Founder"' in text
    with platform():
        assert not SignUp.objects.exists()


def test_another_language_keeps_what_was_written(at_platform, answers):
    filled = answers(slug="", place="")
    answer = start(at_platform, filled | {"language": "fr"})
    text = answer.content.decode()
    assert '<html lang="fr"' in text
    assert "govuk-error" not in text, "nothing is judged that was not sent"
    for name in ("name", "founder_name", "email", "form_key"):
        assert f'value="{filled[name]}"' in text
    assert re.search(rf'<option value="{filled["time_zone"]}" selected>', text)
    assert re.search(r'name="terms"[^>]* checked', text)
    assert tenants() == []
    assert '<html lang="fr"' in at_platform.get("/start/").content.decode(), "the choice is kept"


def test_an_address_that_we_made_is_shown_before_it_is_taken(at_platform, answers):
    filled = answers(slug="")
    text = start(at_platform, filled).content.decode()
    assert 'data-proposed="hope-valley-reconciliation"' in text
    for value in (*(filled[name] for name in ("name", "place", "email")), "hope-valley-reconciliation"):
        assert f'value="{value}"' in text, "the second press sends all of it, or another address"
    assert tenants() == []
    assert start(at_platform, filled | {"slug": "hope-valley"}).status_code == 302
    assert [tenant.slug for tenant in tenants()] == ["hope-valley"]


def test_an_address_is_not_proposed_where_errors_hide_it(at_platform, answers):
    text = start(at_platform, answers(slug="", place="")).content.decode()
    assert "govuk-error-summary" in text
    assert "hope-valley-reconciliation" not in text


def test_an_address_that_we_made_and_another_has_is_shown_with_free_ones(at_platform, answers):
    text = start(at_platform, answers(name="Alpha", slug="")).content.decode()
    assert "Free, for example: alpha-" in text
    assert re.search(r'<input[^>]* name="slug"[^>]* value="alpha"', text)
    assert "data-proposed" not in text


def test_a_name_that_gives_no_address_is_told_so(at_platform, answers):
    text = start(at_platform, answers(name="和解中心", slug="")).content.decode()
    assert "We cannot make an address from this name. Write one, in letters from a to z." in text


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Hope Valley Reconciliation", "Hope Office"),
        ("St. Mary’s Church", "Mary Office"),
        ("The Center for Peace", "Elkhart Office"),
        ("Victim Offender Reconciliation Program", "Elkhart Office"),
        ("和解中心", "Elkhart Office"),
        ("L’Accueil de Saint-Jérôme", "Accueil Office"),
    ],
)
def test_the_name_on_a_phone_tells_nothing(name, called):
    made = Answers(name, "church", "church", "Elkhart, Indiana", "UTC", "x", "Fay", "fay@hope.example", "en")
    assert made.neutral_name == called


def test_machines_that_fill_everything_in_are_refused(at_platform, answers):
    assert start(at_platform, answers(website="https://spam.example")).status_code == 200
    assert tenants() == []


@pytest.mark.parametrize("cache_is_there", [True, False])
def test_one_sender_may_not_sign_up_for_ever(at_platform, answers, settings, monkeypatch, cache_is_there):
    settings.SIGN_UP_LIMITS = {"network": (10_000, 3600), "email": (1, 3600)}
    email = f"{uuid.uuid4().hex}@limits.example"
    if not cache_is_there:
        monkeypatch.setattr(limits, "cache", RedisCache("redis://127.0.0.1:1/0", {}))
    assert start(at_platform, answers(email=email)).status_code == 302
    refused = start(at_platform, answers(email=email.upper(), name="Second Try", slug="second-try"))
    assert refused.status_code == 429
    assert 'data-trouble="limit"' in refused.content.decode()
    assert 'value="Second Try"' in refused.content.decode()
    with platform():
        kept = [(row.bucket, row.count) for row in Tally.objects.all()]
    assert bool(kept) is not cache_is_there
    assert all(len(bucket) == 64 for bucket, _count in kept), "no address is kept, only digests"


def test_a_network_of_version_6_is_one_sender(at_platform, answers, settings):
    settings.SIGN_UP_LIMITS = {"network": (1, 3600), "email": (10_000, 3600)}
    home = f"2001:db8:{secrets.randbelow(65536):x}:{secrets.randbelow(65536):x}"

    def sent_from(address):
        filled = answers(slug=f"valley-{uuid.uuid4().hex[:12]}", website="", terms="on")
        return at_platform.post("/start/", filled, REMOTE_ADDR=address).status_code

    assert [sent_from(f"{home}::1"), sent_from(f"{home}::2")] == [302, 429]


def test_no_prepared_program_is_no_dead_end(at_platform, answers, monkeypatch):
    from tenants import actions

    with as_owner():
        WarmSchema.objects.all().delete()
    monkeypatch.setattr(actions.claim, "__kwdefaults__", actions.claim.__kwdefaults__ | {"wait": timedelta()})
    filled = answers()
    assert start(at_platform, filled).status_code == 503
    provisioning.refill_pool(1)
    assert start(at_platform, filled).status_code == 302


def test_the_public_schema_learns_nothing_of_the_person(at_platform, answers):
    way_in(at_platform, start(at_platform, answers(founder_name="Canary Kim", email="canary@hope.example")))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM public."{table}" t WHERE t::text ILIKE %s', ["%canary%"])
            assert cursor.fetchone() == (0,), table


def test_no_card_is_asked_for_and_stripe_is_not_asked(at_platform, answers, settings):
    """Nobody listens where Stripe is said to be: the program is on trial all the same."""
    settings.STRIPE_KEY, settings.STRIPE_API = "rk_test_played", "http://127.0.0.1:9"
    host, path = way_in(at_platform, start(at_platform, answers()))
    assert HostClient(host).get(path, follow=True).status_code == 200
    (tenant,) = tenants()
    with platform():
        trial = Coverage.objects.select_related("account").get(tenant=tenant)
    assert (trial.kind, trial.account.customer_id) == ("trial", None)
    assert trial.ends_at - trial.starts_at == timedelta(days=30)
