"""What a step asks, and what came of it."""

from rest_framework import serializers

from api.v1.offers import UnmetSerializer


class ChoiceSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()


class QuestionSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    help = serializers.CharField()
    required = serializers.BooleanField()
    choices = ChoiceSerializer(
        many=True, help_text="What can be chosen just now; empty when it is not a choice."
    )


class AskedSerializer(serializers.Serializer):
    step = serializers.CharField()
    label = serializers.CharField()
    unmet = UnmetSerializer(many=True, help_text="What has to happen first; empty when it can be taken now.")
    questions = QuestionSerializer(many=True)


class RowSerializer(serializers.Serializer):
    type = serializers.CharField()
    id = serializers.UUIDField()


class SubjectSerializer(RowSerializer):
    reference = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()


class TakenSerializer(serializers.Serializer):
    step = serializers.CharField()
    done = serializers.CharField(help_text="What the page tells when it is done.")
    subject = SubjectSerializer(help_text="The case or referral, as it is now.")
    made = RowSerializer(allow_null=True, help_text="The row that came of it, if it made or changed one.")


class AskedDetailsSerializer(AskedSerializer):
    answers = serializers.DictField(
        help_text="What was answered, by the names of the questions; what was not is left out."
    )


class ToDoSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="What to send as `item`.")
    text = serializers.CharField()
    role = serializers.CharField(help_text="Whose it is; empty: anybody's who works on the case.")
    due_on = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()
    is_required = serializers.BooleanField(help_text="Does the case stay where it is until this is done?")
    may_be_ticked = serializers.BooleanField(help_text="A reminder goes by itself.")
    done_at = serializers.DateTimeField(allow_null=True)


class AskedItemsSerializer(AskedSerializer):
    to_do = ToDoSerializer(many=True)
