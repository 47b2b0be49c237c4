"""Amounts as the reader's language writes them."""

from decimal import Decimal

from babel import UnknownLocaleError
from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language


def told(amount: int, currency: str) -> str:
    """Return an amount in the currency's smallest unit as the current language writes it, such as `US$29.00`."""
    units = Decimal(amount).scaleb(-get_currency_precision(currency))
    try:
        return format_currency(units, currency, locale=(get_language() or "en").replace("-", "_"))
    except UnknownLocaleError:
        return format_currency(units, currency, locale="en")
