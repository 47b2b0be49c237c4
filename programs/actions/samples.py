"""Make the sample cases of a new program, and erase them with everything that was tried out on them."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import translation

from amends import audit, outbox
from amends.actions import action
from programs import files, models
from programs.models import MediationCase, Office, Participant, Program, Referral
from programs.retention.unseen import seeing_sealed
from programs.samples import people
from programs.samples.stories import stories_for
from programs.samples.walking import Walk


@action
def make_samples(*, actor: Any, now: datetime, language: str) -> int:
    """Make the sample cases of this kind of program, once and for all; return how many."""
    program = Program.objects.select_for_update().get()
    chosen = [] if program.samples_made_at else stories_for(program.preset)
    if chosen:
        program.samples_made_at = now
        program.save(update_fields=["samples_made_at"])
        with translation.override(language):
            staff = people.employ(program, now)
            for number, (story, reached) in enumerate(chosen):
                Walk(story, number, actor, program, staff, now, reached).go()
    audit.record("samples_made" if chosen else "samples_made_again", program, actor=actor, count=len(chosen))
    return len(chosen)


@action
def erase_samples(*, actor: Any) -> int:
    """Erase every sample with its keys, its invented staff and all that was tried out on it; return how many."""
    with seeing_sealed():  # a sample that was sealed to try it goes too
        return _erase_all(actor)


def _erase_all(actor: Any) -> int:
    program = Program.objects.select_for_update().get()
    referrals = list(Referral.objects.filter(is_sample=True).only("pk", "vault_key", "office"))
    cases = list(MediationCase.objects.filter(is_sample=True).only("pk", "vault_key"))
    parties = list(Participant.objects.filter(_of(referrals, cases)).only("pk", "vault_key", "supervised_by"))
    offices = {row.office_id for row in referrals} | {row.supervised_by_id for row in parties}
    drafts = list(models.ReferralDraft.objects.filter(is_sample=True).defer("answers"))
    models.PaymentReport.objects.filter(participant__in=parties).delete()
    models.Survey.objects.filter(case__in=cases).delete()
    models.MediatedMessage.objects.filter(case__in=cases).delete()  # before the recordings that they name
    files.erase(models.StoredFile.objects.of(*referrals, *cases, *drafts))
    models.ReferralForward.objects.filter(referral__in=referrals).delete()
    models.RetentionStep.objects.filter(case__in=cases).delete()
    _erase_below(cases, parties)
    for model, rows in ((Participant, parties), (MediationCase, cases), (Referral, referrals)):
        if model is Referral:
            Referral.objects.filter(joined_to__in=referrals).update(joined_to=None)
            for below in (models.Offence, models.ReferralAmendment, models.LikenessVerdict):
                below.objects.filter(referral__in=referrals).delete()
        model.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            outbox.queue("vault.destroy_key", key_id=row.vault_key)
    for draft in drafts:
        outbox.queue("vault.destroy_key", key_id=draft.vault_key)
        draft.delete()
    people.dismiss()
    _erase_offices(offices - {None})
    audit.record("samples_erased", program, actor=actor, count=len(referrals))
    return len(referrals)


def _of(referrals: list[Referral], cases: list[MediationCase]) -> Q:
    return Q(referral__in=referrals) | Q(case__in=cases)


def _erase_below(cases: list[MediationCase], parties: list[Participant]) -> None:
    """Erase what hangs on sample cases, leaves first: the database would refuse another order."""
    of_case: tuple[tuple[Any, str], ...] = (
        (models.RestitutionPayment, "item__agreement__case__in"),
        (models.AgreementSignature, "agreement__case__in"),
        (models.ItemDone, "case__in"),
        (models.AgreementItem, "agreement__case__in"),
        (models.Agreement, "case__in"),
        (models.MediatorBooking, "session__case__in"),
        (models.Session, "case__in"),
        (models.EligibilityCheck, "case__in"),
        (models.RiskAssessment, "case__in"),
        (models.ConflictDeclaration, "case__in"),
        (models.MediatorAssignment, "case__in"),
    )
    for model, path in of_case:
        model.objects.filter(**{path: cases}).delete()
    of_person: tuple[Any, ...] = (
        models.Representation,
        models.Contact,
        models.VictimChoice,
        models.ParticipationConsent,
        models.InformationRelease,
    )
    for model in of_person:
        model.objects.filter(participant__in=parties).delete()


def _erase_offices(keys: set[Any]) -> None:
    """Erase offices that only samples named."""
    used = (
        Referral.objects.filter(office__in=keys).values_list("office", flat=True),
        Participant.objects.filter(supervised_by__in=keys).values_list("supervised_by", flat=True),
        models.Affiliation.objects.filter(office__in=keys).values_list("office", flat=True),
        models.ReferralSource.objects.filter(office__in=keys).values_list("office", flat=True),
    )
    Office.objects.filter(pk__in=keys.difference(*used)).delete()
