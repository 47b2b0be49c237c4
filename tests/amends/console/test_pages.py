"""The console's pages: what they show, whom they refuse, and that no program's data can be reached through them."""

import ast
import re

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from amends.console import overview
from amends.console.decisions import DECISIONS
from tenants.context import platform
from tenants.models import Tenant
from tenants.place import TEMPLATE
from tenants.privileges import models_of
from tests.amends.console.conftest import browser_of, current, make_person
from tests.meta.isolation_rows import CANARY, Scene
from tests.meta.source import python_files, tree
from tests.programs.cast import at

URLCONF = "amends.urls_public"


def address(name, tenant=None):
    return reverse(name, URLCONF, args=[tenant.pk] if tenant else [])


def every_page(tenant):
    yield address("console")
    yield address("console-program", tenant)
    for decision in DECISIONS:
        yield address(decision.page, tenant)


def test_it_works(console, alpha, beta):
    page = console.get(address("console")).content.decode()
    assert "Alpha Mediation" in page
    assert "Beta Mediation" in page
    assert re.search(r"[0-9][0-9.,]* rows?, [0-9.,]+.[KM]B", page), "their sizes"
    assert current(alpha).release[:8] in page
    assert "Trial" in page
    detail = console.get(address("console-program", alpha)).content.decode()
    assert "alpha.localhost" in detail
    assert address("console-verify", alpha) in detail
    assert address("console-resume", alpha) not in detail


def test_a_decision_is_taken_on_its_page_and_told_in_the_history(console, alpha):
    url = address("console-suspend", alpha)
    asked = console.get(url).content.decode()
    assert "Every page of the program is closed at once" in asked
    answer = console.post(url, {"reason": "legal_order", "ticket": "Help-7"})
    assert (answer.status_code, answer.url) == (302, address("console-program", alpha))
    page = console.get(answer.url).content.decode()
    assert "A court or authority ordered it (ticket help-7)" in page
    assert "by Olga Operator" in page
    assert address("console-resume", alpha) in page
    again = console.post(url, {"reason": "legal_order"})
    assert again.status_code == 409
    assert "suspended already" in again.content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose why"),
        ({"reason": "because"}, "because"),
        ({"reason": "other"}, "Another reason needs the ticket"),
        ({"reason": "legal_order", "ticket": "Anna Smith"}, "letters, digits and hyphens"),
    ],
)
def test_a_form_without_a_proper_reason_changes_nothing(sent, says, console, alpha):
    answer = console.post(address("console-suspend", alpha), sent)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert current(alpha).suspended_at is None


def test_looking_changes_nothing(console, alpha):
    before = vars(current(alpha)) | {"_state": None}
    for url in every_page(alpha):
        assert console.get(url).status_code == 200, url
    assert vars(current(alpha)) | {"_state": None} == before


def test_lists_are_filtered(console, alpha, beta):
    console.post(address("console-verify", alpha), {"reason": "papers_seen"})
    console.post(address("console-maintenance-on", beta), {"reason": "repair"})

    def shown(**query):
        page = console.get(address("console"), query).content.decode()
        return {name for name in ("Alpha", "Beta") if f"{name} Mediation" in page}

    assert shown() == shown(which="trial") == {"Alpha", "Beta"}
    assert shown(which="unverified") == {"Beta"}
    assert shown(which="maintenance") == {"Beta"}
    assert shown(which="suspended") == shown(which="outdated") == set()
    assert shown(words="alph") == {"Alpha"}
    assert shown(words="no such") == set()


def test_a_list_costs_the_same_for_one_program_and_for_many(console, alpha, django_assert_max_num_queries):
    with platform():
        for number in range(20):
            Tenant.objects.create(
                schema_name=f"t_{number:032x}", slug=f"more-{number}", name="More", release="0" * 64
            )
    with platform(), django_assert_max_num_queries(15):
        page = console.get(address("console")).content.decode()
    assert "not known to this version" in page


@pytest.mark.parametrize("role", ["network_officer", "agency_user"])
def test_others_are_refused(role, alpha):
    client = browser_of(make_person(role))
    for url in every_page(alpha):
        assert client.get(url).status_code == 403
        assert client.post(url, {"reason": "papers_seen"}).status_code == 403
    assert current(alpha).verified_at is None


def test_strangers_are_sent_to_sign_in(at_platform, alpha):
    for url in every_page(alpha):
        answer = at_platform.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in/")


def test_it_is_not_at_a_programs_host(alpha, at_alpha):
    with at(alpha):
        at_alpha.force_login(Scene(alpha, CANARY).world.alice)
    for url in every_page(alpha):
        assert at_alpha.get(url).status_code == 404


def test_nothing_of_a_program_is_shown(console, alpha):
    with at(alpha):
        scene = Scene(alpha, CANARY)
    keys = {str(row.pk) for row in scene.rows.values() if len(str(row.pk)) > 20}
    for url in every_page(alpha):
        page = console.get(url).content.decode()
        assert CANARY not in page
        assert not [key for key in keys if key in page]


def test_the_login_of_its_pages_reads_no_table_of_a_program(alpha):
    """Whatever the console's code did: on the platform's hosts PostgreSQL shows web sizes, and no row."""
    with platform():
        assert overview.sizes([alpha])[alpha.schema_name].bytes > 0
        for model in models_of(TEMPLATE):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'SELECT 1 FROM {alpha.schema_name}."{model._meta.db_table}"')


def test_its_code_enters_no_program():
    """No way in is imported, and nothing of the layers that know of cases."""
    doors = {"inside", "as_owner", "visit"}
    for path in python_files("platform"):
        if "console" in path.parts:
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.ImportFrom):
                    assert not doors & {each.name for each in node.names}, path
                    assert not (node.module or "").startswith(("programs", "network", "api")), path


def test_each_page_is_said_in_each_language(console, alpha, settings):
    said = {}
    for code, _name in settings.LANGUAGES:
        said[code] = [console.get(url, {"lang": code}).content.decode() for url in every_page(alpha)]
    for one, other in (("en", "fr"), ("en", "es"), ("fr", "es")):
        assert all(a != b for a, b in zip(said[one], said[other], strict=True))
