"""The checkpoints' app: one table in the public schema."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckpointsConfig(AppConfig):
    """Signed checkpoints of all chains."""

    name = "amends.audit.checkpoints"
    label = "checkpoints"
    verbose_name = _("Checkpoints of the audit")
