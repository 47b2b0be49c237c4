"""The console's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    """Pages of the platform's operators."""

    name = "amends.console"
    label = "console"
    verbose_name = _("Operator's console")
