"""Write what a program says about an accreditation, and what time did to those that stand."""

import base64
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from amends import audit, outbox
from amends.actions import action
from network.accreditation import store
from network.accreditation.criteria import Rating
from network.accreditation.guards import APPEALED
from network.accreditation.models import Accreditation, AnnualReturn, Appeal, Evidence, StandardVersion, State
from network.accreditation.states import (
    APPEAL_DAYS,
    ASKED,
    GOOD,
    RENEWAL,
    RETURN_SOON,
    STANDS,
    can_be_renewed,
    months_after,
    return_is_soon,
    state_on,
)
from network.accreditation.writing import locked, move, push
from network.oversight.models import Membership
from tenants.models import Tenant

# A job of the layer above, named without importing it.
TELL_UNFIT = "programs.accreditation_unfit"
ARRIVED = "accreditation.arrived"
YEAR = 12
MOST_EVIDENCE = 60
TAKES_EVIDENCE = (*ASKED, State.PROVISIONAL)


@action
def hear_accreditation(
    *, actor: None, tenant: Tenant, said: Mapping[str, Any], now: datetime
) -> Accreditation | None:
    """Write what a program says: that it applies or withdraws, its answers, an appeal, returns, who is of its own.

    `said` is what `programs.accreditation.telling` returns: everything that holds, not what changed, so that a word
    which was overtaken is in the later one. Return None where nothing can be applied for; the program hears why.
    """
    row = Accreditation.objects.filter(pk=said["id"], tenant=tenant).first()
    if row is None and said["wish"] == "applied" and not _is_anothers(said):
        if unfit := _unfit(tenant, said, timezone.localdate(now)):
            key = UUID(said["id"])
            audit.record("accreditation.unfit", tenant, actor=actor, accreditation=key, reason=unfit)
            outbox.queue_for(tenant.schema_name, TELL_UNFIT, accreditation_id=key, reason=unfit)
            return None
        row = _applied(tenant, said, now)
    if row is None:
        audit.record("accreditation.overtaken", tenant, actor=actor, accreditation=UUID(said["id"]))
        return None
    row = locked(row, now)
    if said["number"] <= row.heard:
        audit.record("accreditation.overtaken", row, actor=actor)
        return row
    row.heard = said["number"]
    _take_own(row, said)
    _take_answers(row, said)
    row.save()
    _take_appeal(row, said, now)
    _take_returns(row, said, now)
    audit.record("accreditation.heard", row, actor=actor, state=str(row.state))
    if said["wish"] == "withdrawn" and row.state in ASKED:
        move(row, State.WITHDRAWN, None, "", now)
    else:
        push(row)
    return row


@action
def hear_evidence(*, actor: None, tenant: Tenant, said: Mapping[str, Any], now: datetime) -> Evidence | None:
    """Take in a document of a program, once; None where it comes too late, or where there are too many."""
    row = Accreditation.objects.filter(pk=said["accreditation"], tenant=tenant).first()
    key = UUID(said["id"])
    if row is None or Evidence.objects.filter(pk=key).exists():
        audit.record("accreditation.overtaken", tenant, actor=actor, evidence=key)
        return None
    row = locked(row, now)
    known = row.by.content.find(said["criterion"]) is not None
    if row.state not in TAKES_EVIDENCE or not known or row.evidence.count() >= MOST_EVIDENCE:
        audit.record("accreditation.evidence_left_aside", row, actor=actor, evidence=key)
        push(row)
        return None
    content = base64.b64decode(said["content"])
    evidence = Evidence.objects.create(
        pk=key,
        accreditation=row,
        criterion=said["criterion"],
        kind=said["kind"],
        name=said["name"],
        file_kind=said["file_kind"],
        size=len(content),
        digest=store.digest_of(content),
        content_key=store.put(key, content),
        arrived_at=now,
    )
    audit.record("accreditation.evidence_arrived", row, actor=actor, evidence=key)
    push(row)
    return evidence


@action(audited=False, because="time changed them, and the state that is told follows from their days")
def settle_accreditations(*, actor: None, now: datetime, most: int) -> int:
    """Write the state that time brought about, and remind of returns, where that was not done; return how many."""
    today = timezone.localdate(now)
    rows = list(_unsettled(today).select_related("tenant")[:most])
    for row in rows:
        state = state_on(row, today)
        if return_is_soon(row, today):
            row.return_told = row.return_due
        if state != row.state:
            move(row, state, None, "", now)
        else:
            row.save(update_fields=["return_told"])
            push(row)
    return len(rows)


def _unsettled(today: date) -> Any:
    lapsed = Q(state__in=STANDS, valid_until__lt=today)
    due = Q(state=State.ACCREDITED, valid_until__lte=today + RENEWAL)
    soon = Q(state__in=GOOD, return_due__lte=today + RETURN_SOON)
    told = Q(return_told__isnull=False, return_told=F("return_due"))
    rows = Accreditation.objects.select_for_update(of=("self",), skip_locked=True).order_by(
        "valid_until", "pk"
    )
    return rows.filter(lapsed | due | (soon & ~told))


def _is_anothers(said: Mapping[str, Any]) -> bool:
    """Return whether a key that is none of the program's own is taken: no program speaks of another's."""
    return Accreditation.objects.filter(pk=said["id"]).exists()


def _unfit(tenant: Tenant, said: Mapping[str, Any], today: date) -> str:
    """Return why nothing can be applied for, as `programs.accreditation.reasons.UNFIT` calls it; "" when it can."""
    version = StandardVersion.objects.select_related("standard").filter(pk=said["by"]).first()
    if version is None or version.standard.closed_at is not None:
        return "closed"
    if StandardVersion.objects.filter(standard=version.standard, number__gt=version.number).exists():
        return "other_version"
    if not Membership.objects.members().filter(network=version.standard.network_id, tenant=tenant).exists():
        return "no_member"
    known = Accreditation.objects.filter(standard=version.standard, tenant=tenant)
    if known.filter(state__in=ASKED).exists():
        return "known_already"
    standing = [each for each in known.filter(state__in=STANDS) if state_on(each, today) != State.LAPSED]
    return "" if all(can_be_renewed(each, today) for each in standing) else "stands_already"


def _applied(tenant: Tenant, said: Mapping[str, Any], now: datetime) -> Accreditation:
    version = StandardVersion.objects.select_related("standard").get(pk=said["by"])
    row = Accreditation.objects.create(
        pk=said["id"],
        network_id=version.standard.network_id,
        tenant=tenant,
        standard=version.standard,
        by=version,
        state=State.APPLIED,
        applied_at=now,
    )
    row.steps.create(state=State.APPLIED, at=now)
    outbox.queue(ARRIVED, accreditation_id=row.pk, what="application")
    return row


def _take_answers(row: Accreditation, said: Mapping[str, Any]) -> None:
    """Keep what the program says of itself, until it is decided about."""
    if row.state in TAKES_EVIDENCE:
        known = {each.id for each in row.by.content.criteria}
        row.answers = {
            name: {"rating": each["rating"], "words": each["words"]}
            for name, each in said["answers"].items()
            if name in known and each["rating"] in Rating.values
        }


def _take_own(row: Accreditation, said: Mapping[str, Any]) -> None:
    """Note which reviewers the program knows for its own; once one was, it stays so."""
    answered = said.get("answered", {})  # a release that does not say it yet
    for review in row.reviews.all():
        belongs = said["belongs"].get(str(review.pk))
        if belongs is None:
            continue
        review.belongs = belongs or bool(review.belongs)
        review.answered = max(review.answered, min(answered.get(str(review.pk), 0), review.asked))
        review.save(update_fields=["belongs", "answered"])


def _take_appeal(row: Accreditation, said: Mapping[str, Any], now: datetime) -> None:
    """Take the one appeal there is, against a decision that is not older than it may be."""
    words = said["appeal"]
    if not words or row.state not in APPEALED or Appeal.objects.filter(accreditation=row).exists():
        return
    decided = row.steps.filter(state=row.state).order_by("-at").first()
    if decided is None or now - decided.at > APPEAL_DAYS + timedelta(days=1):
        return
    Appeal.objects.create(accreditation=row, words=words, against=row.state, appealed_at=now)
    outbox.queue(ARRIVED, accreditation_id=row.pk, what="appeal")


def _take_returns(row: Accreditation, said: Mapping[str, Any], now: datetime) -> None:
    """Take annual returns that did not arrive yet, each for the day that it was due; the next is due a year later."""
    for each in said["returns"]:
        is_known = AnnualReturn.objects.filter(pk=each["id"]).exists()
        if is_known or row.return_due is None or row.state not in GOOD:
            continue
        AnnualReturn.objects.create(
            pk=each["id"], accreditation=row, due=row.return_due, words=each["words"], arrived_at=now
        )
        following = months_after(row.return_due, YEAR)
        row.return_due = following if row.valid_until and following < row.valid_until else None
        row.save(update_fields=["return_due"])
