"""A case, its sessions, its agreement with the ledger, and what happened; names of parties are in `people` alone."""

from rest_framework import serializers

from api.v1.offers import OfferedStepSerializer
from api.v1.people import ColleagueSerializer, PersonOfCaseSerializer
from programs.naming import name_of_state


class StateNameField(serializers.CharField):
    """What the program calls a state; `policy` in the context knows."""

    def to_representation(self, value: str) -> str:
        return name_of_state(value, self.context["policy"])


class MediatorSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="mediator_id")
    name = serializers.CharField(source="mediator.user.name")


class PartySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    role = serializers.CharField()


class CaseRowSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    is_sample = serializers.BooleanField(help_text="Invented, to practise with.")
    state = serializers.CharField()
    state_label = StateNameField(source="state", help_text="What the program calls the state.")
    state_since = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True, help_text="The day by which the next step is due.")
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    coordinator = ColleagueSerializer(allow_null=True)
    supervisor = ColleagueSerializer(allow_null=True)
    mediators = MediatorSerializer(source="live_assignments", many=True)
    parties = PartySerializer(many=True)


class CaseListSerializer(serializers.Serializer):
    results = CaseRowSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class ClosureSerializer(serializers.Serializer):
    reason = serializers.CharField(source="closure_reason")
    reason_label = serializers.CharField(source="get_closure_reason_display")
    note = serializers.CharField(source="closure_note")


class CaseSerializer(CaseRowSerializer):
    referral = serializers.UUIDField(allow_null=True, help_text="null for whoever may not read referrals.")
    hold_reason = serializers.CharField()
    acknowledgement = serializers.CharField(
        help_text="What the person responsible said; empty: not recorded."
    )
    closure = ClosureSerializer(allow_null=True)
    steps = OfferedStepSerializer(many=True)


class PeopleOfCaseSerializer(serializers.Serializer):
    results = PersonOfCaseSerializer(many=True)


class SessionSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField(source="get_state_display")
    mode = serializers.CharField()
    mode_label = serializers.CharField(source="get_mode_display")
    place = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    not_held_reason = serializers.CharField()


class SessionsSerializer(serializers.Serializer):
    results = SessionSerializer(many=True)


class PaymentSerializer(serializers.Serializer):
    """One line of the ledger; a reversal has its figure negative and names what it reverses."""

    id = serializers.UUIDField()
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    hours = serializers.DecimalField(max_digits=6, decimal_places=1, allow_null=True)
    paid_on = serializers.DateField()
    means = serializers.CharField()
    reverses = serializers.UUIDField(source="reverses_id", allow_null=True)


class ItemSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    kind_label = serializers.CharField(source="get_kind_display")
    text = serializers.CharField()
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    hours = serializers.DecimalField(max_digits=6, decimal_places=1, allow_null=True)
    due_date = serializers.DateField()
    check_by = serializers.CharField(help_text="How it is found out whether it was done.")
    owers = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="Who owes it, each the whole; empty: all who are responsible.",
    )
    schedule = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Instalments, each a day and an amount or hours; empty: all of it at the due date.",
    )
    status = serializers.CharField()
    status_label = serializers.CharField(source="get_status_display")
    outstanding = serializers.DecimalField(
        source="left",
        max_digits=10,
        decimal_places=2,
        allow_null=True,
        help_text="Still to be paid, or to be worked in hours.",
    )
    payments = PaymentSerializer(many=True)


class AgreementSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    version = serializers.IntegerField()
    state = serializers.CharField()
    state_label = serializers.CharField(source="get_state_display")
    made_at = serializers.DateTimeField()
    signed_at = serializers.DateTimeField(allow_null=True)
    signed_by = serializers.ListField(child=serializers.UUIDField(), help_text="Keys of people of the case.")
    items = ItemSerializer(many=True)


class EventSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    label = serializers.CharField()
    by = serializers.CharField(source="byline")


class StorySerializer(serializers.Serializer):
    results = EventSerializer(many=True)
