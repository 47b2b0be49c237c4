"""What the public schema keeps of a sign-up: enough to make one program of a form sent twice, and nothing personal."""

from typing import ClassVar

from django.db import models

from tenants.ids import uuid7


class SignUp(models.Model):
    """A form that was sent, known by a digest of its hidden key; pruned after a day.

    The row is made with the claim of the tenant, in one transaction: whoever sends the form again finds the tenant,
    and finishes what a killed process left half done.
    """

    privileges: ClassVar = {"web": ("SELECT", "INSERT", "UPDATE"), "worker": ("SELECT", "DELETE")}

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    form_digest = models.CharField(max_length=64, unique=True)
    tenant_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)


class Tally(models.Model):
    """How often a kind of attempt came from one sender in one window, when the cache cannot count it.

    The sender is a keyed digest that changes with the window; the row goes when the window is over.
    """

    privileges: ClassVar = {
        "web": ("SELECT", "INSERT", "UPDATE"),
        "worker": ("SELECT", "DELETE"),
    }

    bucket = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
