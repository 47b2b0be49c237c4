"""Writes the data of places anew: `python -m infra.geography [OUT]`."""

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from infra.geography import courts, postal, shapes, towns, writing
from infra.geography.counties import Counties
from infra.geography.counties import read as read_counties
from infra.geography.sources import SOURCES, fetch

ROOT = Path(__file__).resolve().parents[2]
PLACES = ROOT / "platform/network/places/places.sqlite3"


def build(files: dict[str, Path], out: Path) -> postal.Agreement:
    """Write `out` from the sources' files and return how well two of them agree."""
    topology = _load(files["atlas"])
    counties = Counties(read_counties(_load(files["counties"]), shapes.read(topology, "counties")))
    found = towns.read(_load(files["towns"]).values(), counties)
    agreement = postal.Agreement()
    writing.write(
        out,
        writing.Writing(counties, found, postal.read_fsas(files["fsas"]), shapes.read(topology, "states")),
        postal.read_zips(_load(files["zips"]), counties, agreement),
        courts.read(_load(files["courts"]), counties, found),
        SOURCES,
    )
    return agreement


def _load(file: Path) -> Any:
    return json.loads(file.read_text())


def write_manifest(out: Path) -> str:
    """Write beside the file what it is made of and its checksum, which a test compares; return the checksum."""
    checksum = hashlib.sha256(out.read_bytes()).hexdigest()
    made_of = {
        key: {"package": source.name, "version": source.version, "sha256": source.sha256}
        for key, source in SOURCES.items()
    }
    text = json.dumps({"file": out.name, "sha256": checksum, "sources": made_of}, indent=2, sort_keys=True)
    out.with_name("MANIFEST.json").write_text(text + "\n")
    return checksum


def main() -> None:
    """Fetch, check, build and say what came of it."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACES
    with tempfile.TemporaryDirectory() as folder:
        agreement = build(fetch(Path(folder)), out)
    checksum = write_manifest(out)
    print(f"{out}: {out.stat().st_size} bytes, sha256 {checksum}")
    print(f"ZIPs whose record names the county of its point: {agreement.agreed} of {agreement.compared}")
    print(f"ZIPs whose record names it or one within 5 km: {agreement.near} of {agreement.compared}")


if __name__ == "__main__":
    main()
