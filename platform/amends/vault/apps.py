"""The vault's app: its only tables are in the key store."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    """The key store's tables; sealed columns are in the apps that use them."""

    name = "amends.vault"
    label = "vault"
    verbose_name = _("Vault")

    def ready(self) -> None:
        """Load the bootstrapper, which the settings name by path."""
        from amends.vault import bootstrapper  # noqa: F401
