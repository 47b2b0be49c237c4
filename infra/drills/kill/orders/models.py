"""An order is the business row; an effect is what its job leaves, written anew each time."""

from django.db import models
from django.db.models.functions import Now


class Order(models.Model):
    """Committed together with its job, so it is the truth about what has to happen."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10)
    ordered_at = models.DateTimeField(db_default=Now())


class Effect(models.Model):
    """What a job did in this tenant: exactly one row for each order."""

    number = models.BigIntegerField()
    role = models.CharField(max_length=63)
