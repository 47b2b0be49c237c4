"""The catalogues: what the source asks for is collected, kept, compiled, and complete for every app."""

import gettext
import io
import re

import pytest

from infra.translations import catalogue, extract
from infra.translations.__main__ import ROOT, SOURCES, find_problems, list_apps
from infra.translations.catalogue import Message

pytestmark = pytest.mark.no_db

# What is no sentence: an address, an entity of HTML, a time, a header of HTTP, an object of JSON.
NO_SENTENCE = re.compile(r"https?://\S*|&#?\w+;|\d(:\d\d)+|Authorization:|\{\"[^{}]*\}")
# French signs that nothing holds to their word; of two together, as in "?!", the first has the space.
LOOSE = re.compile(
    r"(?<![\N{NO-BREAK SPACE}?!])[:;?!]|(?<!\N{NO-BREAK SPACE})»|«(?!\N{NO-BREAK SPACE})",
)


@pytest.mark.parametrize("app", list_apps([]), ids=lambda app: str(app.relative_to(ROOT)))
def test_it_works(app):
    assert find_problems(app) == []


def loose_signs(text):
    return LOOSE.findall(NO_SENTENCE.sub("", text))


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Erreur : non ; « Pourquoi ? » Bientôt ?!".replace(" ", "\N{NO-BREAK SPACE}"), []),
        ("À 14:30, https://amends.example/?a=1 &amp; la suite", []),
        ("Erreur: « Pourquoi ?»", [":", "«", "?", "»"]),
    ],
)
def test_it_finds_french_signs_that_nothing_holds(text, signs):
    assert loose_signs(text) == signs


@pytest.mark.parametrize("app", list_apps([]), ids=lambda app: str(app.relative_to(ROOT)))
def test_no_french_line_ends_before_its_sign(app):
    """A colon or question mark at the start of a line reads as a mistake: a space that does not break holds it."""
    messages = catalogue.read(app / "locale/fr/LC_MESSAGES/django.po").values()
    assert [text for message in messages for text in message.translations if loose_signs(text)] == []


def test_every_string_belongs_to_an_app_with_catalogues():
    """Otherwise it would stay English in every language, and the test above would not look at it."""
    apps = [app.relative_to(ROOT).as_posix() + "/" for app in list_apps([])]
    lost = [
        f"{place}: {message.text!r}"
        for source in SOURCES
        for message in extract.collect(ROOT / source, ROOT)
        for place in message.places
        if not place.startswith(tuple(apps))
    ]
    assert lost == []


def test_it_notices_what_is_missing_and_what_is_not_finished(tmp_path, monkeypatch):
    monkeypatch.setattr("infra.translations.__main__.ROOT", tmp_path)
    app = tmp_path / "app"
    app.mkdir()
    (app / "views.py").write_text(
        "from django.utils.translation import gettext as _\na, b, c = _('One'), _('Two'), _('Three')\n"
    )
    done = Message("", "One", translations=["Un"])
    vague = Message("", "Two", translations=["Deux"], is_fuzzy=True)
    for language in ("fr", "es"):
        folder = app / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(catalogue.write(language, [done, vague]))
        (folder / "django.mo").write_bytes(catalogue.compile_messages(language, [done, vague]))
    assert find_problems(app) == [
        "app/locale/es/LC_MESSAGES/django.po: no translation of 'Three'",
        "app/locale/es/LC_MESSAGES/django.po: not finished: 'Two'",
        "app/locale/fr/LC_MESSAGES/django.po: no translation of 'Three'",
        "app/locale/fr/LC_MESSAGES/django.po: not finished: 'Two'",
    ]


def test_it_collects_python_and_templates(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext\n"
        "a = _('One ' 'sentence')\nb = ngettext('%(n)s day', '%(n)s days', 2)\n"
    )
    (tmp_path / "templates/page.html").write_text(
        '{% load i18n %}{% translate "It is \\"here\\"" %}{% translate "May" context "verb" %}'
        "{% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}"
    )
    found = {(m.context, m.text, m.plural) for m in extract.collect(tmp_path, tmp_path)}
    assert ("", "One sentence", "") in found
    assert ("", "%(n)s day", "%(n)s days") in found
    assert ("verb", "May", "") in found
    assert ("", "%(n)s case", "%(n)s cases") in found


def test_it_refuses_a_string_made_at_run_time(tmp_path):
    (tmp_path / "views.py").write_text("from django.utils.translation import gettext as _\n_(f'{1} case')\n")
    with pytest.raises(extract.NotTranslatable):
        extract.collect(tmp_path, tmp_path)


def test_it_reads_back_what_it_wrote(tmp_path):
    messages = [
        Message("", 'A "quoted"\nline', places=["a.py"], translations=["Une « ligne »"]),
        Message("month", "May", places=["a.py"], translations=["mai"]),
        Message(
            "", "%(n)s case", "%(n)s cases", places=["b.py"], translations=["%(n)s dossier", "%(n)s dossiers"]
        ),
    ]
    file = tmp_path / "django.po"
    file.write_text(catalogue.write("fr", messages))
    read = catalogue.read(file)
    assert [(m.context, m.text, m.plural, m.translations) for m in read.values()] == [
        (m.context, m.text, m.plural, m.translations) for m in messages
    ]


def test_the_standard_library_reads_what_it_compiles():
    messages = [
        Message("", "%(n)s case", "%(n)s cases", translations=["%(n)s dossier", "%(n)s dossiers"]),
        Message("month", "May", translations=["mai"]),
        Message("", "Unfinished", translations=[""]),
    ]
    read = gettext.GNUTranslations(io.BytesIO(catalogue.compile_messages("fr", messages)))
    assert read.ngettext("%(n)s case", "%(n)s cases", 0) == "%(n)s dossier"
    assert read.ngettext("%(n)s case", "%(n)s cases", 2) == "%(n)s dossiers"
    assert read.pgettext("month", "May") == "mai"
    assert read.gettext("Unfinished") == "Unfinished"
