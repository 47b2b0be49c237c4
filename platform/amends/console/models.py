"""What programs tell the operator about themselves when they ask to be verified."""

from typing import ClassVar, Self

from django.db import models


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def waiting(self) -> Self:
        """Return those of programs that asked and have no answer yet."""
        return self.filter(is_answered=False)


class Introduction(models.Model):
    """What a program says of itself, and who signed it up: brought over once it asks to be verified, and kept current.

    Whoever signed up is named because the operator has to speak with somebody. Nobody of a case is in it.
    """

    # Only a job that comes from the program writes it; a decision of the operator answers it.
    privileges: ClassVar = {"web": ("SELECT", "UPDATE"), "worker": ("SELECT", "INSERT", "UPDATE")}

    # The tenant's.
    id = models.UUIDField(primary_key=True, editable=False)
    version = models.PositiveIntegerField()
    place = models.CharField(max_length=120)
    telephone = models.CharField(max_length=40, blank=True)
    account = models.TextField()
    founder_name = models.CharField(max_length=150)
    founder_email = models.EmailField()
    is_address_confirmed = models.BooleanField()
    asked_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)

    objects = IntroductionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)
