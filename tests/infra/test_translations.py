"""The catalogues: what the source asks for is collected, kept, compiled, and complete for every app."""

import gettext
import io

import pytest

from infra.translations import catalogue, extract
from infra.translations.__main__ import ROOT, find_problems, list_apps
from infra.translations.catalogue import Message

pytestmark = pytest.mark.no_db


@pytest.mark.parametrize("app", list_apps([]), ids=lambda app: str(app.relative_to(ROOT)))
def test_it_works(app):
    assert find_problems(app) == []


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
