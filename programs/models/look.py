"""The program's logo: beside the program's row, so that no page reads the picture without showing it."""

from typing import ClassVar

from django.db import models

from tenants.models import TenantModel


class ProgramLogo(TenantModel):
    """One row at most; `Program.logo_version` is 0 when no logo is shown."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    privileges: ClassVar = ("SELECT", "INSERT", "UPDATE", "DELETE")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="program_logo_only_is_1")]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"
