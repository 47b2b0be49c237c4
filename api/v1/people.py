"""The people of a referral or a case, with how it is safe to reach them."""

from typing import Any

from rest_framework import serializers

from programs.models import Participant


class ColleagueSerializer(serializers.Serializer):
    id = serializers.UUIDField(source="pk")
    name = serializers.CharField()


class ConsentSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    form = serializers.CharField()
    language = serializers.CharField()
    given_at = serializers.DateTimeField()


class PersonSerializer(serializers.Serializer):
    """What the referral’s page shows; where somebody lives is for those who work on the case."""

    id = serializers.UUIDField()
    role = serializers.CharField()
    word = serializers.SerializerMethodField(help_text="What the program calls this role.")
    is_party = serializers.BooleanField()
    name = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    language = serializers.CharField()
    contact_note = serializers.CharField(
        help_text="When and how it is safe to reach this person. Read it first."
    )
    unsafe_channels = serializers.ListField(
        child=serializers.CharField(), help_text="Ways that must never be used."
    )
    leave_no_message = serializers.BooleanField()
    safe_days = serializers.ListField(
        child=serializers.IntegerField(), help_text="Weekdays, 0 for Monday; empty: every day."
    )
    safe_from = serializers.TimeField(allow_null=True, help_text="By the program’s clock; null: every hour.")
    safe_until = serializers.TimeField(allow_null=True)
    caller_words = serializers.CharField(allow_null=True, help_text="How a caller names themself.")
    pass_phrase = serializers.CharField(
        allow_null=True, help_text="Ask for it on the telephone before anything else is said."
    )
    never_do = serializers.CharField(allow_null=True, help_text="What must never be done.")

    def get_word(self, person: Participant) -> str:
        return str(self.context["program"].word_for(person.role))


class PersonOfCaseSerializer(PersonSerializer):
    address = serializers.CharField()
    is_organisation = serializers.BooleanField(help_text="Somebody else speaks for it.")
    is_registered = serializers.BooleanField(allow_null=True, help_text="As a victim; null: not known.")
    is_minor = serializers.BooleanField(allow_null=True, help_text="null: not known")
    is_ready = serializers.BooleanField(allow_null=True, help_text="null: not asked yet")
    consents = serializers.SerializerMethodField(help_text="Those that were not withdrawn.")

    def get_consents(self, person: Any) -> list[dict[str, Any]]:
        return ConsentSerializer(person.live_consents, many=True).data  # type: ignore[return-value]
