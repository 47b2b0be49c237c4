"""The peer's app of tenants."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Tenants and their hosts."""

    name = "infra.bench.tenancy.plain.customers"
    label = "customers"
