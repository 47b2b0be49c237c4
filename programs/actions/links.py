"""The way to a person's own page: send the link, open it with the code, ask for a new one, leave."""

import datetime as dt
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.accounts.access import PARTICIPANT, Outsider, account_of
from amends.actions import action
from programs import codes
from programs.facts import CaseFacts
from programs.guards.links import approach
from programs.models import Participant, ParticipantLink, Program
from programs.models.case import STAFF_STATES
from programs.models.contact import Purpose
from programs.models.link import MOST_LINKS
from programs.shared_ways import note_shared_way
from programs.taking import begin
from programs.telling import tell_coordinator

ASKED_EVERY = dt.timedelta(minutes=3)
"""How often one person is mailed a new link at most."""


@dataclass(frozen=True)
class Sent:
    """A link that is on its way, and the code to tell; None when the same form was sent before."""

    link: ParticipantLink
    code: str | None


@dataclass(frozen=True)
class Opening:
    """What came of a code: the value of the visit's cookie, or None and how many tries are left."""

    visit: str | None
    tries_left: int = 0


@action
def send_participant_link(
    *, actor: Any, participant: Participant, now: datetime, form_key: uuid.UUID, reason: str = ""
) -> Sent:
    """Mail somebody a link to their own page and return the code to tell them; raises StepRefused.

    `reason` says why it is safe although somebody of the other side has the same mailbox. What was sent before ends
    with it, a visit too. It stands in the log as a contact; the code is stored nowhere.
    """
    facts = begin(
        "send_participant_link",
        case=participant.case,
        actor=actor,
        now=now,
        person=participant,
        contact=approach(reason),
        by=account_of(actor),
    )
    links = ParticipantLink.objects.filter(participant=participant)
    made_before = links.filter(form_key=form_key).first()
    if made_before is not None:
        audit.record("link_sent_again", facts.case, actor=actor, link=made_before.pk)
        return Sent(made_before, None)
    links.filter(revoked_at=None).update(revoked_at=now, visit_hash=None)
    code = codes.new_code()
    link = ParticipantLink(participant=participant, form_key=form_key, sent_at=now, sent_by=actor)
    link.code_mac = codes.mac_of(code, link.pk)
    link.save(force_insert=True)
    delivery = outbox.queue("programs.own_page_link", link_id=link.pk, number=link.number)
    _log(facts, participant, form_key, actor, delivery)
    audit.record("link_sent", facts.case, actor=actor, link=link.pk, role=participant.role)
    return Sent(link, code)


def _log(
    facts: CaseFacts, participant: Participant, form_key: uuid.UUID, actor: Any, delivery: uuid.UUID
) -> None:
    contact = facts.asked.contact
    contact.delivery = delivery
    if facts.has_reached(participant):
        contact.purpose = Purpose.ARRANGING
    contact.participant, contact.form_key = participant, form_key
    contact.made_at = contact.recorded_at = facts.now
    contact.recorded_by = account_of(actor)
    contact.save(force_insert=True)
    note_shared_way(facts, contact, actor)


@action
def open_participant_link(
    *, actor: Any, link: ParticipantLink, number: int, code: str, now: datetime
) -> Opening:
    """Use a link up with the right code and begin a visit; a wrong code is counted, and the fifth ends it.

    The row is locked while the code is judged, so that codes sent at once are counted one after the other. It returns
    rather than raises, because the count has to stay.
    """
    locked = _locked(link)
    if not locked.is_open(number, now) or not _may_visit(locked):
        audit.record("link_was_over", locked, actor=actor)
        return Opening(None)
    if not codes.is_code(code, locked.pk, locked.code_mac):
        locked.wrong_codes += 1
        locked.save(update_fields=["wrong_codes"])
        audit.record("link_code_wrong", locked, actor=actor, count=locked.wrong_codes)
        return Opening(None, locked.tries_left)
    visit = codes.new_visit()
    locked.is_used, locked.visit_hash = True, codes.visit_hash(visit)
    locked.visit_began_at = locked.visit_seen_at = now
    locked.first_opened_at = locked.first_opened_at or now
    locked.save()
    audit.record("link_opened", locked, actor=Outsider(PARTICIPANT, locked.participant_id))
    return Opening(visit)


@action
def ask_new_link(*, actor: Any, link: ParticipantLink, now: datetime) -> None:
    """Mail a new link for the same code, if the code still works; otherwise let those who run the case know.

    `link` may be one that a newer one has ended. A link that still waits is mailed once more as it is, so that an old
    one in strange hands ends none; where every link was ended, none is made. Nothing tells whoever asks which of it
    happened.
    """
    audit.record("new_link_asked", link, actor=actor)
    latest = ParticipantLink.objects.filter(participant=link.participant_id, revoked_at=None).first()
    if latest is None:
        return
    live = _locked(latest)
    if live.asked_at is not None and now - live.asked_at < ASKED_EVERY:
        return
    live.asked_at = now
    if live.takes_code(now) and live.number < MOST_LINKS:
        live.number += live.is_used
        live.is_used = False
        outbox.queue("programs.own_page_link", link_id=live.pk, number=live.number)
    else:
        case = live.participant.case
        tell_coordinator(case, Outsider(PARTICIPANT, live.participant_id))
        audit.record("new_code_needed", case, actor=actor, role=live.participant.role)
    live.save(update_fields=["asked_at", "number", "is_used"])


@action
def leave_own_page(*, actor: Any, link: ParticipantLink) -> None:
    """End a visit at once."""
    ParticipantLink.objects.filter(pk=link.pk, participant=actor.key).update(visit_hash=None)
    audit.record("own_page_left", link, actor=actor)


def _locked(link: ParticipantLink) -> ParticipantLink:
    return (
        ParticipantLink.objects.select_related("participant__case")
        .select_for_update(of=("self",))
        .get(pk=link.pk)
    )


def _may_visit(link: ParticipantLink) -> bool:
    case = link.participant.case
    return case is not None and case.state in STAFF_STATES and Program.objects.get().is_open
