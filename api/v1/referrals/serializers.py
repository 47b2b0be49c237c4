"""A referral as it came, what was amended, and what became of it."""

from rest_framework import serializers

from api.v1.offers import OfferedStepSerializer
from api.v1.people import ColleagueSerializer, PersonSerializer
from programs.models import Referral


class OfficeSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()


class ReferralSourceSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class ReferralRowSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    is_sample = serializers.BooleanField(help_text="Invented, to practise with.")
    state = serializers.CharField()
    state_label = serializers.CharField(source="get_state_display")
    stage = serializers.CharField()
    referrer_class = serializers.CharField()
    referrer_name = serializers.CharField()
    office = OfficeSerializer(allow_null=True)
    source = ReferralSourceSerializer(allow_null=True, help_text="With whom is agreed how they refer.")
    submitted_at = serializers.DateTimeField()
    answer_by = serializers.DateField(allow_null=True, help_text="The day by which an answer was promised.")
    review_by = ColleagueSerializer(allow_null=True, help_text="Who is looking at it.")
    decided_at = serializers.DateTimeField(allow_null=True)


class AmendmentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    text = serializers.CharField()
    reason = serializers.CharField()
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField(source="made_by.name")


class ToldSerializer(serializers.Serializer):
    label = serializers.CharField()
    value = serializers.CharField()


class ReceiptSerializer(serializers.Serializer):
    """What the referrer is told, which is all that they may know."""

    rows = ToldSerializer(many=True)
    is_live = serializers.BooleanField(help_text="Has the platform’s own list of receipts the same?")


class ReferralSerializer(ReferralRowSerializer):
    referrer_email = serializers.CharField()
    referrer_phone = serializers.CharField()
    offences = serializers.SerializerMethodField()
    case_number = serializers.CharField(allow_null=True, help_text="The referrer’s own.")
    summary = serializers.CharField()
    amendments = AmendmentSerializer(many=True)
    decline_reason = serializers.CharField()
    decline_note = serializers.CharField()
    case = serializers.UUIDField(source="case_id", allow_null=True, help_text="The case that it became.")
    receipt = ReceiptSerializer()
    steps = OfferedStepSerializer(many=True)

    def get_offences(self, referral: Referral) -> list[str]:
        return [offence.offence_class for offence in referral.offences.all()]


class ReferralListSerializer(serializers.Serializer):
    results = ReferralRowSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class PeopleSerializer(serializers.Serializer):
    results = PersonSerializer(many=True)


class ReceivedSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    reference = serializers.CharField(help_text="What to say when one asks about the referral.")
    state = serializers.CharField()
    is_sample = serializers.BooleanField()
    submitted_at = serializers.DateTimeField()
