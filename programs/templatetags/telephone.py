"""Makes a telephone number, as people write it, into a link that a phone can dial."""

import re

from django import template

register = template.Library()

BEFORE_AN_EXTENSION = re.compile(r"[^a-zA-Z#;,]*")


@register.filter
def tel(number: str) -> str:
    """Return the address that dials a number, without whatever follows it in letters, such as an extension."""
    written = BEFORE_AN_EXTENSION.match(number.strip())
    dialled = written.group() if written else ""
    return ("tel:+" if dialled.startswith("+") else "tel:") + re.sub(r"[^0-9]", "", dialled)
