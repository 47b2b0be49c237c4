"""A number as it was written becomes a link that a phone can dial."""

import pytest

from programs.templatetags.telephone import tel

pytestmark = pytest.mark.no_db


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("555 010 2211", "tel:5550102211"),
        ("+1 (555) 010-2211", "tel:+15550102211"),
        ("555-010-2211 ext. 45", "tel:5550102211"),
    ],
)
def test_it_works(written, dialled):
    assert tel(written) == dialled
