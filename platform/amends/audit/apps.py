"""The audit's app: a chain in each program's schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """A program's own chain of entries."""

    name = "amends.audit"
    label = "audit"
    verbose_name = _("Audit")
