"""Jobs between a program and what accredits it."""

import base64
import uuid
from typing import Any

from django.utils import timezone

from amends import outbox
from network.accreditation import store
from network.accreditation.actions.hearing import hear_accreditation, hear_evidence
from network.accreditation.guards import current_review
from network.accreditation.models import Accreditation, Appeal, Review, State
from programs.accreditation.copies import TO_CONFIRM, Copy, copies_of
from programs.accreditation.telling import told_of
from programs.actions.accreditation import hear_accreditation_unfit, take_accreditation
from programs.models import Program
from tenants.models import Tenant


@outbox.crossing("programs.accreditation_pushed", to="tenant", while_suspended=True)
class TakeAccreditation:
    """Bring the network's word about an accreditation into the program."""

    @staticmethod
    def read(*, accreditation_id: uuid.UUID, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now. The address of a reviewer is compared inside the program, and not kept there."""
        row = Accreditation.objects.get(pk=accreditation_id)
        review = current_review(row)
        appeal = Appeal.objects.filter(accreditation=row).first()
        return {
            "id": str(row.pk),
            "state": str(row.state),
            "version": row.version,
            "heard": row.heard,
            **{name: _text(getattr(row, name)) for name in ("valid_until", "return_due", "return_told")},
            "decided_on": _text(row.decided_at and timezone.localdate(row.decided_at)),
            "findings": _findings(row),
            "steps": [
                {"state": str(each.state), "why": each.why, "at": each.at.isoformat()}
                for each in row.steps.all()
            ],
            "arrived": [str(key) for key in row.evidence.values_list("pk", flat=True)],
            "reviewer": _reviewer(review),
            "answer": appeal.answer if appeal else "",
            "upheld": appeal.upheld if appeal else None,
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - a crossing to a tenant is the platform's
        """Keep it as the program's copy."""
        take_accreditation(actor=None, word=payload)


def _reviewer(review: Review | None) -> dict[str, Any] | None:
    """Return whom the program compares with its accounts, and which asking that is."""
    if review is None:
        return None
    return {"id": str(review.pk), "email": review.reviewer.email, "asked": review.asked}


def _text(value: Any) -> str:
    return value.isoformat() if value else ""


def _findings(row: Accreditation) -> list[dict[str, Any]]:
    """Return what was found, once it was decided: before, it is the reviewer's own."""
    review = current_review(row)
    if review is None or row.state in (State.APPLIED, State.UNDER_REVIEW, State.WITHDRAWN):
        return []
    return [
        {
            "criterion": each.criterion,
            "result": str(each.result),
            "words": each.words,
            "condition": each.condition,
            "due": _text(each.due),
            "is_open": each.is_open,
        }
        for each in review.findings.order_by("criterion")
    ]


@outbox.crossing("programs.tell_accreditation")
class TellAccreditation:
    """Bring the program's word about an accreditation to the platform."""

    @staticmethod
    def read(*, accreditation_id: uuid.UUID, number: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now."""
        return told_of(Copy.read(Program.objects.get().accreditations[str(accreditation_id)]))

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Write it; whose it is says the wall."""
        tenant = Tenant.objects.get(schema_name=origin)
        hear_accreditation(actor=None, tenant=tenant, said=payload, now=timezone.now())


@outbox.crossing("programs.bring_evidence")
class BringEvidence:
    """Bring a document that somebody looked at to the platform's own store."""

    @staticmethod
    def read(*, accreditation_id: uuid.UUID, evidence_id: uuid.UUID) -> dict[str, Any]:
        """Return it with its bytes as text; nothing where it was withdrawn meanwhile."""
        copy = Copy.read(Program.objects.get().accreditations[str(accreditation_id)])
        proof = next((each for each in copy.proofs if each.id == str(evidence_id)), None)
        if proof is None or proof.state == TO_CONFIRM or not proof.key:
            return {}
        content = store.get(evidence_id, base64.b64decode(proof.key), proof.size)
        names = ("id", "criterion", "kind", "name", "file_kind")
        told = {name: getattr(proof, name) for name in names}
        return told | {"accreditation": copy.id, "content": base64.b64encode(content).decode()}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Write it; whose it is says the wall."""
        if payload:
            tenant = Tenant.objects.get(schema_name=origin)
            hear_evidence(actor=None, tenant=tenant, said=payload, now=timezone.now())


@outbox.job("programs.drop_evidence")
def drop_evidence(*, evidence_id: uuid.UUID) -> None:
    """Take a document out of the program's store, unless it is still to be sent."""
    kept = (each for copy in copies_of(Program.objects.get()) for each in copy.proofs if each.key)
    if all(each.id != str(evidence_id) for each in kept):
        store.drop(evidence_id)


@outbox.job("programs.accreditation_unfit")
def accreditation_unfit(*, accreditation_id: uuid.UUID, reason: str) -> None:
    """Note, back in the program, that its application was never put to the network."""
    hear_accreditation_unfit(actor=None, accreditation=accreditation_id, reason=reason)
