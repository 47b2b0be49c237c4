"""The doors of meeting, and of passing messages on."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programs.actions import (
    exchanges,
    sessions,
)
from programs.doors.declared import Door, everybody
from programs.facts import CaseFacts
from programs.forms.session import HeldForm, NotHeldForm, SessionForm


def _when(facts: CaseFacts, _target: Any) -> str:
    """Return when the session that is ahead begins, so that nobody cancels another one; nothing without one."""
    session = facts.session_ahead
    return date_format(timezone.localtime(session.starts_at), "DATETIME_FORMAT") if session else ""


MEETING: dict[str, Door] = {
    "schedule_session": Door(
        sessions.schedule_session,
        _("The session is scheduled."),
        form=SessionForm,
        calls=everybody,
    ),
    "cancel_session": Door(
        sessions.cancel_session,
        _("The session is canceled. Tell everybody who was to come."),
        effect=_(
            "The session is canceled, and you can schedule another. Nobody is told by this page: "
            "tell everybody who was to come."
        ),
        note=_when,
        calls=everybody,
    ),
    "record_held": Door(
        sessions.record_held,
        _("It is recorded that the session was held."),
        form=HeldForm,
        note=_when,
        reads=lambda facts, _case: facts.participants,
    ),
    "record_not_held": Door(
        sessions.record_not_held,
        _("It is recorded. You can schedule anew."),
        form=NotHeldForm,
        note=_when,
        calls=everybody,
    ),
    "begin_exchange": Door(
        exchanges.begin_exchange,
        _("Record each message that you pass on as a contact with whoever receives it."),
        effect=_("No address goes from one side to the other. You read each message before you pass it on."),
    ),
    "return_to_meeting": Door(exchanges.return_to_meeting, _("You can schedule a session.")),
}
