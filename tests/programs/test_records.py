"""Who looked at what: told from the audit to those who answer for it, in words, and never with a party's name."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from amends import audit
from amends.accounts.access import ANYONE, OUTSIDERS, SIGNED_IN, SYSTEM, rules, table
from amends.accounts.models import PROGRAM_ROLES
from amends.audit.models import AuditEntry
from programs.actions.closing import close_case
from programs.guards import StepRefused
from programs.models import Program
from programs.models.case import CaseState
from programs.records.entries import ON_A_PAGE, Wanted, about_case, entries_of, part_of
from programs.records.lines import lines_of
from programs.records.words import ACTIONS, CHANGES, CHANGES_OF, READINGS, page_told, told
from tenants.context import as_owner
from tests.conftest import HostClient
from tests.meta.isolation_pages import TENANT_URLCONF, pages
from tests.programs.cast import NOW, at, make_case, make_referral, make_world, open_page, parties
from tests.programs.records_said import purposes_said, verbs_said

RECORDS = reverse("records", TENANT_URLCONF)
# What is said in the platform's own chain, which no program shows.
OF_THE_PLATFORM = {"tenant.claimed", "tenant.claimed_again"}


@pytest.fixture
def signed_in(world, at_alpha):
    def browser(name="alice"):
        at_alpha.force_login(world.people[name])
        return at_alpha

    return browser


def page(browser, path=RECORDS, **query):
    audit.flush()  # a request on its own does so itself; this one is made inside the test's
    answer = browser.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(shown):
    """Return the texts of the rows of the list."""
    return [part.partition("</tr>")[0] for part in shown.partition("<tbody")[2].split("<tr")[1:]]


def test_it_works(world, signed_in):
    case = make_case(world, "preparing")
    signed_in("mia").get(reverse("case", args=[case.pk]))
    shown = rows(page(signed_in()))
    assert "Mia" in shown[0]
    assert "Read the page of a case" in shown[0]
    assert case.reference in shown[0]
    assert any("Mediator assigned" in row and "Cora" in row and case.reference in row for row in shown)


def test_no_party_is_named(world, signed_in):
    case = make_case(world, "monitoring")
    browser = signed_in("cora")
    for name in ("case", "case-people", "case-agreement"):
        browser.get(reverse(name, args=[case.pk]))
    browser.post(reverse("cases"), {"words": "vera"})
    browser = signed_in()
    for shown in (page(browser), page(browser, reverse("case-records", args=[case.pk]))):
        for word in ("Vera", "Oskar", "Rita", "Lincoln", "bicycle"):
            assert word not in shown


def test_looking_here_is_noted(world, signed_in):
    case = make_case(world)
    page(signed_in())
    page(signed_in("cora"), reverse("case-records", args=[case.pk]))
    audit.flush()
    last, one = AuditEntry.objects.filter(kind="read").order_by("-seq")[:2]
    assert (one.actor, told(one)) == (f"accounts.user:{world.alice.pk}", "Read who looked at what")
    assert (last.actor, told(last)) == (f"accounts.user:{world.cora.pk}", "Read who looked at a case")
    assert last.object_id == str(case.pk)


@pytest.mark.parametrize(
    ("name", "program", "case"),
    [("alice", 200, 200), ("cora", 403, 200), ("sol", 403, 200), ("mia", 403, 403)],
)
def test_it_is_for_those_who_answer_for_it(world, signed_in, name, program, case):
    mine = make_case(world, "preparing")
    browser = signed_in(name)
    assert browser.get(RECORDS).status_code == program
    assert browser.get(reverse("case-records", args=[mine.pk])).status_code == case
    link = reverse("case-records", args=[mine.pk])
    assert (link in browser.get(reverse("case", args=[mine.pk])).content.decode()) is (case == 200)


def test_a_case_shows_what_concerns_it_lists_too(world, signed_in):
    case, other = make_case(world, "monitoring"), make_case(world, "monitoring")
    browser = signed_in("cora")
    browser.get(reverse("cases"))
    browser.get(reverse("referral", args=[case.referral_id]))
    browser.get(reverse("case-agreement", args=[case.pk]))
    browser.get(reverse("case", args=[other.pk]))
    browser.get(reverse("participant-edit", args=[parties(case)[0].pk]))
    audit.flush()
    found = part_of(Wanted(about=about_case(case))).entries
    purposes = {entry.facts.get("purpose") for entry in found if entry.kind == "read"}
    assert purposes == {"case_list", "referral_page", "agreement_page", "person_page"}
    assert {"opened", "accepted", "submitted"} <= {entry.verb for entry in found}
    assert str(other.pk) not in {entry.object_id for entry in found}


def test_a_party_on_their_own_page_is_told_as_one(world, signed_in):
    """What they did and read is there for the case, but not which side it was."""
    case = make_case(world, "scheduled")
    visit = open_page(world, parties(case)[0], HostClient("alpha.localhost"))
    for path in ("/mine/dates/", "/mine/ways/"):
        visit.get(path)
    browser = signed_in()
    shown = rows(page(browser, who="party"))
    assert {"A party, on their own page" in row and case.reference in row for row in shown} == {True}
    for words in ("Own page opened", "Read their own page", "Read their own dates"):
        assert any(words in row for row in shown), words
        assert any(words in row for row in rows(page(browser, reverse("case-records", args=[case.pk])))), (
            words
        )
    assert not any("own page" in row for row in rows(page(browser, who="system")))


def test_a_list_of_many_cases_names_three(world):
    cases = [make_case(world) for _ in range(5)]
    audit.read([party for case in cases for party in parties(case)], actor=world.cora, purpose="case_list")
    audit.flush()
    (line,) = lines_of(list(AuditEntry.objects.order_by("-seq")[:1]))
    assert line.about.endswith("and 2 more cases")
    assert sum(case.reference in line.about for case in cases) == 3


def test_it_is_narrowed_by_person_kind_day_and_case(world, signed_in):
    case = make_case(world, "preparing")
    referral = make_referral()
    signed_in("mia").get(reverse("case", args=[case.pk]))
    signed_in("mia").get(reverse("records"))
    browser = signed_in()
    today = timezone.localdate()
    mia = f"accounts.user:{world.mia.pk}"
    assert {"Mia" in row for row in rows(page(browser, who=mia))} == {True}
    assert {"Somebody who is not signed in" in row for row in rows(page(browser, who="anonymous"))} == {True}
    (refused,) = rows(page(browser, kind="denied"))
    assert "Was refused: Who saw what" in refused
    assert rows(page(browser, **days("first", today + dt.timedelta(days=1)))) == []
    assert len(rows(page(browser, **days("last", today)))) > 0
    assert rows(page(browser, **days("last", today - dt.timedelta(days=1)))) == []
    assert {case.reference in row for row in rows(page(browser, reference=case.reference.lower()))} == {True}
    (sent,) = rows(page(browser, reference=referral.reference))
    assert "Referral sent" in sent
    assert "No case has this reference" in page(browser, reference="K7QM-3XPD-V9TC")


def days(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_a_day_is_the_programs(world):
    Program.objects.update(time_zone="America/Chicago")
    audit.record("opened", ("programs.mediationcase", world.mia.pk), actor=world.cora)
    audit.flush()
    entry = AuditEntry.objects.order_by("-seq").first()
    with timezone.override("America/Chicago"):
        day = timezone.localtime(entry.at).date()
        assert entry in part_of(Wanted(first=day, last=day)).entries
        assert entry not in part_of(Wanted(last=day - dt.timedelta(days=1))).entries


def test_older_entries_come_one_part_after_the_other(world, signed_in):
    many(world, 2 * ON_A_PAGE)
    browser, seen, query = signed_in(), [], {}
    audit.flush()
    before = list(AuditEntry.objects.order_by("-seq").values_list("seq", flat=True))
    wanted = Wanted()
    part = part_of(wanted)
    while True:
        seen += [entry.seq for entry in part.entries]
        if part.older is None:
            break
        query = {"before": part.older}
        part = part_of(wanted, before=part.older)
    assert seen == before
    shown = page(browser, kind="change", **query)
    assert "Back to the newest" in shown
    assert "Older" not in shown
    assert "kind=change" in page(browser, kind="change").partition('rel="next"')[2][:200]
    assert page(browser, before="nonsense")


def many(world, count):
    """Record as many entries as a program comes to, of the kinds that name something."""
    case = make_case(world, "monitoring")
    for number in range(count):
        what = (
            lambda: audit.record("payment_recorded", case, actor=world.cora),
            lambda: audit.read(list(parties(case)), actor=world.mia, purpose="case_page"),
            lambda: audit.read(case.referral, actor=world.alice, purpose="referral_page"),
            lambda: audit.record("account.disabled", world.max, actor=world.alice),
        )
        what[number % len(what)]()
    audit.flush()
    return case


@pytest.mark.parametrize("of_a_case", [False, True])
def test_it_costs_the_same_for_one_entry_and_for_a_hundred(world, signed_in, of_a_case):
    case = many(world, 4)
    path = reverse("case-records", args=[case.pk]) if of_a_case else RECORDS
    browser = signed_in()

    def queries():
        page(browser, path)
        with CaptureQueriesContext(connection) as captured:
            page(browser, path)
        return len(captured)

    first = queries()
    many(world, 100)
    assert queries() == first


def test_a_step_that_was_refused_for_many_reasons_is_one_line(world):
    case = make_case(world, "scheduled")
    case.state = CaseState.CLOSING
    case.closure_reason = "other"
    case.save()
    with pytest.raises(StepRefused) as caught:
        close_case(actor=world.cora, case=case, now=NOW)
    assert len(caught.value.reasons) > 1
    audit.flush()
    refused = [entry for entry in part_of(Wanted(kind="denied")).entries if entry.verb == "close_case"]
    assert len(refused) == len(caught.value.reasons)
    assert [line.what for line in lines_of(refused)] == [f"Was refused: {ACTIONS['close_case']}"]


# 100,000 entries


def test_a_hundred_thousand_entries_do_not_slow_it_down(committed, alpha):
    """Whatever is asked for, PostgreSQL reads by an index what it shows, and not the whole of the audit."""
    with at(alpha):
        world = make_world(alpha)
        case = many(world, 8)
        cora, otto = (f"accounts.user:{user.pk}" for user in (world.cora, world.otto))
    with as_owner(alpha.schema_name):
        fill(cora, 100_000)
    long_ago = dt.date(2024, 1, 3)
    with at(alpha):
        wanted = {
            "everything": Wanted(),
            "one person": Wanted(actor=cora),
            "one who was never here": Wanted(actor=otto),
            "one kind": Wanted(kind="read"),
            "one kind, rare": Wanted(kind="export"),
            "one day long ago": Wanted(first=long_ago, last=long_ago),
            "one person on a day": Wanted(actor=otto, first=long_ago, last=long_ago),
            "one case": Wanted(about=about_case(case)),
            "what hides something": Wanted(unseen=about_case(case)),
            "what was refused of a case": Wanted(about=about_case(case), kind="denied"),
        }
        read = {name: blocks_of(each) for name, each in wanted.items()}
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_size('audit_auditentry') / 8192")
            (whole,) = cursor.fetchone()
    # Statistics are of a sample, so plans differ from run to run; the whole is never read.
    assert max(read.values()) < whole / 4, (read, whole)


def fill(actor, count):
    """Write entries straight into the table, as many as a busy program has after years; half of them of lists."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO audit_auditentry (seq, at, kind, actor, verb, object_type, object_id, facts, prev, hash)
            SELECT n - 200000, timestamptz '2024-01-01' + n * interval '10 minutes',
                   CASE WHEN n %% 2 = 0 THEN 'read' ELSE 'change' END,
                   %s, 'read', 'programs.participant',
                   CASE WHEN n %% 2 = 0 THEN '' ELSE gen_random_uuid()::text END,
                   CASE WHEN n %% 2 = 0 THEN jsonb_build_object('purpose', 'case_list', 'count', 50, 'ids',
                     (SELECT jsonb_agg(md5((n * 7 + i) %% 5000 || 'x')::uuid::text) FROM generate_series(1, 50) i))
                   ELSE '{}'::jsonb END,
                   decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
              FROM generate_series(1, %s) n
            """,
            [actor, count],
        )
        # As a program has that is years old; whether autovacuum passes by during a test is chance.
        cursor.execute("ANALYZE audit_auditentry")
        # As autovacuum does.
        cursor.execute("ANALYZE audit_auditentry")
        cursor.execute("SELECT brin_summarize_new_values('audit_by_time')")


def blocks_of(wanted):
    """Return how many blocks PostgreSQL reads for the first part of a list."""
    plan = json.loads(entries_of(wanted)[: ON_A_PAGE + 1].explain(format="json", analyze=True, buffers=True))[
        0
    ]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


# Words


def known_verbs():
    return set(CHANGES).union(*CHANGES_OF.values())


def test_every_verb_and_purpose_has_words():
    said, known = verbs_said(), known_verbs()
    assert len(said) > 80
    without = {verb: where for verb, where in said.items() if not {verb, verb.removesuffix("_again")} & known}
    assert {verb: where for verb, where in without.items() if verb not in OF_THE_PLATFORM} == {}
    purposes = purposes_said()
    assert {each: where for each, where in purposes.items() if each not in READINGS} == {}


def test_no_words_are_for_what_is_said_no_more():
    said = set(verbs_said())
    assert known_verbs() - said - {verb.removesuffix("_again") for verb in said} == set()
    assert set(READINGS) - set(purposes_said()) == set()
    assert set(ACTIONS) - set(rules()) == set()


def test_a_verb_may_mean_another_thing_of_another_row():
    entries = [
        AuditEntry(kind="change", verb="opened", object_type=label, facts={})
        for label in ("programs.mediationcase", "programs.referraldraft")
    ]
    assert [told(entry) for entry in entries] == ["Case opened", "Saved referral form opened"]


def test_the_same_form_sent_again_is_told_so():
    entry = AuditEntry(kind="change", verb="payment_recorded_again", object_type="", facts={})
    assert told(entry) == "Payment recorded (the same form sent again)"


def test_everything_that_can_be_refused_has_words():
    for name, rule in rules().items():
        if set(rule.roles) & set(PROGRAM_ROLES) and name != "shred":
            assert name in ACTIONS, name
    for name in pages(TENANT_URLCONF):
        # Whoever comes to a party's page without a visit is led on, and not refused.
        if not {ANYONE, SIGNED_IN, SYSTEM, *OUTSIDERS} & set(table()[name]):
            assert page_told(name), name


def test_what_has_no_words_is_told_by_its_kind():
    for kind, verb, object_id, shown in (
        ("change", "of_a_later_version", "", "Changed something else"),
        ("read", "read", "", "Read something else"),
        ("export", "export", "", "Took data out of the program"),
        ("denied", "of_a_later_version", "", "Was refused: something else"),
        ("denied", "page.denied", "unlisted", "Was refused: something else"),
    ):
        entry = AuditEntry(kind=kind, verb=verb, object_type="page", object_id=object_id, facts={})
        assert told(entry) == shown


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_words_are_translated(language):
    texts = [
        *CHANGES.values(),
        *CHANGES_OF["programs.referraldraft"].values(),
        *READINGS.values(),
        *ACTIONS.values(),
    ]
    english = [str(text) for text in texts]
    with translation.override(language):
        same = {before for text, before in zip(texts, english, strict=True) if str(text) == before}
    assert same - ({"Contact"} if language == "fr" else set()) == set()
