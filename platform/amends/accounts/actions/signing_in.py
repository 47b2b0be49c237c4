"""Writes when somebody signs in or out."""

from allauth.usersessions.models import UserSession

from amends import audit
from amends.accounts.ending import end_sessions
from amends.accounts.models import User
from amends.actions import action


@action
def note_sign_in(*, actor: User, language: str = "", means: str = "password") -> None:
    """Record that somebody signed in, how, and in which language they read."""
    if language and language != actor.language:
        User.objects.filter(pk=actor.pk).update(language=language)
    audit.record("account.signed_in", actor, actor=actor, means=means)


@action
def note_sign_out(*, actor: User) -> None:
    """Record that somebody signed out."""
    audit.record("account.signed_out", actor, actor=actor)


@action
def end_other_sessions(*, actor: User, kept: str | None) -> User:
    """Sign somebody out everywhere; the caller signs the session with the key `kept` in again (`keep_session`).

    The stamp ends even those that no list knows, at their next page.
    """
    ended = UserSession.objects.filter(user=actor).exclude(session_key=kept or "")
    count = ended.count()
    for session in ended:
        session.end()
    end_sessions(actor)
    audit.record("account.sessions_ended", actor, actor=actor, count=count)
    return actor
