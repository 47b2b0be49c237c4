"""What one person was asked at one moment, and what they answered (3.14; decision 29)."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedJSONField, SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.case import CaseState, MediationCase
from programs.models.participant import RESPONSIBLE_SIDE, Participant
from programs.policy.vocabulary import NewOffence
from programs.references import SAMPLES_MAY_GO
from programs.roles import RUNS_THE_PROGRAM, SUPERVISES
from tenants.models import TenantModel


class Side(models.TextChoices):
    HARMED = "harmed", _("Person harmed")
    RESPONSIBLE = "responsible", _("Person responsible")


class Moment(models.TextChoices):
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")
    FOLLOW_UP = "follow_up", _("New offense, a year later")


class Group(models.TextChoices):
    MEDIATED = "mediated", _("Mediated")
    COMPARISON = "comparison", _("Not mediated")


class Way(models.TextChoices):
    OWN_PAGE = "own_page", _("On their own page")
    PHONE = "phone", _("By telephone")
    PAPER = "paper", _("On paper")
    RECORDS = "records", _("From records")


class SurveyState(models.TextChoices):
    DUE = "due", _("To be asked")
    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Does not want to answer")
    UNREACHED = "unreached", _("Could not be reached")
    UNSUITABLE = "unsuitable", _("Not suitable")
    LAPSED = "lapsed", _("No answer in time")


WAITS = (SurveyState.DUE, SurveyState.ASKED)
"""Somebody can still answer."""
SET_ASIDE = (SurveyState.DECLINED, SurveyState.UNREACHED, SurveyState.UNSUITABLE)
"""What staff may say in place of an answer."""


def side_of(person: Participant) -> Side:
    return Side.RESPONSIBLE if person.role in RESPONSIBLE_SIDE else Side.HARMED


def key_for(person: Participant, moment: str) -> uuid.UUID:
    """Return the key of somebody's survey at a moment: one of each, found without an index."""
    return uuid.uuid5(person.pk, f"survey/{moment}")


def pair_for(person: Participant) -> uuid.UUID:
    """Return what the rows of one person have in common."""
    return uuid.uuid5(person.pk, "survey")


class SurveyQuerySet(SealedQuerySet):
    def visible_to(self, user: Any) -> "SurveyQuerySet":
        """Return those that this person may ask, type in or set aside; never one about themself.

        Whoever mediates a case sees none of it before it is closed, whatever else they are. Forms without a case are
        for those who run the program.
        """
        if user.has_role(*RUNS_THE_PROGRAM):
            seen = Q()
        elif user.has_role(*SUPERVISES):
            seen = Q(case__supervisor=user.pk)
        else:
            return self.none()
        mine = MediationCase.objects.filter(assignments__mediator=user.pk).exclude(state=CaseState.CLOSED)
        return self.filter(seen).exclude(case__in=mine.values("pk"))

    def real(self) -> "SurveyQuerySet":
        """Return those that count in figures."""
        return self.filter(is_sample=False)


class Survey(TenantModel):
    """One person's form at one moment; or a form of somebody without a case, which has neither case nor person.

    `answers` holds numbers by the item's id (1 to 5; 1 and 0 for yes and no; the place of a choice) and never words: it
    is counted when the keys are gone.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    pair = models.UUIDField(editable=False)
    case = models.ForeignKey(
        MediationCase, null=True, on_delete=models.PROTECT, related_name="surveys", db_index=False
    )
    participant = models.ForeignKey(
        "programs.Participant", null=True, on_delete=models.PROTECT, related_name="surveys", db_index=False
    )
    is_sample = models.BooleanField(default=False, editable=False)
    side = models.CharField(max_length=20, choices=Side.choices)
    moment = models.CharField(max_length=20, choices=Moment.choices)
    group = models.CharField(max_length=20, choices=Group.choices, default=Group.MEDIATED)
    state = models.CharField(max_length=20, choices=SurveyState.choices, default=SurveyState.DUE)
    way = models.CharField(max_length=20, choices=Way.choices, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(null=True)
    # The day under which it counts: when they were asked; of a form without a case, the day that is given.
    counted_on = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reminded_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    # Nobody, when they did it themselves on their own page.
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answers = models.JSONField(default=dict)
    words = SealedJSONField(null=True)
    reason = SealedTextField(null=True)  # why it is not suitable
    # The file that it came with (`ImportBatch`), empty for what was asked here. It may be deleted while that is undone.
    imported_in = models.UUIDField(null=True, editable=False)
    # What counted as a new offense when it was answered.
    definition = models.CharField(max_length=20, choices=NewOffence.choices, blank=True)

    objects: ClassVar = SurveyQuerySet.as_manager()

    privileges: ClassVar = SAMPLES_MAY_GO

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, participant__isnull=False)
                | Q(case__isnull=True, participant__isnull=True, words__isnull=True, reason__isnull=True),
                name="survey_without_case_holds_no_words",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["asked", "answered"]) | Q(counted_on__isnull=False),
                name="survey_asked_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(moment="follow_up") | Q(side="responsible"),
                name="survey_follow_up_of_responsible",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def vault_key_holder(self) -> Participant | None:
        return self.participant

    @property
    def waits(self) -> bool:
        return self.state in WAITS

    @property
    def is_mediated(self) -> bool:
        return self.group == Group.MEDIATED

    @property
    def is_for_staff(self) -> bool:
        """Return whether nobody but staff answers it, from records."""
        return self.moment == Moment.FOLLOW_UP
