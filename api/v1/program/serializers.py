"""What a program says of itself."""

from rest_framework import serializers

from programs.models import Program


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
    words = serializers.SerializerMethodField(help_text="What the program calls the two sides.")

    def get_stages(self, program: Program) -> list[str]:
        return list(program.policy.stages)

    def get_words(self, program: Program) -> dict[str, str]:
        return {role: str(program.word_for(role)) for role in ("victim", "offender")}
