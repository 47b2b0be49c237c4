"""Copies the design system, the typeface and the accessibility checker into the repository.

Run by hand when a version changes: `python infra/vendoring/vendor_frontend.py`. It asks npm for
the pinned packages, refuses an archive whose checksum is not the one written here, and writes the
same bytes each time. Pages are served from the copies alone; nothing is fetched at run time.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from infra.vendoring import licences, stylesheets

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "platform/amends/web/static/vendor"
TESTS = ROOT / "tests/amends/web/vendor"
FIXTURES = ROOT / "tests/amends/web/fixtures"


@dataclass(frozen=True)
class Package:
    """A pinned npm package: its archive's checksum and the folder its files go to."""

    name: str
    version: str
    sha256: str
    folder: str
    destination: Path


GOVUK = Package(
    "govuk-frontend",
    "6.6.0",
    "52c4eb554e54d8a6e4ba801e9da5ec3a5b930fd2f117a39677f0b6296e954751",
    "govuk-frontend-6.6.0",
    STATIC,
)
MOJ = Package(
    "@ministryofjustice/frontend",
    "11.1.0",
    "9ec6ccf0739cefee1fdc663ca61387204dcf3fd9bfcfafa8b9159d993f38984b",
    "moj-frontend-11.1.0",
    STATIC,
)
TYPEFACE = Package(
    "@fontsource/atkinson-hyperlegible",
    "5.3.0",
    "6c22186d05f555e1ebf58431ef2c154445e64b760e381c483a56a0a0c5dc2d43",
    "atkinson-hyperlegible-5.3.0",
    STATIC,
)
AXE = Package(
    "axe-core",
    "4.14.1",
    "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
    "axe-core-4.14.1",
    TESTS,
)

# Components of upstream that no page of ours has, and everything that would look official.
UNWANTED_GOVUK = re.compile(
    r"govuk-(header|logo|footer|accordion|cookie-banner|feedback|phase-banner|crown|font)|crest"
)
WANTED_MOJ = re.compile(r"^\.moj-(timeline|badge|sub-navigation)")
# The weights and alphabets that English, French and Spanish need.
FACES = [f"{weight}-{style}" for weight in (400, 700) for style in ("normal", "italic")]
ALPHABETS = ("latin", "latin-ext")

# Components whose markup ours is compared with, see tests/amends/web/test_conformance.py.
COMPARED = [
    "back-link",
    "breadcrumbs",
    "button",
    "checkboxes",
    "date-input",
    "details",
    "error-message",
    "error-summary",
    "exit-this-page",
    "fieldset",
    "file-upload",
    "generic-header",
    "hint",
    "input",
    "inset-text",
    "label",
    "language-navigation",
    "notification-banner",
    "pagination",
    "panel",
    "radios",
    "select",
    "service-navigation",
    "skip-link",
    "summary-list",
    "table",
    "tabs",
    "tag",
    "task-list",
    "textarea",
    "warning-text",
]


def fetch(package: Package, folder: Path) -> Path:
    """Unpack a package below the folder and return where; refuse another archive than the pinned one."""
    command = ["npm", "pack", "--silent", "--ignore-scripts", f"{package.name}@{package.version}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    archive = folder / done.stdout.split()[-1]
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        sys.exit(f"{package.name} {package.version} has checksum {found}, not the pinned {package.sha256}")
    target = folder / package.folder
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    return target / "package"


def read_govuk(source: Path) -> dict[str, bytes]:
    """Return the files of the design system without fonts, crest, logotypes and unused components."""
    dist = source / "dist/govuk"
    blocks = stylesheets.parse((dist / "govuk-frontend.min.css").read_text())
    blocks = stylesheets.prune(blocks, lambda selector: not UNWANTED_GOVUK.search(selector))
    stylesheets.replace_fonts(blocks)
    stylesheets.open_body_size(blocks)
    return {
        "govuk-frontend.css": stylesheets.write(blocks).encode(),
        "govuk-frontend.min.js": _drop_source_map((dist / "govuk-frontend.min.js").read_text()),
        "LICENCE.txt": (licences.GOVUK + licences.CHANGED).encode(),
    }


def read_moj(source: Path) -> dict[str, bytes]:
    """Return the styles of the chosen case-work components."""
    blocks = stylesheets.parse((source / "moj/moj-frontend.min.css").read_text())
    blocks = stylesheets.prune(blocks, lambda selector: bool(WANTED_MOJ.search(selector)))
    for block in blocks:
        # Its icons stand at an absolute address that we do not have.
        block.body = re.sub(r"background-image:url\([^)]*\);?", "", block.body)
    stylesheets.replace_fonts(blocks)
    stylesheets.open_body_size(blocks)
    return {
        "moj-frontend.css": stylesheets.write(blocks).encode(),
        "LICENCE.txt": (licences.MOJ + licences.CHANGED).encode(),
    }


def read_typeface(source: Path) -> dict[str, bytes]:
    """Return the typeface's files and a stylesheet that names them."""
    ranges = json.loads((source / "unicode.json").read_text())
    files, rules = {}, []
    for alphabet in ALPHABETS:
        for face in FACES:
            name = f"atkinson-hyperlegible-{alphabet}-{face}.woff2"
            files[name] = (source / "files" / name).read_bytes()
            weight, style = face.split("-")
            rules.append(
                f'@font-face{{font-family:"Atkinson Hyperlegible";font-style:{style};font-weight:{weight};'
                f'font-display:swap;src:url("{name}") format("woff2");unicode-range:{ranges[alphabet]}}}'
            )
    files["atkinson-hyperlegible.css"] = ("\n".join(rules) + "\n").encode()
    files["LICENCE.txt"] = (source / "LICENSE").read_bytes()
    return files


def read_axe(source: Path) -> dict[str, bytes]:
    """Return the accessibility checker, which only tests load."""
    return {
        "axe.min.js": (source / "axe.min.js").read_bytes(),
        "LICENCE.txt": (source / "LICENSE").read_bytes(),
    }


def read_fixtures(source: Path) -> dict[str, bytes]:
    """Return upstream's rendered examples of the components that we compare ours with."""
    files = {"LICENCE.txt": licences.GOVUK.encode()}
    for component in COMPARED:
        text = (source / f"dist/govuk/components/{component}/fixtures.json").read_text()
        trimmed = [
            {key: fixture[key] for key in ("name", "options", "html")}
            for fixture in json.loads(text)["fixtures"]
        ]
        files[f"{component}.json"] = (json.dumps(trimmed, indent=1, ensure_ascii=False) + "\n").encode()
    return files


def _drop_source_map(script: str) -> bytes:
    return (re.sub(r"//# sourceMappingURL=\S+", "", script).rstrip() + "\n").encode()


def replace_folder(folder: Path, files: dict[str, bytes]) -> dict[str, str]:
    """Write the files as the whole content of the folder and return their checksums."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in sorted(files.items()):
        (folder / name).write_bytes(content)
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def write_manifest(folder: Path, packages: dict[str, dict[str, object]]) -> None:
    """Write the checksums that the tests compare the folder with."""
    text = json.dumps(packages, indent=2, sort_keys=True)
    (folder / "MANIFEST.json").write_text(text + "\n")


def main() -> None:
    """Copy every package, and nothing else, into its place."""
    readers = {GOVUK: read_govuk, MOJ: read_moj, TYPEFACE: read_typeface, AXE: read_axe}
    manifests: dict[Path, dict[str, dict[str, object]]] = {STATIC: {}, TESTS: {}}
    for destination in manifests:
        shutil.rmtree(destination, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for package, read in readers.items():
            source = fetch(package, Path(folder))
            checksums = replace_folder(package.destination / package.folder, read(source))
            manifests[package.destination][package.folder] = {
                "package": package.name,
                "version": package.version,
                "archive": package.sha256,
                "files": checksums,
            }
            if package is GOVUK:
                replace_folder(FIXTURES, read_fixtures(source))
    for destination, packages in manifests.items():
        write_manifest(destination, packages)


if __name__ == "__main__":
    main()
