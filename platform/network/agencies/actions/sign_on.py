"""Write an agency's own sign-in: set up, required, removed; and the accounts that come in by it."""

import datetime as dt
from typing import Any

from amends import audit
from amends.accounts.ending import end_sessions
from amends.accounts.models import Role, User
from amends.actions import Refused, action
from network.agencies.admitting import admit, demand_open
from network.agencies.models import Agency, AgencyInvitation, AgencyMember, AgencyState, SignOn, SignOnLink
from network.agencies.sign_on import reasons
from network.agencies.sign_on.domains import why_not
from network.agencies.sign_on.protocol import Discovered
from network.agencies.sign_on.sealing import seal_secret

OF_AGENCIES = {Role.AGENCY_USER.value, Role.AGENCY_MANAGER.value}


@action
def set_up_sign_on(
    *,
    actor: User,
    provider: Discovered,
    client_id: str,
    secret: str,
    domains: list[str],
    has_second_step: bool,
    second_step_acr: str,
) -> SignOn:
    """Keep the provider of the actor's agency, as it was found just now; an empty `secret` keeps the one before.

    Another issuer or client ends what was joined by the one before, with the sessions. Refused for an agency that is
    not verified, for a domain that is not its own, and without a secret for another provider.
    """
    agency = _agency_of(actor)
    if agency.state != AgencyState.VERIFIED:
        raise Refused(reasons.NOT_VERIFIED)
    if foreign := [reason for domain in domains if (reason := why_not(agency, domain))]:
        raise Refused(*foreign)
    before = SignOn.objects.filter(pk=agency.pk).first()
    row = SignOn(agency=agency, client_id=client_id, domains=domains, **provider._asdict())
    row.has_second_step, row.second_step_acr = has_second_step, second_step_acr
    is_same = before is not None and _is_for(before) == _is_for(row)
    if not secret and not is_same:
        raise Refused(reasons.NEEDS_SECRET)
    if secret:
        row.sealed_secret = seal_secret(row, secret)
    elif before:
        row.sealed_secret = before.sealed_secret
    trusts_less = before is not None and before.has_second_step and not has_second_step
    if before and ((before.issuer, before.client_id) != (row.issuer, row.client_id)):
        _end(before, kept_by=actor, and_links=True)
    elif before:
        row.is_required = before.is_required
        if trusts_less:
            _end(before, kept_by=actor, and_links=False)
    row.save(force_insert=before is None, force_update=before is not None)
    audit.record("agency.sign_on_set_up", agency, actor=actor, has_second_step=has_second_step)
    return row


@action
def require_sign_on(*, actor: User, is_required: bool) -> None:
    """Let passwords open for the agency's people or not; Refused until the actor came in by it, and has another way.

    Whoever came in by a password is signed out when it is required, but for the actor.
    """
    agency = _agency_of(actor)
    sign_on = SignOn.objects.get(pk=agency.pk)
    if is_required:
        missing = []
        if not sign_on.links.filter(user=actor).exists():
            missing.append(reasons.UNTRIED)
        if not (actor.has_usable_password() and actor.has_second_factor):
            missing.append(reasons.NO_WAY_IN)
        if missing:
            raise Refused(*missing)
        for member in agency.members.exclude(user=actor).select_related("user"):
            end_sessions(member.user)
    SignOn.objects.filter(pk=sign_on.pk).update(is_required=is_required)
    audit.record("agency.sign_on_required", agency, actor=actor, is_required=is_required)


@action
def remove_sign_on(*, actor: User) -> None:
    """Forget the agency's provider and its secret, and sign out whoever came by it, but for the actor."""
    agency = _agency_of(actor)
    sign_on = SignOn.objects.get(pk=agency.pk)
    _end(sign_on, kept_by=actor, and_links=True)
    sign_on.delete()
    audit.record("agency.sign_on_removed", agency, actor=actor)


@action
def come_by_sign_on(
    *, actor: None, sign_on: SignOn, claims: dict[str, Any], now: dt.datetime, language: str
) -> User:
    """Return the account that a checked token of an agency's provider means; Refused when it means none.

    By (agency, issuer, subject) alone. The first time it is joined to somebody whom the agency invited or has, by an
    address that the provider says is confirmed and that is of one of the agency's domains.
    """
    agency = Agency.objects.select_for_update().get(pk=sign_on.pk)
    issuer, subject = claims["iss"], claims["sub"]
    link = SignOnLink.objects.filter(sign_on=sign_on, issuer=issuer, subject=subject).first()
    if link:
        user = _of_agency(User.objects.filter(pk=link.user_id), agency)
        if user is None:
            raise Refused(reasons.NOT_HERE)
    else:
        user = _first_time(agency, _confirmed_address(sign_on, claims), now, language)
        _join(sign_on, issuer, subject, user)
    audit.record("agency.came_by_sign_on", agency, actor=actor, user=user.pk, is_first=link is None)
    return user


@action
def join_to_sign_on(*, actor: User, sign_on: SignOn, claims: dict[str, Any]) -> None:
    """Join the account of whoever is signed in, and has just proved it, to what the provider calls them.

    No address is needed: they have shown both. Refused when either is joined to another.
    """
    agency = Agency.objects.select_for_update().get(pk=sign_on.pk)
    if _of_agency(User.objects.filter(pk=actor.pk), agency) is None:
        raise Refused(reasons.NOT_HERE)
    issuer, subject = claims["iss"], claims["sub"]
    link = SignOnLink.objects.filter(sign_on=sign_on, issuer=issuer, subject=subject).first()
    if link and link.user_id != actor.pk:
        raise Refused(reasons.NOT_YOURS)
    if not link:
        _join(sign_on, issuer, subject, actor)
    audit.record("agency.joined_to_sign_on", actor, actor=actor, is_first=link is None)


def _agency_of(actor: User) -> Agency:
    agency_id = AgencyMember.objects.values_list("agency_id", flat=True).get(user=actor)
    # All that changes an agency's people waits here, coming in too.
    return Agency.objects.select_for_update().get(pk=agency_id)


def _is_for(row: SignOn) -> tuple[str, str, str]:
    return row.issuer, row.client_id, row.token_endpoint


def _end(sign_on: SignOn, *, kept_by: User, and_links: bool) -> None:
    ids = list(sign_on.links.values_list("user_id", flat=True))
    for user in User.objects.filter(pk__in=ids).exclude(pk=kept_by.pk):
        end_sessions(user)
    if and_links:
        sign_on.links.all().delete()


def _of_agency(found: Any, agency: Agency) -> User | None:
    """Return the account if it is open, of this agency, and of nothing else on the platform."""
    user: User | None = found.select_for_update().first()
    if user is None or not user.is_active or not user.roles or set(user.roles) - OF_AGENCIES:
        return None
    return user if AgencyMember.objects.filter(user=user, agency=agency).exists() else None


def _confirmed_address(sign_on: SignOn, claims: dict[str, Any]) -> str:
    email = claims.get("email")
    # "true" in quotes is what some send who check nothing.
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise Refused(reasons.NOT_CONFIRMED)
    email = email.strip().lower()
    if email.rpartition("@")[2] not in sign_on.domains or not email.isascii():
        raise Refused(reasons.OTHER_DOMAIN)
    return email


def _first_time(agency: Agency, email: str, now: dt.datetime, language: str) -> User:
    existing = User.objects.filter(email=email)
    if existing.exists():
        user = _of_agency(existing, agency)
        if user is None:
            raise Refused(reasons.NOT_HERE)
        return user
    waiting: Any = AgencyInvitation.objects.select_for_update(of=("self",)).select_related("invited_by")
    invitation = waiting.filter(agency=agency, email=email, accepted_at=None, revoked_at=None).first()
    if invitation is None:
        raise Refused(reasons.NOT_HERE)
    demand_open(invitation, now)
    return admit(invitation, agency, name=invitation.name, password=None, language=language, now=now)


def _join(sign_on: SignOn, issuer: str, subject: str, user: User) -> None:
    if SignOnLink.objects.filter(user=user).exists():
        raise Refused(reasons.JOINED)
    SignOnLink.objects.create(sign_on=sign_on, issuer=issuer, subject=subject, user=user)
