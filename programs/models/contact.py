"""The log of contacts: who was tried, by which way, with what result, and how long it took (6, E7, 3.5).

Preparation meetings, messages that were passed on, follow-ups and the word that a case has ended are contacts with a
purpose, so that there is one place to look and one place to write.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from amends.vault.fields import SealedTextField
from amends.vault.models import SealedQuerySet
from programs.models.participant import Participant
from tenants.ids import uuid7
from tenants.models import TenantModel


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By telephone")
    VIDEO = "video", _("By video")
    EMAIL = "email", _("By e-mail")
    TEXT = "text", _("By text message")
    LETTER = "letter", _("By letter")


class Purpose(models.TextChoices):
    FIRST_CONTACT = "first_contact", _("First contact")
    PREPARATION = "preparation", _("Preparation meeting")
    ARRANGING = "arranging", _("Arranging something")
    EXCHANGE = "exchange", _("Passing a message on")
    DEBRIEF = "debrief", _("Talking it over after the session")
    FOLLOW_UP = "follow_up", _("Follow-up after the meeting or exchange")
    TOLD_END = "told_end", _("Telling them that the case has ended")
    ASKED_AGAIN = "asked_again", _("They came back to us by themselves")


class Topic(models.TextChoices):
    """What a preparation meeting goes through with somebody."""

    PROCESS = "process", _("How it works")
    STOP = "stop", _("The right to stop at any time")
    EXPECT = "expect", _("What to expect of the other side and of the day")
    CHOICES = "choices", _("Their choices and wishes")
    SUPPORT = "support", _("Who comes along to support them")
    SAFETY = "safety", _("What they need to be safe")


class Result(models.TextChoices):
    REACHED = "reached", _("Reached")
    SENT = "sent", _("Sent, no answer yet")
    NO_ANSWER = "no_answer", _("No answer")
    MESSAGE_LEFT = "message_left", _("Message left")
    WRONG_ADDRESS = "wrong_address", _("Wrong number or address")
    REFUSED = "refused", _("They do not want this contact")


APPROACHES = (Purpose.FIRST_CONTACT, Purpose.PREPARATION)
"""Contacts by which somebody is asked to take part: their order is a rule (3.5)."""

UNANSWERED = (Result.SENT, Result.NO_ANSWER, Result.MESSAGE_LEFT, Result.WRONG_ADDRESS)
"""What counts as a try that did not reach the person."""

TOLD_IN_A_FORM = (
    "purpose", "channel", "result", "minutes", "topics", "survey_offered", "reason", "note", "wording", "language",
    "words",
)  # fmt: skip


class ContactQuerySet(SealedQuerySet):
    def letters(self) -> "ContactQuerySet":
        """Return those whose words are kept."""
        return self.exclude(wording="")

    def answers(self) -> "ContactQuerySet":
        """Return those that say what somebody answered, in their order; what we wrote, or tried, is no answer."""
        answered = self.filter(wording="", result__in=(Result.REACHED, Result.REFUSED))
        return answered.order_by("recorded_at")


class Contact(TenantModel):
    """One try to reach one person; rows are added, never edited."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey("programs.Participant", on_delete=models.PROTECT, related_name="contacts")
    form_key = models.UUIDField(editable=False)  # a form sent twice is one contact
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    result = models.CharField(max_length=20, choices=Result.choices)
    made_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=0)
    # Of a preparation meeting: what was gone through; a rule looks at it.
    topics = ArrayField(
        models.CharField(max_length=20, choices=Topic.choices), default=list, blank=True, db_default=[]
    )
    survey_offered = models.BooleanField(default=False)
    reason = SealedTextField(blank=True)  # why a preparation meeting was not in person
    note = SealedTextField(blank=True)
    # Of a letter or message that was written here: by which wording, in which language, its words as they went out,
    # and the id under which the mail knows what became of it.
    wording = models.CharField(max_length=30, blank=True, default="", db_default="")
    language = models.CharField(max_length=20, blank=True, default="", db_default="")
    words = SealedTextField(null=True, blank=True)
    delivery = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    # Nobody, when they did it themselves on their own page.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = ContactQuerySet.as_manager()

    privileges: ClassVar = ("SELECT", "INSERT", "DELETE")  # of samples only

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["form_key"], name="contact_form_once")]

    def key_for(self, participant: Participant, form_key: uuid.UUID) -> uuid.UUID:
        """Return what is the same when one form is sent twice, and another one for another person or other words."""
        told = [getattr(self, name) for name in TOLD_IN_A_FORM]
        return uuid.uuid5(form_key, repr([str(participant.pk), *told]))

    @property
    def topics_said(self) -> list[str]:
        return [str(topic.label) for topic in Topic if topic in self.topics]

    @property
    def vault_key_holder(self) -> Participant:
        return self.participant
