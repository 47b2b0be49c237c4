"""Which steps are open to whoever asks, with everything that keeps each from being taken now, as the page shows it."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from amends.accounts.access import may
from api.v1.problems import reason_of
from programs.facts import CaseFacts, ReferralFacts
from programs.steps import STEPS, Step, leads_on, missing


class UnmetSerializer(serializers.Serializer):
    id = serializers.CharField()
    rule = serializers.CharField()
    sentence = serializers.CharField()
    source = serializers.CharField()
    remedy = serializers.CharField()


class OfferedStepSerializer(serializers.Serializer):
    id = serializers.CharField()
    label = serializers.CharField()
    leads_on = serializers.BooleanField(help_text="Is it the way forward from this state?")
    asks = serializers.BooleanField(help_text="Does it ask anything? GET its address for the questions.")
    url = serializers.URLField()
    unmet = UnmetSerializer(many=True, help_text="What has to happen first; empty when it can be taken now.")


def name_of(step: Step) -> str:
    """Return the name of a step's URL."""
    return f"api-step-{step.id.replace('_', '-')}"


def offered(request: Request, facts: CaseFacts | ReferralFacts, about: str) -> list[dict[str, Any]]:
    """Return the steps about a case or referral that are open to its state and to this person."""
    subject = facts.subject
    return [
        {
            "id": step.id,
            "label": str(step.label),
            "leads_on": leads_on(step, subject.state),
            "asks": step.asks,
            "url": request.build_absolute_uri(reverse(name_of(step), args=[subject.pk])),
            "unmet": [reason_of(each) for each in missing(step, facts)],
        }
        for step in STEPS.values()
        if step.about == about and may(request.user, step.id, subject.state)
    ]
