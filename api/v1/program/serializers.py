"""What a program says of itself."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs.models import Program, ReferralSource
from programs.policy.catalogue import SETTINGS
from programs.policy.versions import stored, values_of


class SourceSerializer(serializers.Serializer):
    id = serializers.UUIDField(help_text="What to send as `source` with a referral.")
    name = serializers.CharField()
    referrer_class = serializers.CharField(source="kind")
    asks_for = serializers.ListField(
        child=serializers.CharField(), help_text="What each of its referrals has to hold beyond the rest."
    )


class ProgramSerializer(serializers.Serializer):
    name = serializers.CharField()
    type = serializers.CharField()
    premise = serializers.CharField()
    place = serializers.CharField()
    telephone = serializers.CharField(source="public_telephone")
    time_zone = serializers.CharField(help_text="Times of this API are in this zone, with their offset.")
    currency = serializers.CharField()
    is_open = serializers.BooleanField(help_text="Whether real people may be referred.")
    stages = serializers.SerializerMethodField(help_text="Stages at which a matter may be referred.")
    sources = serializers.SerializerMethodField(
        help_text="Courts, agencies and others with whom is agreed how they refer."
    )
    words = serializers.SerializerMethodField(help_text="What the program calls the two sides.")

    def get_stages(self, program: Program) -> list[str]:
        return list(program.policy.stages)

    @extend_schema_field(SourceSerializer(many=True))
    def get_sources(self, program: Program) -> Any:
        sources = ReferralSource.objects.open_to(program.policy.referrers)
        return SourceSerializer(sources, many=True).data

    def get_words(self, program: Program) -> dict[str, str]:
        return {role: str(program.word_for(role)) for role in ("victim", "offender")}


class SettingSerializer(serializers.Serializer):
    id = serializers.CharField()
    label = serializers.CharField()
    value = serializers.JSONField(
        help_text="As the policy has it: true or false, a word, a list, a number or a table."
    )
    said = serializers.CharField(help_text="The value in words, in the language that was asked for.")


class PolicySerializer(serializers.Serializer):
    version = serializers.IntegerField(
        source="current_policy.number", default=None, help_text="Cases keep the version that they began with."
    )
    published_at = serializers.DateTimeField(source="current_policy.published_at", default=None)
    settings = serializers.SerializerMethodField()

    @extend_schema_field(SettingSerializer(many=True))
    def get_settings(self, program: Program) -> list[dict[str, Any]]:
        values = values_of(program.policy)
        kept = stored(values)
        return [
            {
                "id": name,
                "label": str(setting.label),
                "value": kept[name],
                "said": setting.kind.say(values[name]),
            }
            for name, setting in SETTINGS.items()
        ]
