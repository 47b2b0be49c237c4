"""Ask people how it was, take their answers, and set aside what is not to be asked (3.14)."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from amends import audit, outbox
from amends.accounts.access import Outsider
from amends.actions import action
from programs.actions.links import Sent, send_participant_link
from programs.facts import Asked, CaseFacts
from programs.guards import unmet
from programs.models import Contact, MediationCase, Program, Survey
from programs.models.contact import Channel, Purpose, Result
from programs.models.survey import SET_ASIDE, WAITS, Group, Moment, Side, SurveyState, Way
from programs.steps import STEPS, missing
from programs.surveys.instruments import BY_ID, VERSION, Kind
from programs.surveys.planning import mark_asked
from programs.taking import refuse
from programs.wording.merging import merged
from programs.wording.offered import wordings
from programs.wording.standard import SURVEY_REMINDER

SAFELY = ("channel_safe", "hour_safe", "no_is_kept")
"""What asking by telephone or on paper has to obey; a link obeys more."""
CHANNEL_OF = {Way.PHONE: Channel.PHONE, Way.PAPER: Channel.LETTER}


class SurveyIsOver(Exception):
    """It was answered, declined or set aside meanwhile; nothing is changed."""


@dataclass(frozen=True)
class Offered:
    """A survey that was asked, and the link that was sent for it; None by telephone and on paper."""

    survey: Survey
    sent: Sent | None


@action
def offer_survey(
    *, actor: Any, survey: Survey, now: datetime, form_key: uuid.UUID, way: str, reason: str = ""
) -> Offered:
    """Ask somebody: by a link to their own page, by telephone or on paper; raises StepRefused and SurveyIsOver.

    A link obeys every guard of links; `reason` says why it is safe although the other side has the same mailbox. The
    other ways have to be safe too, and a no is kept. With the first link the one reminder waits for its day.
    """
    locked, facts = _locked(actor, survey, now)
    sent = None
    if way == Way.OWN_PAGE:
        sent = send_participant_link(
            actor=actor, participant=locked.participant, now=now, form_key=form_key, reason=reason
        )
    else:
        _demand_safe(facts, locked, way, actor)
    is_first = locked.state == SurveyState.DUE
    mark_asked(locked, way=way, actor=actor, facts=facts)
    days = facts.policy.survey_reminder_days
    if is_first and days and way == Way.OWN_PAGE:
        outbox.queue(
            "programs.remind_of_survey", not_before=now + dt.timedelta(days=days), survey_id=locked.pk
        )
    audit.record("survey_asked", facts.case, actor=actor, survey=locked.pk, moment=locked.moment, way=way)
    return Offered(locked, sent)


@action
def answer_survey(
    *,
    actor: Outsider,
    survey: Survey,
    now: datetime,
    answers: Mapping[str, int],
    words: str | None = None,
    is_last: bool = False,
) -> Survey:
    """Keep what a party answers on their own page, as far as they have come; raises SurveyIsOver.

    `answers` maps ids of items to numbers; what was answered before stays, and so do words unless there are others.
    With `is_last` they are through.
    """
    row = _own(actor, survey)
    row.answers = row.answers | _checked(answers)
    if words is not None:
        row.words = words or None
    if is_last:
        row.state, row.way, row.settled_at = SurveyState.ANSWERED, Way.OWN_PAGE, now
    row.save()
    audit.record("survey_answered" if is_last else "survey_begun", row.case, actor=actor, survey=row.pk)
    return row


@action
def decline_survey(*, actor: Outsider, survey: Survey, now: datetime) -> Survey:
    """Take a no on their own page: what was answered is taken back, and nobody reminds them; raises SurveyIsOver."""
    row = _own(actor, survey)
    row.state, row.answers, row.words, row.settled_at = SurveyState.DECLINED, {}, None, now
    row.save()
    audit.record("survey_declined", row.case, actor=actor, survey=row.pk)
    return row


@action
def type_survey(
    *, actor: Any, survey: Survey, now: datetime, way: str, answers: Mapping[str, int], words: str = ""
) -> Survey:
    """Type in what somebody answered by telephone or on paper, or what records say; raises SurveyIsOver.

    It counts under the day on which they were asked, or this one where nobody had asked before.
    """
    locked, facts = _locked(actor, survey, now)
    locked.answers = locked.answers | _checked(answers)
    locked.words = words or locked.words
    locked.counted_on = locked.counted_on or facts.today
    if locked.moment == Moment.FOLLOW_UP:
        locked.definition, locked.counted_on = facts.policy.new_offence, facts.today
    locked.state, locked.way = SurveyState.ANSWERED, way
    locked.settled_at, locked.settled_by = now, actor
    locked.save()
    audit.record("survey_typed", facts.case, actor=actor, survey=locked.pk, moment=locked.moment, way=way)
    return locked


@action
def set_survey_aside(*, actor: Any, survey: Survey, now: datetime, state: str, reason: str = "") -> Survey:
    """Note that somebody does not want it, cannot be reached, or why it is not suitable; raises SurveyIsOver."""
    locked, facts = _locked(actor, survey, now)
    if state not in SET_ASIDE:
        raise ValueError(state)
    locked.state, locked.reason = state, reason or None
    if state == SurveyState.DECLINED:
        locked.counted_on = locked.counted_on or facts.today
        locked.answers, locked.words = {}, None
    locked.settled_at, locked.settled_by = now, actor
    locked.save()
    audit.record("survey_set_aside", facts.case, actor=actor, survey=locked.pk, state=state)
    return locked


@action
def add_survey(
    *,
    actor: Any,
    now: datetime,
    form_key: uuid.UUID,
    side: str,
    moment: str,
    group: str,
    day: dt.date,
    answers: Mapping[str, int],
) -> Survey:
    """Type in the form of somebody without a case, under a group and a day; numbers alone.

    The same form sent again returns the row that it made the first time.
    """
    there = Survey.objects.filter(pk=form_key).first()
    if there is not None:
        audit.record("survey_added_again", there, actor=actor)
        return there
    row = Survey(
        id=form_key,
        pair=form_key,
        side=Side(side),
        moment=Moment(moment),
        group=Group(group),
        state=SurveyState.ANSWERED,
        way=Way.RECORDS if moment == Moment.FOLLOW_UP else Way.PAPER,
        version=VERSION,
        counted_on=day,
        settled_at=now,
        settled_by=actor,
        answers=_checked(answers),
        definition=Program.objects.get().policy.new_offence if moment == Moment.FOLLOW_UP else "",
    )
    row.save(force_insert=True)
    audit.record("survey_added", row, actor=actor, moment=moment, group=group)
    return row


@action
def remind_of_survey(*, actor: None, survey_id: uuid.UUID, now: datetime) -> Contact | None:
    """Write somebody once that their page waits, by every guard of letters; None when that may not be, or is over."""
    case = MediationCase.objects.select_for_update().filter(surveys=survey_id).first()
    waiting = Survey.objects.select_related("participant", "asked_by").filter(state=SurveyState.ASKED)
    row = waiting.select_for_update(of=("self",)).filter(pk=survey_id, case=case, reminded_at=None).first()
    if row is None or case is None:
        audit.record("survey_reminded_again", Program.objects.get(), actor=actor)
        return None
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    contact = _reminder(row, case, now)
    audit.record("survey_reminded", case, actor=actor, survey=row.pk, is_sent=contact is not None)
    return contact


def _reminder(row: Survey, case: MediationCase, now: datetime) -> Contact | None:
    """Queue the words, in the name of whoever asked; None where a guard of letters stands in the way."""
    person, program = row.participant, Program.objects.get()
    assert person is not None  # noqa: S101 - a row that was asked has a person
    person.case = case
    contact = Contact(
        purpose=Purpose.ARRANGING, channel=Channel.EMAIL, result=Result.SENT, wording=SURVEY_REMINDER,
        language=person.language or settings.LANGUAGE_CODE, made_at=now, recorded_at=now, recorded_by=row.asked_by,
    )  # fmt: skip
    asked = Asked(person=person, contact=contact, by=row.asked_by)
    facts = CaseFacts(case=case, program=program, now=now, asked=asked)
    words = wordings(facts.policy, program.preset)[SURVEY_REMINDER].words[contact.language]
    contact.words = merged(words, facts, person, sender=program.neutral_name, language=contact.language)
    if missing(STEPS["write_letter"], facts):
        return None
    contact.participant, contact.form_key = person, uuid.uuid5(row.pk, "reminder")
    contact.delivery = outbox.queue("programs.letter_to_person", contact_id=contact.pk)
    contact.save(force_insert=True)
    return contact


def _demand_safe(facts: CaseFacts, row: Survey, way: str, actor: Any) -> None:
    """Refuse to call or to send paper where that is not safe for this person now, or they said no."""
    contact = Contact(
        purpose=Purpose.FOLLOW_UP, channel=CHANNEL_OF[Way(way)], result=Result.REACHED, made_at=facts.now
    )
    asked = Asked(person=row.participant, contact=contact, by=actor)
    now = CaseFacts(case=facts.case, program=facts.program, now=facts.now, asked=asked)
    if reasons := unmet(SAFELY, now):
        refuse("offer_survey", facts.case, actor, reasons)


def _locked(actor: Any, survey: Survey, now: datetime) -> tuple[Survey, CaseFacts]:
    """Lock the case of a survey and return the row anew, with the case's facts; raises SurveyIsOver."""
    rows = Survey.objects.visible_to(actor).filter(pk=survey.pk, case__isnull=False)
    case = MediationCase.objects.select_for_update().get(pk=rows.values("case").get()["case"])
    # The row too: a party answers or declines on their own page without the lock of the case.
    rows = Survey.objects.select_related("participant__case").select_for_update(of=("self",))
    row = rows.get(pk=survey.pk)
    if row.state not in WAITS:
        raise SurveyIsOver
    return row, CaseFacts(case=case, program=Program.objects.get(), now=now)


def _own(actor: Outsider, survey: Survey) -> Survey:
    """Lock a party's own survey; raises SurveyIsOver for one that is over, and for anybody else's."""
    rows = Survey.objects.select_for_update(of=("self",)).select_related("case", "participant")
    row = rows.filter(pk=survey.pk, participant=actor.key, state=SurveyState.ASKED).first()
    if row is None:
        raise SurveyIsOver
    return row


def _checked(answers: Mapping[str, int]) -> dict[str, int]:
    """Return the answers if each is a number that its item has; raises ValueError."""
    for name, value in answers.items():
        item = BY_ID[name]
        if item.kind == Kind.WORDS or value not in item.values:
            raise ValueError(name)
    return dict(answers)
