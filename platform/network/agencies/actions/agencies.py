"""Write agencies: asked for on the public page, registered and decided about by an operator, changed by their own."""

import datetime as dt
import uuid
from typing import Any

from django.utils.text import slugify

from amends import audit, outbox
from amends.accounts.models import Role
from amends.actions import Refused, action
from amends.console.actions import LOOK_AGAIN, Hindrance, NoReason
from amends.console.decisions import OTHER
from network.agencies.decisions import BY_ID
from network.agencies.models import Agency, AgencyInvitation, AgencyMember, AgencyState

LASTS = dt.timedelta(days=7)
MANAGES = [Role.AGENCY_USER.value, Role.AGENCY_MANAGER.value]
LONGEST_CODE = 50


@action
def ask_for_agency(  # noqa: PLR0913 - the answers of the form, by keyword only
    *,
    actor: None,
    form_key: uuid.UUID,
    name: str,
    kind: str,
    place: str,
    person: str,
    email: str,
    language: str,
    now: dt.datetime,
) -> Agency:
    """Keep that somebody wants an account for an agency, and mail them the link that makes theirs.

    The form's key is the agency's: however often the form is sent, it is one agency and one letter.
    """
    agency, made = Agency.objects.get_or_create(
        pk=form_key, defaults={"slug": _free_code(name), "name": name, "kind": kind, "place": place}
    )
    if made:
        _invite_first(agency, person, email, language, now)
    audit.record("agency.asked" if made else "agency.asked_again", agency, actor=actor)
    return agency


@action
def register_agency(*, actor: Any, slug: str, name: str, kind: str, place: str = "") -> Agency:
    """Return the agency of this code, made and verified if it is new: whoever registers it knows it."""
    facts = {"name": name, "kind": kind, "place": place, "state": AgencyState.VERIFIED}
    agency, made = Agency.objects.get_or_create(slug=slug, defaults=facts)
    audit.record("agency.registered" if made else "agency.registered_again", agency, actor=actor)
    return agency


@action
def register_with_manager(
    *,
    actor: Any,
    name: str,
    kind: str,
    place: str,
    person: str,
    email: str,
    language: str,
    now: dt.datetime,
) -> Agency:
    """Register an agency that an operator knows, and mail whoever will manage it the link to their account."""
    agency = register_agency(actor=actor, slug=_free_code(name), name=name, kind=kind, place=place)
    _invite_first(agency, person, email, language, now)
    return agency


@action
def change_agency(*, actor: Any, name: str, kind: str, place: str, shares_receipts: bool) -> Agency:
    """Say anew what the actor's agency is called, what it is, and who there sees what it sent.

    Under another name it has to be verified anew: the operator vouched for the one before.
    """
    member = AgencyMember.objects.get(user=actor)
    agency = Agency.objects.select_for_update().get(pk=member.agency_id)
    told = {"name": name, "kind": kind, "place": place, "shares_receipts": shares_receipts}
    changed = [field for field, value in told.items() if getattr(agency, field) != value]
    for field in changed:
        setattr(agency, field, told[field])
    is_another = {"name", "kind"} & set(changed) and agency.state == AgencyState.VERIFIED
    if is_another:
        agency.state = AgencyState.WAITING
    agency.save(update_fields=[*changed, "state"])
    audit.record("agency.changed", agency, actor=actor, changed=changed, is_verified=not is_another)
    return agency


@action
def verify_agency(*, actor: Any, agency: Agency, reason: str, ticket: str = "") -> None:
    """Vouch for an agency, and write to its people; raises Refused or NoReason, as `close_agency` does."""
    locked = _begin("verify_agency", agency, reason, ticket)
    locked.state = AgencyState.VERIFIED
    locked.save(update_fields=["state"])
    for member in locked.members.all():
        outbox.queue("agencies.verified", user_id=member.pk)
    _say("verify_agency", locked, actor, reason, ticket)


@action
def close_agency(*, actor: Any, agency: Agency, reason: str, ticket: str = "") -> None:
    """Let nothing more be sent in an agency's name; its people keep their receipts."""
    locked = _begin("close_agency", agency, reason, ticket)
    locked.state = AgencyState.CLOSED
    locked.save(update_fields=["state"])
    _say("close_agency", locked, actor, reason, ticket)


@action
def prune_agencies(*, actor: None, now: dt.datetime) -> int:
    """Forget whom a link was mailed to that ran out a month ago and that nobody used; return how many."""
    over = AgencyInvitation.objects.filter(accepted_at=None, expires_at__lt=now - dt.timedelta(days=30))
    count, _ = over.delete()
    audit.record("agency.pruned", ("agencies.agencyinvitation", None), actor=actor, count=count)
    return count


def _free_code(name: str) -> str:
    """Return the code of a new agency: its name, with a number where another has that already."""
    code = slugify(name)[:LONGEST_CODE].strip("-") or "agency"
    taken = set(Agency.objects.filter(slug__startswith=code).values_list("slug", flat=True))
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return code if code not in taken else next(each for each in numbered if each not in taken)


def _invite_first(agency: Agency, person: str, email: str, language: str, now: dt.datetime) -> None:
    invitation = AgencyInvitation.objects.create(
        agency=agency,
        email=email.lower(),
        name=person,
        roles=MANAGES,
        language=language,
        expires_at=now + LASTS,
    )
    outbox.queue("agencies.invitation", invitation_id=invitation.pk)


def _begin(decision_id: str, agency: Agency, reason: str, ticket: str) -> Agency:
    decision = BY_ID[decision_id]
    if reason not in decision.reasons or (reason == OTHER and not ticket):
        raise NoReason(f"{decision_id} needs a reason of its list; another reason needs a ticket.")
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    if not decision.is_open(locked):
        raise Refused(Hindrance("would_change_something", decision.otherwise, LOOK_AGAIN))
    return locked


def _say(decision_id: str, agency: Agency, actor: Any, reason: str, ticket: str) -> None:
    facts = {"ticket": ticket} if ticket else {}
    audit.record(BY_ID[decision_id].verb, agency, actor=actor, reason=reason, **facts)
