"""Reads a row of a file of survey forms, and makes the forms: numbers alone, with a case or without one (3.14)."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from programs.importing.judged import Judged
from programs.importing.survey_fields import ITEM_FIELDS
from programs.importing.troubles import Trouble
from programs.importing.values import mac_of
from programs.importing.writing import Making
from programs.models import ImportBatch, Participant, Survey
from programs.models.participant import PARTY_ROLES
from programs.models.survey import Group, Moment, Side, SurveyState, Way, key_for, pair_for, side_of
from programs.surveys.instruments import VERSION, items_for


def troubles_of(row: Judged, _today: date) -> Iterator[Trouble]:
    """Yield what does not fit together: an item that nobody is asked then, no answer, no source, no such person."""
    told = row.told
    side, moment, group = told["side"], told["moment"], told["group"]
    if moment == Moment.FOLLOW_UP and side != Side.RESPONSIBLE:
        yield Trouble("side", "follow_up_side")
        return
    asked = {item.id for item in items_for(side, moment, is_mediated=group == Group.MEDIATED)}
    given = [field.id for field in ITEM_FIELDS if told.get(field.id) is not None]
    yield from (Trouble(name, "not_asked") for name in given if name not in asked)
    if not given:
        yield Trouble("", "no_answer")
    if moment == Moment.FOLLOW_UP:
        if given and told.get("new_offence") is None:
            yield Trouble("new_offence", "needed")
        elif given and told.get("offence_source") is None:
            yield Trouble("offence_source", "source_needed")


def find_people(rows: Iterable[Judged]) -> None:
    """Tell whose form each row is, in one query: the one person of that side of its case, or a number of the file's."""
    rows = [row for row in rows if not row.troubles]
    there: dict[Any, list[Participant]] = defaultdict(list)
    people = Participant.objects.filter(case__in={row.case.pk for row in rows if row.case is not None})
    for person in people.filter(role__in=PARTY_ROLES).only("role", "case", "vault_key"):
        there[person.case_id, side_of(person)].append(person)
    for row in rows:
        if row.case is not None:
            found = there[row.case.pk, Side(row.told["side"])]
            if len(found) != 1:
                code = "several_people" if found else "nobody_there"
                row.troubles.append(Trouble("number", code, str(row.told["number"])))
                continue
            row.person = found[0]
            row.key, row.pair = key_for(row.person, row.told["moment"]), pair_for(row.person)
        elif number := row.told.get("person"):
            row.pair = uuid.UUID(mac_of(f"{row.told['side']} {number}", "people of surveys"))
            row.key = uuid.uuid5(row.pair, row.told["moment"])


def make_surveys(batch: ImportBatch, rows: Iterable[Judged], now: datetime) -> None:
    """Make the forms; one that is there already is refused, whatever was chosen for rows that come twice."""
    making, rows = Making(batch, now), list(rows)
    there = set(
        Survey.objects.filter(pk__in=[row.key for row in rows if row.key]).values_list("pk", flat=True)
    )
    for row in rows:
        key = row.key or uuid.uuid5(batch.pk, f"survey/{row.line}")
        if key in there:
            row.troubles.append(Trouble("", "form_there"))
            continue
        there.add(key)
        is_follow_up = row.told["moment"] == Moment.FOLLOW_UP
        definition = row.told.get("definition") or making.program.policy.new_offence
        making.add(
            Survey,
            id=key,
            pair=row.pair or key,
            case=row.case,
            participant=row.person,
            side=row.told["side"],
            moment=row.told["moment"],
            group=row.told["group"],
            state=SurveyState.ANSWERED,
            way=Way.RECORDS if is_follow_up else Way.PAPER,
            version=VERSION,
            counted_on=row.told["day"],
            settled_at=now,
            settled_by_id=batch.made_by_id,
            answers=answers_of(row.told),
            definition=definition if is_follow_up else "",
            imported_in=batch.pk,
        )
    making.store()


def answers_of(told: dict[str, Any]) -> dict[str, int]:
    """Return the numbers that a row gives, by the ids of items."""
    return {field.id: int(told[field.id]) for field in ITEM_FIELDS if told.get(field.id) is not None}
