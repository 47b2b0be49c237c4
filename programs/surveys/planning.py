"""Who is asked what and by when: rows are made as the state comes, in the transaction of the step that brings it (6).

Before: some days after the first preparation meeting, and never once they met. After: about two months after the
session, or after closing began where there was none. New offenses: a year after the same day.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from programs.facts import CaseFacts
from programs.guards.refusals import said_no
from programs.models import Contact, Participant, Survey
from programs.models.case import CaseState
from programs.models.contact import Channel, Purpose, Result
from programs.models.participant import RESPONSIBLE_SIDE
from programs.models.session import SessionState
from programs.models.survey import Group, Moment, Side, SurveyState, Way, key_for, pair_for, side_of
from programs.surveys.instruments import VERSION

PREPARED = (CaseState.PREPARING, CaseState.READY, CaseState.SCHEDULED)
"""States in which somebody can still be asked before they meet."""
ENDED = (CaseState.CLOSING, CaseState.CLOSED)
DAYS_OF_A_MONTH = 365.25 / 12


def plan_surveys(facts: CaseFacts) -> list[Survey]:
    """Make the rows that a case gives reason for by now, and return those that are new; each is made once.

    Called within an action that holds the lock of the case. What was to be asked before lapses once they met, and
    every row follows the case into the comparison group when it ends without a dialogue.
    """
    group = Group.COMPARISON if _ended_without(facts) else Group.MEDIATED
    wanted = [_row(facts, person, moment, due, group) for person, moment, due in _reasons(facts)]
    keys = {key_for(person, moment) for person in facts.parties for moment in Moment}
    there = {row.pk: row for row in Survey.objects.filter(pk__in=keys)}
    new = [row for row in wanted if row.pk not in there]
    for row in new:
        row.save(force_insert=True)
    Survey.objects.filter(pk__in=there).exclude(group=group).update(group=group)
    if facts.had_dialogue or facts.case.state in ENDED:
        late = Survey.objects.filter(pk__in=there, moment=Moment.BEFORE)
        late.filter(state__in=(SurveyState.DUE, SurveyState.ASKED)).update(
            state=SurveyState.LAPSED, settled_at=facts.now
        )
    return new


def note_offered(facts: CaseFacts, contact: Contact) -> Survey | None:
    """Note that the survey afterwards was offered in a contact; None where none is to be offered, or it was before."""
    person = contact.participant
    if not contact.survey_offered or not person.is_party:
        return None
    row = Survey.objects.filter(pk=key_for(person, Moment.AFTER)).first()
    group = Group.COMPARISON if _ended_without(facts) else Group.MEDIATED
    row = row or _row(facts, person, Moment.AFTER, facts.today, group)
    if row.state != SurveyState.DUE:
        return None
    way = Way.PAPER if contact.channel == Channel.LETTER else Way.PHONE
    mark_asked(row, way=way, actor=contact.recorded_by, facts=facts)
    return row


def mark_asked(row: Survey, *, way: str, actor: Any, facts: CaseFacts) -> None:
    """Store that somebody was asked, under the day of the first time."""
    row.state, row.way, row.version = SurveyState.ASKED, way, VERSION
    row.asked_at, row.asked_by = facts.now, actor
    row.counted_on = row.counted_on or facts.today
    row.save()


def _ended_without(facts: CaseFacts) -> bool:
    return facts.case.state in ENDED and not facts.had_dialogue


def _reasons(facts: CaseFacts) -> Iterator[tuple[Participant, Moment, dt.date]]:
    """Yield whom there is reason to ask, what, and by when."""
    policy, ended = facts.policy, _ended_on(facts)
    for person in facts.parties:
        if facts.case.state in PREPARED and not facts.had_dialogue and (day := _prepared_on(facts, person)):
            yield person, Moment.BEFORE, day + dt.timedelta(days=policy.survey_before_days)
        if ended is None:
            continue
        if _is_in_touch(facts, person):
            yield person, Moment.AFTER, ended + dt.timedelta(days=policy.survey_after_days)
        if person.role in RESPONSIBLE_SIDE:
            later = dt.timedelta(days=round(policy.new_offence_months * DAYS_OF_A_MONTH))
            yield person, Moment.FOLLOW_UP, ended + later


def _is_in_touch(facts: CaseFacts, person: Participant) -> bool:
    """Return False for somebody who was never reached, and for who said no where there was no dialogue: it is kept."""
    if facts.had_dialogue:
        return True
    return facts.has_reached(person) and not said_no(facts, person)


def _prepared_on(facts: CaseFacts, person: Participant) -> dt.date | None:
    met = [c for c in facts.contacts_with(person, Purpose.PREPARATION) if c.result == Result.REACHED]
    return _day(facts, min(c.made_at for c in met)) if met else None


def _ended_on(facts: CaseFacts) -> dt.date | None:
    """Return the day from which it is counted: of the last session that was held, else when closing began."""
    held = [each.starts_at for each in facts.sessions if each.state == SessionState.HELD]
    if held:
        return _day(facts, max(held))
    return _day(facts, facts.case.state_since) if facts.case.state in ENDED else None


def _day(facts: CaseFacts, moment: dt.datetime) -> dt.date:
    return moment.astimezone(facts.program.zone).date()


def _row(facts: CaseFacts, person: Participant, moment: Moment, due: dt.date, group: Group) -> Survey:
    is_about_records = moment == Moment.FOLLOW_UP
    return Survey(
        id=key_for(person, moment),
        pair=pair_for(person),
        case=facts.case,
        participant=person,
        is_sample=facts.case.is_sample,
        side=Side.RESPONSIBLE if is_about_records else side_of(person),
        moment=moment,
        group=group,
        version=VERSION,
        due_on=due,
    )
