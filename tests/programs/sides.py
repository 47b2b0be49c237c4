"""A case in which everybody but one person has words of their own everywhere, to see whether that person reads any.

Generated: every column that can hold words, of every model, is filled with a word of its own wherever the row is
somebody else's or the program's own business.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models as columns
from django.utils import timezone

from amends.vault.fields import SealedCharField, SealedJSONField, SealedTextField
from programs import models
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.models.choice import Wish
from tests.programs.cast import NOW, make_case, make_item, parties, propose_and_sign, send_link

WORDS = (columns.CharField, columns.TextField, SealedCharField, SealedTextField, SealedJSONField)

# Rows that both sides share, or that are public: what they hold is shown on purpose, each for its reason.
SHARED = {
    "programs.Program": "what the program says of itself",
    "programs.ProgramLogo": "a picture of the program's",
    "programs.Session": "day and place of a meeting, which both come to",
    "programs.AgreementItem": "both signed its words; whom it is for is tested by itself",
    **dict.fromkeys(
        ("programs.ImportBatch", "programs.ImportChunk"),
        "a file of the program's past, shown to nobody of a case",
    ),
}
# Models of which no column holds a person's words.
SILENT = {
    "programs.Absence",
    "programs.Affiliation",
    "programs.Agreement",
    "programs.AgreementSignature",
    "programs.HandOver",
    "programs.ItemDone",
    "programs.LikenessVerdict",
    "programs.MediatorBooking",
    "programs.Offence",
    "programs.PolicyDraft",
    "programs.Representation",
    "programs.RestitutionPayment",
    "programs.SetUpChoice",
}
# Columns that hold words of ours and no person's.
NO_WORDS = {
    "programs.Complaint.number",
    "programs.Contact.wording",
    "programs.Contact.language",
    "programs.ItemDone.item",
    "programs.Participant.role",
    "programs.Participant.language",
    "programs.MediationCase.reference",
    "programs.Referral.reference",
    "programs.ReferralDraft.code_mac",
    "programs.RetentionStep.rule",
    "programs.StoredFile.digest",
    "programs.StoredFile.pieces",
    "programs.ParticipationConsent.text_version",
    "programs.ParticipationConsent.language",
}
COMPANY = ("guardian", "support_person")

# What is asked here does not depend on who somebody is; `./amends drill pages` asks it of everybody all the same.
OF_ONE = pytest.mark.parametrize(
    "sides",
    ["victim", *(pytest.param(each, marks=pytest.mark.every_cell) for each in ("offender", *COMPANY))],
    indirect=True,
)


def wordy(model: Any) -> list[Any]:
    """Return the columns of a model in which a person's words can stand."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, WORDS) and not field.choices and not field.primary_key
        if f"{model._meta.label}.{field.name}" not in NO_WORDS
    ]


def canary(row: Any, name: str) -> str:
    """Return a word that stands nowhere but in this column of this person's row."""
    whose = getattr(row, "participant", None) or getattr(row, "sender", row)
    return f"canary{row._meta.model_name}{getattr(whose, 'role', '')}{name}".replace("_", "")


def fill(row: Any) -> Iterator[str]:
    """Put a word of its own into each column of a row, past the rules that would refuse some, and yield them."""
    for field in wordy(type(row)):
        if isinstance(field, SealedJSONField):
            words: Any = {wish: canary(row, f"{field.name}{wish}") for wish in Wish.values}
            yield from words.values()
        else:
            words = canary(row, field.name)
            yield words
        setattr(row, field.name, words)
    row.save(force_insert=row._state.adding)


class Sides:
    """A case with a running agreement, a meeting ahead, and company of both; everybody but `me` has words everywhere.

    `words` are all of those, `filled` the models that hold them.
    """

    def __init__(self, world: Any, me: str):
        self.world = world
        self.case = make_case(world, "agreement_pending")
        victim, _offender = parties(self.case)
        make_item(self.case, world, text="For the person harmed", beneficiary=victim)
        make_item(self.case, world, kind="other", amount=None, text="canaryforthecommunity")
        propose_and_sign(world, self.case)
        for role in COMPANY:
            person = Person(f"Somebody {role}", email=f"{role}@own.example")
            add_participant(actor=world.cora, case=self.case, now=NOW, role=role, person=person)
        people = list(models.Participant.objects.filter(case=self.case))
        (self.me,) = [person for person in people if person.role == me]
        self.others = [person for person in people if person.role != me]
        for person in people:
            send_link(world, person)
        self._add_session()
        self.words: list[str] = []
        self.filled: set[str] = set()
        for row in self._rows():
            self.words += fill(row)
            self.filled.add(row._meta.label)

    def _add_session(self) -> None:
        """Plan one more meeting, at a place that everybody may know."""
        day = timezone.now() + dt.timedelta(days=3)
        models.Session(
            case=self.case,
            form_key=uuid.uuid4(),
            mode="face_to_face",
            state="scheduled",
            place="canaryplaceforboth",
            starts_at=day,
            ends_at=day + dt.timedelta(hours=2),
            scheduled_by=self.world.cora,
        ).save(force_insert=True)

    def _rows(self) -> Iterator[Any]:
        """Yield a row of each model that is somebody else's, or nobody's but the program's."""
        for person in self.others:
            yield person
            yield self._contact(person)
            yield self._choice(person)
            yield self._release(person)
            yield self._complaint(person)
            yield self._report(person)
            yield self._message(person)
            yield from self._surveys(person)
            yield from models.ParticipationConsent.objects.filter(participant=person)[:1]
            yield from models.ParticipantLink.objects.filter(participant=person)[:1]
        yield self.case
        yield self.world.mediators["max"]
        yield from models.MediatorAssignment.objects.filter(case=self.case)[:1]
        yield from models.EligibilityCheck.objects.filter(case=self.case)[:1]
        yield self._risk()
        yield self.case.referral
        yield self.case.referral.office
        yield self._amendment()
        yield self._conflict()
        yield self._document()
        yield models.ReferralDraft(
            form_key=uuid.uuid4(), code_mac="-", answers={}, saved_at=NOW, expires_at=NOW
        )
        yield models.ReferralSource(kind="judge")
        yield models.ReferralForward(referral=self.case.referral, made_at=NOW, made_by=self.world.cora)
        yield models.PolicyVersion(number=9, values={}, published_at=NOW)
        yield models.PolicyFloor(network_id=uuid.uuid4(), version=1, values={}, received_at=NOW)
        yield models.RetentionStep(case=self.case, kind="hold", first_by=self.world.cora, first_at=NOW)
        yield models.SavedFilter(user=self.world.cora, name="", values={}, saved_at=NOW)

    def _contact(self, person: Any) -> Any:
        return models.Contact(
            participant=person,
            form_key=uuid.uuid4(),
            purpose="arranging",
            channel="phone",
            result="reached",
            made_at=NOW,
            recorded_at=NOW,
        )

    def _risk(self) -> Any:
        return models.RiskAssessment(
            case=self.case,
            form_key=uuid.uuid4(),
            stage="initial",
            level="low",
            has_safety_plan=True,
            assessed_at=NOW,
            assessed_by=self.world.cora,
        )

    def _release(self, person: Any) -> Any:
        now = timezone.now()
        return models.InformationRelease(
            participant=person,
            form_key=uuid.uuid4(),
            recipient_kind="agency",
            what=["contact"],
            form="written",
            given_at=now,
            expires_at=now + dt.timedelta(days=20),
            recorded_by=self.world.cora,
        )

    def _choice(self, person: Any) -> Any:
        return models.VictimChoice(
            participant=person, version=9, takes_part=True, mode="shuttle", wishes={}, made_at=NOW
        )

    def _complaint(self, person: Any) -> Any:
        return models.Complaint(
            participant=person, form_key=uuid.uuid4(), made_at=NOW, due_on=NOW.date(), text="", answer=""
        )

    def _report(self, person: Any) -> Any:
        told = {"amount": 7, "paid_on": NOW.date(), "means": "through_court", "made_at": NOW}
        return models.PaymentReport(id=uuid.uuid4(), participant=person, **told)

    def _surveys(self, person: Any) -> Iterator[Any]:
        """What somebody was asked, and says; those who come along are asked nothing."""
        for row in models.Survey.objects.filter(participant=person, moment="after"):
            row.participant, row.state, row.counted_on = person, "asked", NOW.date()
            row.answers = {"fear": 5}
            yield row

    def _message(self, person: Any) -> Any:
        """What somebody writes and nobody has passed on."""
        return models.MediatedMessage(
            case=self.case, sender=person, kind="letter", state="returned", began_at=NOW, changed_at=NOW
        )

    def _amendment(self) -> Any:
        return models.ReferralAmendment(referral=self.case.referral, made_at=NOW, made_by=self.world.cora)

    def _document(self) -> Any:
        return models.StoredFile(
            referral=self.case.referral,
            purpose="attachment",
            state="clean",
            kind="txt",
            size=1,
            content_key=b"-",
            added_at=NOW,
        )

    def _conflict(self) -> Any:
        return models.ConflictDeclaration(
            case=self.case,
            mediator=self.world.mediators["max"],
            connection="knows",
            declared_at=NOW,
            declared_by=self.world.cora,
        )
