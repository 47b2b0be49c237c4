"""Why something of what networks publish cannot be taken over, and what to do."""

from django.utils.translation import gettext_lazy as _

from amends.console.actions import Hindrance

NOT_OFFERED = Hindrance(
    "standards_offered",
    _("The network has changed or taken back what you looked at, or the program belongs to it no more."),
    _("Look at the page again: it shows what holds now."),
    source="",
)
