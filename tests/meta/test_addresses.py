"""No two pages have one address: the second would never be reached."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.meta.isolation_pages import PUBLIC_URLCONF, TENANT_URLCONF

pytestmark = pytest.mark.no_db

# Our page of the sign-in stands before that of the library, which gives the address its other name.
OURS_FIRST = "sign-in/"


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each, route)


@pytest.mark.parametrize("urlconf", [PUBLIC_URLCONF, TENANT_URLCONF])
def test_each_address_is_of_one_page(urlconf):
    found = Counter(routes(get_resolver(urlconf)))
    assert len(found) > 50
    assert [route for route, times in found.items() if times > 1 and route != OURS_FIRST] == []
