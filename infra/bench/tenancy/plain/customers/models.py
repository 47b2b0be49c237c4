"""A tenant and its hosts, as the documentation of django-tenants begins."""

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Customer(TenantMixin):
    """A tenant; saving it makes and migrates its schema."""

    name = models.CharField(max_length=100)
    created_on = models.DateField(auto_now_add=True)

    auto_create_schema = True


class Domain(DomainMixin):
    """A host of a tenant."""
