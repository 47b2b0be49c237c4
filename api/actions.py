"""Make, note and revoke tokens; keep the answers of requests that change something, and forget them after a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from amends import audit, outbox
from amends.accounts.bearer import SHOWN, digest_of, key_of, new_token
from amends.accounts.models import User
from amends.accounts.reasons import Reason
from amends.actions import Refused, action
from api.models import ApiToken, KeptAnswer

KEPT = timedelta(hours=24)
"""How long an answer is kept for whoever sends the same request again."""

NAME_TAKEN = Reason(
    "name_taken",
    _("A token with this name is in use."),
    _("Choose another name, or revoke that token first."),
)


@action
def make_token(
    *, actor: Any, now: datetime, name: str, scopes: Sequence[str], days: int
) -> tuple[ApiToken, str]:
    """Make a token that acts as `actor`; return its row and the token itself, which is nowhere else.

    Raises Refused when a token in use has that name.
    """
    # Whoever sends the page twice waits here, and is told.
    User.objects.select_for_update().get(pk=actor.pk)
    if ApiToken.objects.live(now).filter(name=name).exists():
        raise Refused(NAME_TAKEN)
    secret = new_token()
    digest = digest_of(secret)
    token = ApiToken.objects.create(
        id=key_of(digest),
        user=actor,
        name=name,
        scopes=list(scopes),
        digest=digest,
        beginning=secret[:SHOWN],
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    audit.record("token.made", token, actor=actor, scopes=list(scopes), days=days)
    return token, secret


@action
def revoke_token(*, actor: Any, token: ApiToken, now: datetime) -> None:
    """End a token, whosever it is; once more changes nothing."""
    ended = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    audit.record("token.revoked" if ended else "token.revoked_again", token, actor=actor)


@action(
    audited=False,
    because="a coarse time for whoever looks for tokens nobody uses; the audit says what was done",
)
def note_token_use(*, actor: Any, token: ApiToken, now: datetime) -> None:
    """Note that a token was used."""
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


@action(audited=False, because="it is the frame of another action, which says what is done")
def claim_key(*, actor: Any, key: UUID, request: str, now: datetime) -> tuple[KeptAnswer, bool]:
    """Return what is kept under a key, and whether it is new: then the request is ours to work on.

    Waits for whoever works on the same key at the moment, as long as the caller's `lock_timeout` says.
    """
    KeptAnswer.objects.filter(pk=key, made_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(id=key, request=request, made_at=now), True
    except IntegrityError:
        return KeptAnswer.objects.get(pk=key), False


@action(audited=False, because="it is the frame of another action, which says what is done")
def keep_answer(*, actor: Any, kept: KeptAnswer, status: int, answer: dict[str, Any]) -> None:
    """Keep what a request was answered; the first of each hour asks for the forgetting of that hour's."""
    kept.status, kept.answer = status, answer
    kept.save(update_fields=["status", "answer"])
    hour = kept.made_at.replace(minute=0, second=0, microsecond=0)
    if not KeptAnswer.objects.filter(made_at__gte=hour).exclude(pk=kept.pk).exists():
        outbox.queue("api.forget_answers", not_before=hour + timedelta(hours=1) + KEPT)


@action(audited=False, because="what is forgotten repeats what the audit says already")
def forget_answers(*, actor: Any, now: datetime) -> None:
    """Remove the answers that were kept for a day."""
    KeptAnswer.objects.filter(made_at__lt=now - KEPT).delete()
