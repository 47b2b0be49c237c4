"""The directory for other software under Schemathesis, which makes requests of its own from our OpenAPI file."""

import json
import os
import random
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.core.wsgi import get_wsgi_application

from network.hsds.documents import SCHEMAS
from tenants.context import as_owner
from tests import databases
from tests.amends.web.browser import serve
from tests.network.directory.listings import fill
from tests.network.hsds.lakeview import FACTS
from tests.network.hsds.test_hsds import ROOT, SEED, store
from tests.programs.test_in_browser import closing

HERE = Path(__file__).parent
LISTINGS, EXAMPLES = 60, 5
# A place and how far from it: no OpenAPI can say that the second needs the first.
CONFIG = """
[[operations]]
include-path = "/service_at_locations"
[operations.checks]
positive_data_acceptance.expected-statuses = ["2xx", 400, 404]
"""


@pytest.fixture
def site(committed, cast):
    """The address of a running server with listings, and the id of one of them."""
    with as_owner():
        fill(random.Random(SEED), LISTINGS)
        known = store(FACTS, "lakeview").pk
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        yield address.replace("127.0.0.1", "localhost") + ROOT, str(known)
    databases.close()


def write_openapi(address, known, folder):
    """Keep our own file beside the specification's schemas, which it names by addresses that tests do not ask."""
    with urllib.request.urlopen(f"{address}/openapi.json") as answer:
        text = answer.read().decode()
    document = json.loads(text.replace(SCHEMAS, (HERE / "schemas").as_uri()))
    for name in ("services", "organizations"):
        document["paths"][f"/{name}/{{id}}"]["parameters"][0]["example"] = known
    file = folder / "openapi.json"
    file.write_text(json.dumps(document))
    return file


@pytest.mark.takes(seconds=30)
def test_schemathesis_finds_nothing_wrong(site, tmp_path, settings, every):
    address, known = site
    openapi = write_openapi(address, known, tmp_path)
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    (tmp_path / "lines.py").write_text((HERE / "lines.py").read_text())
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            *("run", openapi, "--url", address, "--max-examples", str(EXAMPLES), "--seed", str(SEED)),
            *(
                "--phases",
                "examples,coverage,fuzzing" if every else "examples,fuzzing",
                "--checks",
                "all",
                "--suppress-health-check",
                "all",
                "--no-color",
            ),
        ],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "lines"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "16 selected / 16 total" in done.stdout
