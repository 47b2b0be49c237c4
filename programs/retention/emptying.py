"""What is destroyed when a case is anonymized or purged, and what stays for figures.

Of both the keys go, and with them every name, note and file in every backup of the program. What stays are rows that
figures count: the case, the referral with its offenses, for each person a row with the role, contacts, sessions,
messages, surveys, who mediated, and what was agreed and paid: without words, with days cut to the first of their
month, under a reference that nobody was told. Anonymized cases keep besides which mode was chosen, and how screening
and risk went.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from amends import outbox
from amends.vault.fields import SealedField
from programs import files, models
from programs.importing.erasing import erase_files_of
from programs.models import MediationCase, Participant, Program, Referral
from programs.models.survey import SurveyState
from programs.references import new_reference
from programs.retention.declared import PURGE

OF_CASE_ALWAYS: tuple[tuple[Any, str], ...] = (
    (models.ItemDone, "case"),
    (models.ConflictDeclaration, "case"),
    (models.AgreementSignature, "agreement__case"),
)
OF_CASE_WHEN_PURGED: tuple[tuple[Any, str], ...] = (
    (models.EligibilityCheck, "case"),
    (models.RiskAssessment, "case"),
    (models.VictimChoice, "participant__case"),
)
OF_PERSON: tuple[Any, ...] = (
    models.PaymentReport,
    models.InformationRelease,
    models.Representation,
    models.ParticipationConsent,
    models.ParticipantLink,
    models.Complaint,
)


@dataclass
class Whole:
    """A case with the referrals that belong to it and everybody in them."""

    case: MediationCase
    referrals: list[Referral]
    people: list[Participant]


def whole_of(case: MediationCase) -> Whole:
    """Return a case with its referral, the requests that were joined to that, and everybody in them; locked."""
    key = case.referral_id
    referrals = list(Referral.objects.filter(Q(pk=key) | Q(joined_to=key)).select_for_update())
    mine = Q(case=case) | Q(case=None, referral__in=referrals)
    return Whole(case, referrals, list(Participant.objects.filter(mine).select_for_update(of=("self",))))


def empty(case: MediationCase, kind: str, program: Program, now: dt.datetime) -> int:
    """Destroy what a case holds but the facts that figures count; return how many keys go. Inside `seeing_sealed`."""
    whole = whole_of(case)
    keys = _keys_that_go(whole)
    erase_files_of(case, now)
    _delete(whole, is_purged=kind == PURGE)
    _empty_money(case, program)
    _empty_contacts(whole, program)
    _empty_case(whole, program, is_purged=kind == PURGE)
    _empty_below(whole, program, is_purged=kind == PURGE)
    for key in keys:
        outbox.queue("vault.destroy_key", key_id=key)
    return len(keys)


def _keys_that_go(whole: Whole) -> list[uuid.UUID]:
    """Return the keys of the case and its people; not one that seals something of another case as well."""
    rows = [whole.case, *whole.referrals, *whole.people]
    keys = {row.vault_key for row in rows}
    for model in (MediationCase, Referral, Participant):
        mine = [row.pk for row in rows if isinstance(row, model)]
        kept = model.objects.filter(vault_key__in=keys).exclude(pk__in=mine)  # type: ignore[attr-defined]
        keys.difference_update(kept.values_list("vault_key", flat=True))
    return sorted(keys)


def _delete(whole: Whole, *, is_purged: bool) -> None:
    """Delete what hangs on the case, leaves first; the row policies let it go because two people said so."""
    models.PaymentReport.objects.filter(participant__in=whole.people).delete()
    models.MediatedMessage.objects.filter(case=whole.case).update(file=None)
    for model, path in (*OF_CASE_ALWAYS, *(OF_CASE_WHEN_PURGED if is_purged else ())):
        model.objects.filter(**{path: whole.case}).delete()
    files.erase(models.StoredFile.objects.of(whole.case, *whole.referrals))
    models.ReferralForward.objects.filter(referral__in=whole.referrals).delete()
    for model in OF_PERSON:
        model.objects.filter(participant__in=whole.people).delete()
    models.ReferralAmendment.objects.filter(referral__in=whole.referrals).delete()
    of_two = Q(referral__in=whole.referrals) | Q(other__in=whole.referrals)
    models.LikenessVerdict.objects.filter(of_two).delete()


def _empty_money(case: MediationCase, program: Program) -> None:
    """Put rows without days, receipts and people in the place of those of the ledger, which nobody may change."""
    rows = list(models.RestitutionPayment.objects.filter(item__agreement__case=case))
    made: dict[Any, Any] = {}
    for row in sorted(rows, key=lambda row: row.reverses_id is not None):
        made[row.pk] = models.RestitutionPayment(
            item_id=row.item_id,
            form_key=uuid.uuid4(),
            amount=row.amount,
            hours=row.hours,
            paid_on=row.paid_on.replace(day=1),
            means=row.means,
            reverses=made.get(row.reverses_id),
            recorded_at=_month_of(row.recorded_at, program),
            recorded_by_id=row.recorded_by_id,
        )
    gone = models.RestitutionPayment.objects.filter(pk__in=list(made))
    gone.exclude(reverses=None).delete()
    gone.delete()
    for row in made.values():
        row.save(force_insert=True)


def _empty_contacts(whole: Whole, program: Program) -> None:
    """Put rows without words, people who recorded them and days in the place of contacts, which nobody may change."""
    for person in whole.people:
        rows = list(models.Contact.objects.filter(participant=person).defer("reason", "note", "words"))
        models.Contact.objects.filter(participant=person).delete()
        for row in rows:
            month = _month_of(row.made_at, program)
            kept: dict[str, Any] = {"purpose": row.purpose, "channel": row.channel, "result": row.result}
            kept |= {"minutes": row.minutes, "survey_offered": row.survey_offered}
            models.Contact(
                participant=person, form_key=uuid.uuid4(), made_at=month, recorded_at=month, **kept
            ).save(force_insert=True)


def _empty_case(whole: Whole, program: Program, *, is_purged: bool) -> None:
    case, nobody = whole.case, {"coordinator": None, "supervisor": None, "relationship": ""}
    MediationCase.objects.filter(pk=case.pk).update(
        reference=_unlinked(),
        opened_at=_month_of(case.opened_at, program),
        closed_at=_month_of(case.closed_at, program),
        settled_at=None,
        due_on=None,
        report=None,
        report_issued_at=_month_of(case.report_issued_at, program),
        number_mac="",
        first_contact_on=case.first_contact_on and case.first_contact_on.replace(day=1),
        own_values={},
        **(nobody if is_purged else {}),
    )
    for referral in whole.referrals:
        Referral.objects.filter(pk=referral.pk).update(
            reference=_unlinked(),
            form_key=uuid.uuid4(),
            submitted_at=_month_of(referral.submitted_at, program),
            decided_at=_month_of(referral.decided_at, program),
            agency_person_id=None,
            handed_on_id=None,
            **dict.fromkeys(("answer_by", "reminded_at", "escalated_at", "review_since", "review_by")),
            **({"decided_by": None} if is_purged else {}),
        )
    _blank(MediationCase, [case])
    _blank(Referral, whole.referrals)


def _empty_below(whole: Whole, program: Program, *, is_purged: bool) -> None:
    person: dict[str, Any] = {"unsafe_channels": [], "leave_no_message": False, "safe_days": []}
    person |= {"free_days": [], "away_days": []}
    person |= dict.fromkeys(
        ("safe_from", "safe_until", "free_from", "free_until", "supervised_by", "added_by")
    )
    person |= {"language": "", "loss": None} if is_purged else {}
    for row in whole.people:
        Participant.objects.filter(pk=row.pk).update(added_at=_month_of(row.added_at, program), **person)
    _blank(Participant, whole.people)
    sessions = list(models.Session.objects.filter(case=whole.case))
    for session in sessions:
        begins = _month_of(session.starts_at, program)
        length = session.ends_at - session.starts_at
        models.Session.objects.filter(pk=session.pk).update(
            starts_at=begins, ends_at=begins + length, minutes_late=0, had_caucus=False, debriefed=[]
        )
        length_kept = (begins, begins + length)
        models.MediatorBooking.objects.filter(session=session).update(during=length_kept, is_live=False)
    _blank(models.Session, sessions)
    _empty_work(whole, program)
    _empty_surveys(whole, program)
    for agreement in models.Agreement.objects.filter(case=whole.case):
        models.Agreement.objects.filter(pk=agreement.pk).update(
            made_at=_month_of(agreement.made_at, program), signed_at=_month_of(agreement.signed_at, program)
        )
    items = list(models.AgreementItem.objects.of(whole.case))
    for item in items:
        models.AgreementItem.objects.filter(pk=item.pk).update(
            due_date=item.due_date.replace(day=1), schedule=[], form_key=uuid.uuid4()
        )
    _blank(models.AgreementItem, items)


def _empty_work(whole: Whole, program: Program) -> None:
    """Cut the days of what colleagues did: messages that they passed on, and when they were assigned."""
    messages = list(models.MediatedMessage.objects.filter(case=whole.case))
    for each in messages:
        moments = {name: _month_of(getattr(each, name), program) for name in ("began_at", "changed_at")}
        models.MediatedMessage.objects.filter(pk=each.pk).update(**moments)
    _blank(models.MediatedMessage, messages)
    assignments = list(models.MediatorAssignment.objects.filter(case=whole.case))
    _blank(models.MediatorAssignment, assignments)
    for row in assignments:
        models.MediatorAssignment.objects.filter(pk=row.pk).update(
            assigned_at=_month_of(row.assigned_at, program), ended_at=_month_of(row.ended_at, program)
        )


def _empty_surveys(whole: Whole, program: Program) -> None:
    """Leave the numbers that were given, under the month in which they count; what still waits is asked no more."""
    surveys = list(models.Survey.objects.filter(case=whole.case))
    for each in surveys:
        models.Survey.objects.filter(pk=each.pk).update(
            state=SurveyState.LAPSED if each.waits else each.state,
            due_on=None,
            counted_on=each.counted_on and each.counted_on.replace(day=1),
            asked_at=None,
            asked_by=None,
            reminded_at=None,
            settled_at=_month_of(each.settled_at, program),
            settled_by=None,
        )
    _blank(models.Survey, surveys)


def _blank(model: Any, rows: Iterable[Any]) -> None:
    """Put nothing in the place of every sealed column: not even the length of what was there stays."""
    columns = [field for field in model._meta.local_fields if isinstance(field, SealedField)]
    sets = ", ".join(f'"{each.column}" = {"NULL" if each.null else chr(39) * 2}' for each in columns)
    with connection.cursor() as cursor:
        # The names are those of our own columns; the keys are given as a parameter.
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET {sets} WHERE id = ANY(%s)',
            [[row.pk for row in rows]],
        )


def _unlinked() -> str:
    """Return a reference that nobody was ever told."""
    return f"GONE-{new_reference()}"


def _month_of(moment: Any, program: Program) -> Any:
    """Return the first moment of its month, where the program is; None for None."""
    if moment is None:
        return None
    there: dt.datetime = moment.astimezone(program.zone)
    return there.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
