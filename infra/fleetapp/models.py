"""Two tables with what a replay must carry over: constraints, partial indexes, foreign keys."""

from django.db import models

from tenants.ids import uuid7
from tenants.models import TenantModel


class Shelf(TenantModel):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    label = models.CharField(max_length=30)

    class Meta:
        app_label = "fleetapp"
        constraints = (
            models.CheckConstraint(condition=models.Q(label__in=["a", "b", "c"]), name="shelf_label_known"),
            models.UniqueConstraint(fields=["label"], condition=models.Q(label="a"), name="one_a"),
        )


class Book(TenantModel):
    id = models.BigAutoField(primary_key=True)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE)
    pages = models.IntegerField(default=0)

    class Meta:
        app_label = "fleetapp"
