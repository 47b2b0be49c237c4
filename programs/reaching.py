"""What the address of a step names, found among the rows that a person may see; for anybody else it is not there."""

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from programs.models import AgreementItem, MediationCase, Participant, Referral, RestitutionPayment


def find_target(about: str, user: Any, pk: Any) -> Any:
    """Return the case, person, item, payment or referral of this key; raises Http404."""
    cases = MediationCase.objects.visible_to(user)
    rows: Any = {
        "case": cases,
        "person": Participant.objects.filter(case__in=cases).select_related("case"),
        "item": AgreementItem.objects.filter(agreement__case__in=cases).select_related("agreement__case"),
        "payment": RestitutionPayment.objects.filter(item__agreement__case__in=cases).select_related(
            "item__agreement__case"
        ),
        "referral": Referral.objects.visible_to(user).select_related("office", "source"),
    }[about]
    return get_object_or_404(rows, pk=pk)


def case_of(about: str, target: Any) -> MediationCase:
    """Return the case that a target belongs to."""
    match about:
        case "person":
            return target.case
        case "item":
            return target.agreement.case
        case "payment":
            return target.item.agreement.case
        case _:
            return target


def people_seen_by(user: Any) -> Any:
    """Return everybody of a case, or of a referral without one, that this person may see."""
    cases = Q(case__in=MediationCase.objects.visible_to(user))
    waiting = Q(case=None, referral__in=Referral.objects.visible_to(user))
    return Participant.objects.filter(cases | waiting).select_related("case", "referral")
