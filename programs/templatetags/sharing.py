"""How shares are shown."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """Return a share between 0 and 1 as a whole percentage, in the language of the page."""
    return _("%(number)s%%") % {"number": number_format(round(share * 100))}
