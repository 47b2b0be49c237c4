"""What somebody lets the program pass on."""

from rest_framework import serializers


class ReleaseSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    recipient_kind = serializers.CharField()
    recipient = serializers.CharField()
    what = serializers.ListField(child=serializers.CharField())
    purpose = serializers.CharField()
    form = serializers.CharField(help_text="How it was signed.")
    given_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    is_live = serializers.BooleanField(help_text="Does it count now?")


class ReleasesSerializer(serializers.Serializer):
    results = ReleaseSerializer(many=True)
