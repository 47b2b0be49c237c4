"""An amount is taken as people write it, and what is no amount is refused in words."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from programs.forms.agreement import AmountField

pytestmark = pytest.mark.no_db


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("250", "250"),
        ("250.00", "250.00"),
        ("$1,250.00", "1250.00"),
        ("1,250", "1250"),
        ("1.250,50", "1250.50"),
        ("1 250,5", "1250.5"),
        ("1\u202f250\u202f000", "1250000"),
        ("12,50 €", "12.50"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_it_works(written, meant, language):
    with translation.override(language):
        assert AmountField(max_digits=10, decimal_places=2, localize=True).clean(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["abc", "1.250.50", "1,25,0", "12..5", "two"])
def test_it_refuses_what_is_no_amount(written):
    with pytest.raises(ValidationError, match="in figures"):
        AmountField(max_digits=10, decimal_places=2, localize=True).clean(written)
