"""Our own components, and what holds for all of them: text is escaped, blanks are allowed."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from amends.web.components import draw

pytestmark = pytest.mark.no_db


@dataclass
class Reason:
    id: str
    sentence: str
    remedy: str = ""
    source: str = ""
    href: str = ""


def test_it_works():
    assert draw("tag", text="Open") == '<strong class="govuk-tag">Open</strong>\n'


@pytest.mark.parametrize("parameter", ["text", "html"])
def test_it_escapes_what_is_not_marked_safe(parameter):
    assert "&lt;script&gt;" in draw("inset-text", **{parameter: "<script>"})
    assert "<b>bold</b>" in draw("inset-text", html=mark_safe("<b>bold</b>"))


def test_it_escapes_attributes():
    assert 'data-note="&quot;&gt;"' in draw("tag", text="x", attributes={"data-note": '">'})


def test_it_wraps_markup():
    page = Template(
        '{% load components %}{% wrap "details" summary_text="Why" %}<p>{{ text }}</p>{% endwrap %}'
    )
    assert "<p>&lt;x&gt;</p>" in page.render(Context({"text": "<x>"}))


def test_the_listing_keeps_its_roles_and_names_each_cell():
    head = ["Reference", {"text": "Amount", "format": "numeric"}]
    page = draw("listing", caption="Cases", head=head, rows=[["VM-1", 0]])
    for role in ("table", "row", "rowgroup", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in page
    assert (
        'govuk-table__cell--numeric"><span class="amends-listing__heading" aria-hidden="true">Amount' in page
    )
    assert '<span class="amends-listing__value">0</span>' in page


def test_the_listing_says_when_it_is_empty():
    page = draw("listing", caption="Cases", head=["Reference"], rows=[], empty="No case yet.")
    assert "<table" not in page
    assert "No case yet." in page


def test_the_listing_refuses_a_row_of_another_length():
    with pytest.raises(ValueError, match="argument 2"):
        draw("listing", caption="Cases", head=["One"], rows=[["a", "b"]])


def test_an_unmet_guard_has_its_sentence_remedy_and_source():
    page = draw("unmet-guards", reasons=[Reason("C2", "No consent.", "Record it.", "Rule C2", "/consent/")])
    assert 'data-guard="C2"' in page
    assert '<a class="govuk-link" href="/consent/">Record it.</a>' in page
    assert "Rule C2" in page


def test_no_unmet_guard_draws_nothing():
    assert draw("unmet-guards", reasons=[]).strip() == ""


def test_a_page_without_a_title_is_refused(alone):
    with pytest.raises(ImproperlyConfigured, match="block title"):
        render_to_string("web/base.html")


def test_a_staff_page_has_its_menu(alone):
    navigation = [{"text": "Today", "href": "/", "current": True}, {"text": "Cases", "href": "/cases/"}]
    page = Template('{% extends "web/base_staff.html" %}{% block title %}T{% endblock %}').render(
        Context({"navigation": navigation})
    )
    assert 'aria-label="Main menu"' in page
    assert 'aria-current="page"' in page
