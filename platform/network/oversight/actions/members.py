"""Write who is a member of a network, and what members told of themselves.

A program speaks by a crossing of its own (`hear_member`); whatever is written here is pushed to it as a copy.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from amends import audit, outbox
from amends.actions import Refused, action
from network.oversight.models import (
    OPEN,
    Look,
    Membership,
    MembershipState,
    Network,
    NetworkTerms,
    Share,
)
from network.oversight.reasons import IS_KNOWN, IS_OVER, NO_TERMS, NOT_A_MEMBER, SAME_NETWORK
from tenants.models import Tenant

# Jobs of the layer above, named without importing it.
PUSH = "programs.membership_pushed"
TELL_LOOK = "programs.look_told"
TELL_UNFIT = "programs.request_unfit"
# One of what networks publish, which a member gets, and somebody who leaves is told the end of.
FOLLOW = "guidance.follow"

# What a program may say of a membership in which state, and what follows.
ANSWERS: Mapping[str, Mapping[str, MembershipState]] = {
    MembershipState.INVITED: {
        "accepted": MembershipState.MEMBER,
        "declined": MembershipState.DECLINED,
        "left": MembershipState.DECLINED,
    },
    MembershipState.ASKED: {"left": MembershipState.WITHDRAWN},
    MembershipState.MEMBER: {"left": MembershipState.LEFT, "accepted": MembershipState.MEMBER},
}


@action
def publish_terms(*, actor: Any, network: Network, text: str, now: datetime) -> NetworkTerms:
    """Publish what programs agree to when they join from now on; members stay with the version that they accepted.

    Who is invited is shown the new ones, and agrees to these.
    """
    Network.objects.select_for_update().get(pk=network.pk)
    latest = network.terms.values_list("number", flat=True).first() or 0
    terms = NetworkTerms.objects.create(network=network, number=latest + 1, text=text, published_at=now)
    audit.record("network.terms_published", network, actor=actor, number=terms.number)
    for row in network.memberships.filter(state=MembershipState.INVITED).select_for_update(of=("self",)):
        _push(row)
    return terms


@action
def invite_program(
    *,
    actor: Any,
    network: Network,
    tenant: Tenant,
    why: str,
    now: datetime,
    moved_from: Network | None = None,
) -> Membership:
    """Ask a program whether it wants to be a member; Refused while it is one, or is asked, or without terms."""
    if not network.terms.exists():
        raise Refused(NO_TERMS)
    _refuse_known(network, tenant)
    row = Membership.objects.create(
        network=network,
        tenant=tenant,
        state=MembershipState.INVITED,
        why=why,
        began_at=now,
        moved_from=moved_from,
    )
    audit.record("membership.invited", row, actor=actor, tenant=tenant.pk)
    _push(row)
    return row


@action
def withdraw_program_invitation(*, actor: Any, membership: Membership, now: datetime) -> Membership:
    """Take an invitation or an offer back before it is answered; Refused when it was."""
    row = _locked(membership)
    if row.state not in (MembershipState.INVITED, MembershipState.OFFERED):
        raise Refused(IS_OVER)
    _end(row, MembershipState.WITHDRAWN, now)
    audit.record("membership.withdrawn", row, actor=actor)
    _push(row)
    return row


@action
def answer_request(
    *, actor: Any, membership: Membership, accepted: bool, why: str, now: datetime
) -> Membership:
    """Take in a program that asked, or say why not; Refused when it does not ask any more."""
    row = _locked(membership)
    if row.state != MembershipState.ASKED:
        raise Refused(IS_OVER)
    if accepted:
        row.state, row.joined_at = MembershipState.MEMBER, now
        row.save(update_fields=["state", "joined_at"])
        outbox.queue(FOLLOW, membership_id=row.pk)
    else:
        row.why = why
        _end(row, MembershipState.REFUSED, now)
    audit.record("membership.answered", row, actor=actor, accepted=accepted)
    _push(row)
    return row


@action
def end_program_membership(*, actor: Any, membership: Membership, why: str, now: datetime) -> Membership:
    """End a membership from the network's side, with words that the program reads; Refused when it is none."""
    row = _locked(membership)
    if row.state != MembershipState.MEMBER:
        raise Refused(NOT_A_MEMBER)
    row.why = why
    _end(row, MembershipState.REMOVED, now)
    audit.record("membership.ended", row, actor=actor)
    _push(row)
    return row


@action
def offer_transfer(*, actor: Any, membership: Membership, to: Network, why: str, now: datetime) -> Membership:
    """Offer a member to another network, which answers first, then the program; until both did, it stays."""
    row = _locked(membership)
    if row.state != MembershipState.MEMBER:
        raise Refused(NOT_A_MEMBER)
    if to.pk == row.network_id:
        raise Refused(SAME_NETWORK)
    _refuse_known(to, row.tenant)
    offered = Membership.objects.create(
        network=to,
        tenant=row.tenant,
        state=MembershipState.OFFERED,
        why=why,
        began_at=now,
        moved_from=row.network,
    )
    audit.record("membership.offered", offered, actor=actor, tenant=row.tenant_id)
    return offered


@action
def answer_transfer(*, actor: Any, membership: Membership, accepted: bool, now: datetime) -> Membership:
    """Invite a program that another network offers, or not; Refused when it was answered or taken back."""
    row = _locked(membership)
    if row.state != MembershipState.OFFERED:
        raise Refused(IS_OVER)
    if accepted and not row.network.terms.exists():
        raise Refused(NO_TERMS)
    if accepted:
        row.state = MembershipState.INVITED
        row.save(update_fields=["state"])
        _push(row)
    else:
        _end(row, MembershipState.REFUSED, now)
    audit.record("membership.transfer_answered", row, actor=actor, accepted=accepted)
    return row


@action
def hear_member(*, actor: None, tenant: Tenant, said: Mapping[str, Any], now: datetime) -> Membership | None:
    """Write what a program says of one of its memberships: that it asks, accepts, declines, leaves, and what it shares.

    `said` is what `programs.networks.telling` returns. What was overtaken by a later word changes nothing. What the
    state does not leave open is answered by pushing how things stand; a request that cannot be made, by saying why.
    Return None where there is no such membership.
    """
    row = Membership.objects.select_for_update().filter(pk=said["id"], tenant=tenant).first()
    if row is None and said["answer"] == "asked":
        if unfit := _unfit(tenant, said):
            _turn_away(tenant, said, unfit)
            return None
        row = _asked(tenant, said, now)
    if row is None or said["number"] <= row.heard:
        audit.record("membership.overtaken", tenant, actor=actor, membership=UUID(said["id"]))
        return row
    row.heard = said["number"]
    follows = ANSWERS.get(row.state, {}).get(said["answer"])
    if follows is not None and follows != row.state:
        _follow(row, follows, said, now)
    _keep_told(row, said, now)
    row.save()
    audit.record(
        "membership.heard", row, actor=actor, answer=said["answer"], state=row.state, shares=list(row.shares)
    )
    _push(row)
    return row


@action
def note_looks(*, actor: Any, memberships: Iterable[Membership], page: str, now: datetime) -> int:
    """Keep that somebody of a network looked at what these members told, and have each of them hear of it."""
    looks = Look.objects.bulk_create(
        Look(membership=each, officer=actor, page=page, looked_at=now) for each in memberships
    )
    if looks:
        outbox.queue("oversight.spread_looks")
    audit.record("members.looked_at", ("oversight.look", 0), actor=actor, page=page, members=len(looks))
    return len(looks)


@action(audited=False, because="the looks are rows, and the program's own audit gets each")
def spread_looks(*, actor: None, now: datetime, most: int) -> int:
    """Queue that programs hear of the oldest looks that they were not told of; return how many."""
    waiting = (
        Look.objects.filter(told_at=None).order_by("pk").select_for_update(skip_locked=True, of=("self",))
    )
    looks = list(waiting.select_related("membership__tenant")[:most])
    for look in looks:
        outbox.queue_for(look.membership.tenant.schema_name, TELL_LOOK, look_id=look.pk)
    Look.objects.filter(pk__in=[look.pk for look in looks]).update(told_at=now)
    return len(looks)


def _unfit(tenant: Tenant, said: Mapping[str, Any]) -> str:
    """Return why a request to join cannot be made, as `programs.networks.reasons.UNFIT` calls it; "" when it can."""
    network = Network.objects.filter(pk=said["network"], takes_requests=True).first()
    if network is None:
        return "takes_no_requests"
    if network.terms.values_list("number", flat=True).first() != said["terms"]:
        return "other_terms"
    is_known = Membership.objects.filter(network=network, tenant=tenant, state__in=OPEN).exists()
    return "known_already" if is_known else ""


def _turn_away(tenant: Tenant, said: Mapping[str, Any], unfit: str) -> None:
    """Have the program hear that its request was never made, so that it does not wait for an answer."""
    key = UUID(said["id"])
    audit.record("membership.unfit", tenant, actor=None, membership=key, reason=unfit)
    outbox.queue_for(tenant.schema_name, TELL_UNFIT, membership_id=key, reason=unfit)


def _asked(tenant: Tenant, said: Mapping[str, Any], now: datetime) -> Membership:
    """Return the row of a program that asks to join, by the terms that it was shown."""
    terms = NetworkTerms.objects.get(network=said["network"], number=said["terms"])
    return Membership.objects.create(
        pk=said["id"],
        network=terms.network,
        tenant=tenant,
        state=MembershipState.ASKED,
        why=said["why"],
        began_at=now,
        terms=terms,
        version=0,
    )


def _follow(row: Membership, state: MembershipState, said: Mapping[str, Any], now: datetime) -> None:
    if state != MembershipState.MEMBER:
        _end(row, state, now)
        return
    row.state, row.joined_at = state, now
    row.terms = row.network.terms.filter(number=said["terms"]).first()
    outbox.queue(FOLLOW, membership_id=row.pk)
    if row.moved_from_id is None:
        return
    before = Membership.objects.select_for_update().filter(
        network=row.moved_from_id, tenant=row.tenant_id, state=MembershipState.MEMBER
    )
    for left in before:
        _end(left, MembershipState.LEFT, now)
        audit.record("membership.moved", left, actor=None, to=row.network_id)
        _push(left)


def _keep_told(row: Membership, said: Mapping[str, Any], now: datetime) -> None:
    """Keep what is shared, and nothing of what is not: only of a member, and of one that asks to be."""
    is_told = row.state in (MembershipState.MEMBER, MembershipState.ASKED)
    row.shares = [each for each in said["shares"] if each in Share.values] if is_told else []
    row.told = {name: value for name, value in said["told"].items() if name in ("program", *row.shares)}
    if not is_told:
        row.told = {}
    row.told_at = now if is_told else None


def _end(row: Membership, state: MembershipState, now: datetime) -> None:
    if row.state == MembershipState.MEMBER:
        outbox.queue(FOLLOW, membership_id=row.pk)
    row.state, row.ended_at = state, now
    row.shares, row.told, row.told_at = [], {}, None
    row.save()


def _push(row: Membership) -> None:
    """Have the program's copy brought up to date."""
    row.version += 1
    row.save(update_fields=["version"])
    outbox.queue_for(row.tenant.schema_name, PUSH, membership_id=row.pk, version=row.version)


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("tenant", "network")
    return rows.get(pk=membership.pk)


def _refuse_known(network: Network, tenant: Tenant) -> None:
    # Two at once wait here for each other.
    Network.objects.select_for_update().get(pk=network.pk)
    if Membership.objects.filter(network=network, tenant=tenant, state__in=OPEN).exists():
        raise Refused(IS_KNOWN)
