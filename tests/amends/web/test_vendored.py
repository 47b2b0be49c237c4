"""The vendored files are what the manifest says, ask nobody else for anything, and carry no foreign brand."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from infra.vendoring import stylesheets
from infra.vendoring.vendor_frontend import STATIC, TESTS

pytestmark = pytest.mark.no_db
FOLDERS = [STATIC, TESTS]
STYLES = sorted(STATIC.rglob("*.css"))


@pytest.mark.parametrize("folder", FOLDERS, ids=["static", "tests"])
def test_it_works(folder):
    manifest = json.loads((folder / "MANIFEST.json").read_text())
    found = {
        package.name: {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in package.iterdir()}
        for package in folder.iterdir()
        if package.is_dir()
    }
    assert found == {name: package["files"] for name, package in manifest.items()}
    assert all("LICENCE.txt" in files for files in found.values())


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_it_asks_for_files_beside_it_only(style):
    for address in stylesheets.find_addresses(style.read_text()):
        assert (style.parent / address.strip("\"'")).is_file()


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_it_carries_no_foreign_brand(style):
    assert not re.search(
        r"gds transport|crown|crest|logotype|gov\.uk|moj-logo", style.read_text(), re.IGNORECASE
    )


def test_it_carries_no_file_of_the_foreign_brand():
    names = [file.name for file in STATIC.rglob("*")]
    assert not [name for name in names if re.search(r"crown|crest|logo|opengraph|govuk-icon", name)]


def test_no_script_names_another_host():
    for script in STATIC.rglob("*.js"):
        assert not re.search(r"https?://", script.read_text()), script


def test_ours_asks_for_nothing_else_either():
    own = STATIC.parent / "web"
    for file in own.iterdir():
        if file.suffix in {".css", ".js"}:
            assert not re.search(r"https?://|@import|url\(", file.read_text()), file


def test_it_drops_a_selector_and_keeps_the_other():
    blocks = stylesheets.parse(".kept,.crest:is(.a,.b){color:red}@media print{.crest{color:blue}}")
    kept = stylesheets.prune(blocks, lambda selector: "crest" not in selector)
    assert stylesheets.write(kept) == ".kept{color:red}\n"


def test_it_replaces_the_licensed_font_quoted_or_not():
    blocks = stylesheets.parse(
        '.a{font-family:GDS Transport,arial,sans-serif}.b{font-family:"GDS Transport"}'
    )
    stylesheets.replace_fonts(blocks)
    assert stylesheets.write(blocks).count(stylesheets.FONT_STACK) == 2
    assert "GDS" not in stylesheets.write(blocks)


def test_the_build_is_small():
    size = sum(file.stat().st_size for file in Path(STATIC).rglob("*") if file.is_file())
    assert size < 350_000


def test_every_file_is_collected_under_a_name_that_changes_with_it(tmp_path):
    storages = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, **storages}):
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert names["web/amends.css"] != "web/amends.css"
    # The script's own import has no changing name; the folder's version is in it.
    imported = re.search(r'from "\.\./([^"]+)"', (tmp_path / names["web/start.js"]).read_text())
    assert (tmp_path / imported.group(1)).is_file()
