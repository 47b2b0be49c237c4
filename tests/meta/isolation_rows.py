"""A row of every model of a program, each with a line here that says how it comes to be; a new model needs one."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as WebSession
from django.utils import timezone

from amends import audit
from amends.accounts.access import PARTICIPANT, Outsider
from amends.accounts.models import Invitation
from amends.audit.models import AuditEntry, AuditHead
from amends.files.examining import Examined
from amends.files.kinds import KINDS
from amends.mail.models import Delivery
from amends.outbox.done.models import Done
from api.actions import claim_key, make_token
from api.models import ApiToken, KeptAnswer
from infra.fleetapp.models import Book, Shelf
from programs import models
from programs.actions import assignments, drafts, payments, referrals
from programs.actions.complaints import make_complaint
from programs.actions.files import attach_file
from programs.actions.filters import save_filter
from programs.actions.forwarding import forward_referral
from programs.actions.likeness import judge_likeness
from programs.actions.listing import put_site
from programs.actions.payment_reports import report_payment
from programs.actions.policy import change_settings, take_floor
from programs.actions.referrals import Person
from programs.actions.releases import Leave, record_release
from programs.actions.retention import place_hold
from programs.actions.setup import choose_task, make_hand_over
from programs.actions.sources import Agreed, add_source
from programs.files import arriving, hand_over
from tenants.ids import uuid7
from tests.meta.isolation_imports import imported_file
from tests.meta.isolation_messages import waiting_message
from tests.meta.isolation_networks import made_memberships
from tests.meta.isolation_surveys import asked_survey
from tests.meta.isolation_training import with_statement
from tests.programs import cast
from tests.programs.rules.parts import ITEM, own_parts

# Every text that a person wrote at Alpha holds this word.
CANARY = "ALPHA-CANARY"
LATER = cast.NOW + 3 * cast.DAY


class Scene:
    """A program with a case that is monitored, and one of everything; built inside the place that is entered."""

    def __init__(self, tenant: Any, canary: str):
        self.tenant, self.canary = tenant, canary
        self.world = cast.make_world(tenant)
        people = {
            "referrer": Person(f"{canary} referrer", "referrer@canary.example"),
            "offender": Person(f"{canary} offender", phone="555 0100"),
            "victim": Person(f"{canary} victim", contact_note=f"{canary} note"),
        }
        texts = {"summary": f"{canary} summary", "office_name": f"{canary} school"}
        self.waiting = cast.make_referral(**people, **texts)
        self.case = cast.make_case(
            self.world, "monitoring", **people, **texts | {"referrer_class": "institution"}
        )
        self.site_id = uuid.uuid4()
        site = {"is_confidential": True, "area": f"{canary} area", "telephone": "555 0100"}
        put_site(actor=self.world.alice, site_id=str(self.site_id), site=site)
        self.memberships = made_memberships(canary, self.world.alice)
        # Outside of the tests (a drill) the app that only they have is missing.
        there = {label: build for label, build in BUILDERS.items() if label.split(".")[0] in apps.app_configs}
        self.rows = {label: build(self) for label, build in there.items()}

    @cached_property
    def item(self) -> models.AgreementItem:
        item = models.AgreementItem.objects.get(agreement__case=self.case)
        item.text = f"{self.canary} item"
        item.save()
        return item

    @cached_property
    def payment(self) -> models.RestitutionPayment:
        return payments.record_payment(
            actor=self.world.cora,
            case=self.case,
            now=LATER,
            form_key=uuid.uuid4(),
            item=self.item,
            amount=Decimal("20.00"),
            paid_on=dt.date(2026, 3, 4),
            means="through_program",
        )

    def of_case(self, model: Any, **where: Any) -> Any:
        """Return a row of the monitored case."""
        return model.objects.filter(**where or {"case": self.case}).first()


def _conflict(scene: Scene) -> Any:
    assignments.declare_conflict(
        actor=scene.world.cora,
        case=scene.case,
        now=LATER,
        mediator=scene.world.mediators["max"],
        connection="knows",
        reason=f"{scene.canary} reason",
    )
    return scene.of_case(models.ConflictDeclaration)


def _amendment(scene: Scene) -> Any:
    texts = {"text": f"{scene.canary} amended", "reason": f"{scene.canary} why"}
    referrals.amend_referral(actor=scene.world.cora, referral=scene.waiting, now=LATER, **texts)
    return scene.of_case(models.ReferralAmendment, referral=scene.waiting)


def _verdict(scene: Scene) -> Any:
    return judge_likeness(
        actor=scene.world.cora,
        referral=scene.waiting,
        other=scene.case.referral_id,
        verdict="another",
        now=LATER,
    )


def _draft(scene: Scene) -> Any:
    answers = {"referrer_name": [f"{scene.canary} draft"], "referrer_email": ["draft@canary.example"]}
    return drafts.save_draft(actor=None, now=timezone.now(), form_key=uuid.uuid4(), answers=answers)[0]


def _file(scene: Scene) -> models.StoredFile:
    """A document that came with the referral that waits."""
    examined = Examined(KINDS["txt"], f"{scene.canary} content".encode(), is_scanned=True)
    form_key = uuid.uuid4()
    with arriving(examined, f"{scene.canary} paper.txt", now=cast.NOW) as arrival:
        row, _is_new = attach_file(actor=None, now=timezone.now(), form_key=form_key, arrival=arrival)
    hand_over([row], referral=scene.waiting)
    models.ReferralDraft.objects.filter(form_key=form_key).delete()
    return models.StoredFile.objects.get(pk=row.pk)


def _session(scene: Scene) -> Any:
    session = scene.of_case(models.Session)
    session.place = f"{scene.canary} place"
    session.save()
    return session


def _web_session(scene: Scene) -> WebSession:
    store = SessionStore()
    store["note"] = scene.canary
    store.create()
    return WebSession.objects.get(pk=store.session_key)


def _entry(scene: Scene) -> AuditEntry:
    audit.flush()
    return AuditEntry.objects.order_by("-seq").first()


def _invitation(scene: Scene) -> Invitation:
    return Invitation.objects.create(
        email="invited@canary.example",
        name=f"{scene.canary} invited",
        roles=["mediator"],
        invited_by=scene.world.alice,
        expires_at=timezone.now() + cast.DAY,
    )


def _address(scene: Scene) -> EmailAddress:
    where = {"user": scene.world.cora, "email": f"{scene.canary.lower()}@canary.example"}
    return EmailAddress.objects.get_or_create(**where)[0]


def _authenticator(scene: Scene) -> Authenticator:
    return Authenticator.objects.create(
        user=scene.world.max, type=Authenticator.Type.TOTP, data={"note": scene.canary}
    )


def _user_session(scene: Scene) -> UserSession:
    key = f"session of {scene.canary}"
    return UserSession.objects.create(
        user=scene.world.cora, ip="192.0.2.1", session_key=key, user_agent=scene.canary
    )


def _choice(scene: Scene) -> models.SetUpChoice:
    choose_task(actor=scene.world.alice, task="practise", choice="skipped", now=cast.NOW)
    return models.SetUpChoice.objects.get()


def _contact(scene: Scene) -> models.Contact:
    told = {"wording": "please_call", "language": "en", "words": f"{scene.canary} letter"}
    person = cast.parties(scene.case)[0]
    return cast.contact(scene.world, person, note=f"{scene.canary} contact", now=LATER, **told)


def _guardian(scene: Scene) -> models.Representation:
    child, other = cast.parties(scene.case)
    answers = {"kind": "guardian", "since": LATER}
    return models.Representation.objects.create(participant=child, by=other, **answers)


def _wishes(scene: Scene) -> models.VictimChoice:
    choice = models.VictimChoice.objects.create(
        participant=cast.parties(scene.case)[0],
        version=9,
        takes_part=True,
        mode="shuttle",
        wishes={"first": f"{scene.canary} wish"},
        made_at=LATER,
    )
    return models.VictimChoice.objects.get(pk=choice.pk)


def _filter(scene: Scene) -> models.SavedFilter:
    name = f"{scene.canary} filter"
    return save_filter(actor=scene.world.max, name=name, values={"state": "intake"}, now=LATER)


def _policy_draft(scene: Scene) -> models.PolicyDraft:
    change_settings(actor=scene.world.alice, now=LATER, values={"answer_days": 5, **own_parts()})
    return models.PolicyDraft.objects.get()


def _policy_floor(scene: Scene) -> models.PolicyFloor:
    network = {"network_id": uuid.uuid4(), "network_name": f"{scene.canary} network", "version": 1}
    take_floor(actor=None, now=LATER, values={"answer_days": 9}, why=scene.canary, **network)
    return models.PolicyFloor.objects.get()


def _release(scene: Scene) -> models.InformationRelease:
    """A release that counts now: an own page shows no other."""
    now = timezone.now()
    texts = {"recipient": f"{scene.canary} service", "purpose": f"{scene.canary} purpose"}
    leave = Leave("agency", what=["contact"], form="written", last_day=now.date(), **texts)
    person = cast.parties(scene.case)[0]
    return record_release(
        actor=scene.world.cora, participant=person, now=now, form_key=uuid.uuid4(), leave=leave
    )


def _forward(scene: Scene) -> models.ReferralForward:
    """A referral of its own that was handed on: the one that waits has to wait for others."""
    texts = {"program_name": f"{scene.canary} center", "program_contact": f"{scene.canary} telephone"}
    offender = Person(f"{scene.canary} somebody", phone="555 0100")
    referral = cast.make_referral(offender=offender, victim=None)
    person = models.Participant.objects.get(referral=referral)
    now = timezone.now()
    leave = Leave("program", texts["program_name"], ["contact"], "To go there", "written", now.date())
    release = record_release(
        actor=scene.world.cora, participant=person, now=now, form_key=uuid.uuid4(), leave=leave
    )
    return forward_referral(actor=scene.world.cora, referral=referral, now=now, release=release, **texts)


def _report(scene: Scene) -> models.PaymentReport:
    told = {"amount": Decimal(5), "paid_on": LATER.date(), "means": "through_program"}
    return report_payment(
        actor=Outsider(PARTICIPANT, cast.parties(scene.case)[1].pk),
        now=LATER,
        form_key=uuid.uuid4(),
        note=f"{scene.canary} paid",
        **told,
    )


def _source(scene: Scene) -> models.ReferralSource:
    told = {"asks_for": [], "answer_days": 3, "told_roles": [], "told_user": None, "told_back": "milestones"}
    agreed = Agreed(name=f"{scene.canary} court", kind="judge", **told)
    return add_source(actor=scene.world.cora, agreed=agreed)


def _token(scene: Scene) -> ApiToken:
    answers = {"name": f"{scene.canary} software", "scopes": ["cases:read"], "days": 90}
    return make_token(actor=scene.world.alice, now=timezone.now(), **answers)[0]


def _answer(scene: Scene) -> KeptAnswer:
    return claim_key(actor=scene.world.alice, key=uuid.uuid4(), request="-", now=timezone.now())[0]


BUILDERS: dict[str, Callable[[Scene], Any]] = {
    "accounts.User": lambda scene: scene.world.cora,
    "accounts.Invitation": _invitation,
    "account.EmailAddress": _address,
    "account.EmailConfirmation": lambda scene: EmailConfirmation.create(_address(scene)),
    "mfa.Authenticator": _authenticator,
    "usersessions.UserSession": _user_session,
    "sessions.Session": _web_session,
    "outbox_done.Done": lambda scene: Done.objects.create(job_id=uuid7()),
    "mail.Delivery": lambda scene: Delivery.objects.create(
        id=uuid7(), job=scene.canary[:100], begun_at=cast.NOW
    ),
    "programs.HandOver": lambda scene: make_hand_over(actor=scene.world.alice, now=timezone.now()),
    "programs.SetUpChoice": _choice,
    "programs.Program": lambda scene: models.Program.objects.get(),
    "programs.ImportBatch": imported_file,
    "programs.ImportChunk": lambda scene: models.ImportChunk.objects.get(),
    "programs.ProgramLogo": lambda scene: models.ProgramLogo.objects.create(
        content=scene.canary.encode(), width=1, height=1
    ),
    "programs.Office": lambda scene: models.Office.objects.get(name=f"{scene.canary} school"),
    "programs.ReferralSource": _source,
    "programs.Mediator": with_statement,
    "programs.Absence": lambda scene: models.Absence.objects.create(
        mediator=scene.world.mediators["max"], first=cast.NOW.date(), last=cast.NOW.date()
    ),
    "programs.Affiliation": lambda scene: models.Affiliation.objects.first(),
    "programs.Referral": lambda scene: scene.waiting,
    "programs.Offence": lambda scene: scene.of_case(models.Offence, referral=scene.waiting),
    "programs.ReferralAmendment": _amendment,
    "programs.LikenessVerdict": _verdict,
    "programs.ReferralDraft": _draft,
    "programs.StoredFile": _file,
    "programs.MediationCase": lambda scene: scene.case,
    "programs.Participant": lambda scene: cast.parties(scene.case)[0],
    "programs.ParticipantLink": lambda scene: cast.send_link(scene.world, cast.parties(scene.case)[0]).link,
    "programs.EligibilityCheck": lambda scene: scene.of_case(models.EligibilityCheck),
    "programs.Representation": _guardian,
    "programs.RiskAssessment": lambda scene: scene.of_case(models.RiskAssessment),
    "programs.MediatorAssignment": lambda scene: scene.of_case(models.MediatorAssignment),
    "programs.ConflictDeclaration": _conflict,
    "programs.ParticipationConsent": lambda scene: models.ParticipationConsent.objects.first(),
    "programs.InformationRelease": _release,
    "programs.ReferralForward": _forward,
    "programs.Session": _session,
    "programs.MediatorBooking": lambda scene: models.MediatorBooking.objects.first(),
    "programs.Complaint": lambda scene: make_complaint(
        actor=Outsider(PARTICIPANT, cast.parties(scene.case)[0].pk),
        now=LATER,
        form_key=uuid.uuid4(),
        text=f"{scene.canary} complaint",
    ),
    "programs.Contact": _contact,
    "programs.VictimChoice": _wishes,
    "programs.MediatedMessage": waiting_message,
    "programs.Survey": asked_survey,
    "programs.Agreement": lambda scene: scene.of_case(models.Agreement),
    "programs.AgreementItem": lambda scene: scene.item,
    "programs.AgreementSignature": lambda scene: models.AgreementSignature.objects.first(),
    "programs.RestitutionPayment": lambda scene: scene.payment,
    "programs.PaymentReport": _report,
    "programs.RetentionStep": lambda scene: place_hold(
        actor=scene.world.cora, case=scene.case, now=LATER, reason=f"{scene.canary} hold"
    ),
    "programs.SavedFilter": _filter,
    "programs.PolicyVersion": lambda scene: models.PolicyVersion.objects.get(),
    "programs.PolicyDraft": _policy_draft,
    "programs.PolicyFloor": _policy_floor,
    "programs.ItemDone": lambda scene: models.ItemDone.objects.create(
        case=scene.case, item=ITEM, done_at=LATER, done_by=scene.world.cora
    ),
    "api.ApiToken": _token,
    "api.KeptAnswer": _answer,
    "fleetapp.Shelf": lambda scene: Shelf.objects.create(label="b"),
    "fleetapp.Book": lambda scene: Book.objects.create(shelf=Shelf.objects.create(label="c")),
    # Last: what the others left in the audit.
    "audit.AuditEntry": _entry,
    "audit.AuditHead": lambda scene: AuditHead.objects.get(),
}

# Models that do not remember their schema, and why that is no hole.
NOT_STAMPED = {
    "sessions.Session": "Django's own; a session is bound to its program by the hash in it",
    "account.EmailAddress": "allauth's own; found by the person and the address, never by a key from outside",
    "account.EmailConfirmation": "allauth's own; found by a random key, which lies in its program alone",
    "mfa.Authenticator": "allauth's own; its secrets open in the program that sealed them alone",
    "usersessions.UserSession": "allauth's own; found by the session's key",
    "audit.AuditEntry": "appended by SQL alone, and the chain's MAC is the program's",
    "audit.AuditHead": "one row, written by SQL alone",
    "outbox_done.Done": "written by SQL alone",
    "mail.Delivery": "found by the job's id, which the outbox holds; no key comes from outside",
}
# Models whose keys are the same numbers in every program.
SAME_KEYS = {
    "programs.ProgramLogo",
    "programs.PolicyDraft",
    "audit.AuditEntry",
    "audit.AuditHead",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "mfa.Authenticator",
    "usersessions.UserSession",
}
