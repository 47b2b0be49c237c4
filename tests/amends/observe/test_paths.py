"""What a log line tells of a path: our own words and ids, and no link that works."""

import pytest
from django.test import Client
from django.urls import get_resolver

from amends.observe.paths import MASK, masked
from tests.amends.observe.test_logs import stream  # noqa: F401 - the fixture

TOKEN = "ImFiYyI:1vLqPz:Zk3nUq0c"
KEY = "9ynak1dw9cxthl4dzodppfvdymb2weyoabuewsexnosdhxgzdbyfo0hs5hcoscrc"
ID = "01a1fd05-5554-70df-903f-c207258be461"


@pytest.fixture(autouse=True)
def loaded(cast):
    """Have both lists of addresses loaded, as after the first request."""
    for urlconf in ("amends.urls_tenant", "amends.urls_public"):
        assert get_resolver(urlconf).url_patterns


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/invitation/{TOKEN}/", f"/invitation/{MASK}/"),
        (f"/password/1a-{KEY}/", f"/password/{MASK}/"),
        (f"/address/{KEY}/", f"/address/{MASK}/"),
        (f"/confirm/{TOKEN}/", f"/confirm/{MASK}/"),
        (f"/welcome/{TOKEN}/", f"/welcome/{MASK}/"),
        (f"/start/ready/{TOKEN}/", f"/start/ready/{MASK}/"),
        (f"/refer/received/{TOKEN}/", f"/refer/received/{MASK}/"),
        (f"/Invitation/{TOKEN}", f"/{MASK}/{MASK}"),
        (f"/{TOKEN}/", f"/{MASK}/"),
        (f"/cases/{ID}/people/?q=Kim", f"/cases/{ID}/people/"),
        ("/account/second-step/12/remove/", "/account/second-step/12/remove/"),
        ("/kim-kelly/574-555-0100/", f"/{MASK}/{MASK}/"),
        ("/", "/"),
    ],
)
def test_it_keeps_our_words_and_ids_alone(path, shown):
    assert masked(path) == shown


@pytest.mark.parametrize("host", ["alpha.localhost", "localhost", "nobody.localhost"])
@pytest.mark.parametrize(
    "path", [f"/invitation/{TOKEN}/", f"/password/1a-{KEY}/", f"/welcome/{TOKEN}/", f"/start/ready/{TOKEN}/"]
)
def test_a_refused_link_is_not_in_the_log(stream, host, path):  # noqa: F811 - the fixture
    assert Client(SERVER_NAME=host).get(path).status_code >= 400
    assert "django.request" in stream.getvalue()
    assert TOKEN not in stream.getvalue()
    assert KEY not in stream.getvalue()
