"""Writes to second factors: an app with codes, passkeys, recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn

from amends import audit, outbox
from amends.accounts.ending import end_sessions
from amends.accounts.models import User
from amends.actions import action


@action
def enrol_app(*, actor: User, secret: str) -> Authenticator:
    """Ask for codes of an authenticator app from now on; other sessions end, because they never gave one."""
    Authenticator.objects.filter(user=actor, type=Authenticator.Type.TOTP).delete()
    made = TOTP.activate(actor, secret).instance
    _added(actor, made)
    return made


@action
def add_passkey(*, actor: User, name: str, credential: dict[str, Any]) -> Authenticator:
    """Keep a passkey that the browser made and we checked; other sessions end, because they never showed one."""
    made = WebAuthn.add(actor, name, credential).instance
    _added(actor, made)
    return made


@action
def remove_second_factor(*, actor: User, authenticator: Authenticator) -> None:
    """Remove one of somebody's own; with the last one the recovery codes go too."""
    mine = Authenticator.objects.filter(user=actor)
    mine.get(pk=authenticator.pk).delete()
    has_more = mine.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    if not has_more:
        mine.delete()
    User.objects.filter(pk=actor.pk).update(has_second_factor=has_more)
    actor.refresh_from_db(fields=["has_second_factor"])
    audit.record("account.second_factor_removed", actor, actor=actor, kind=str(authenticator.type))
    outbox.queue("accounts.changed", user_id=actor.pk, what="second_factor_removed")


@action
def renew_recovery_codes(*, actor: User) -> Authenticator:
    """Make new recovery codes; the old ones work no more."""
    User.objects.select_for_update().get(pk=actor.pk)
    Authenticator.objects.filter(user=actor, type=Authenticator.Type.RECOVERY_CODES).delete()
    made = RecoveryCodes.activate(actor).instance
    audit.record("account.recovery_codes_made", actor, actor=actor)
    outbox.queue("accounts.changed", user_id=actor.pk, what="recovery_codes")
    return made


@action
def note_codes_shown(*, actor: User, codes: Authenticator) -> None:
    """Record that somebody was shown their recovery codes, which happens once."""
    RecoveryCodes(codes).mark_as_viewed()
    audit.record("account.recovery_codes_shown", actor, actor=actor)


def _added(user: User, authenticator: Authenticator) -> None:
    user.has_second_factor = True
    user.save(update_fields=["has_second_factor"])
    end_sessions(user)
    RecoveryCodes.activate(user)
    audit.record("account.second_factor_added", user, actor=user, kind=str(authenticator.type))
    outbox.queue("accounts.changed", user_id=user.pk, what="second_factor_added")
