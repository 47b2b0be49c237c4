"""What is asked to write somebody a letter or message."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.forms.fields import FormKeyField, offer_choices, with_blank
from programs.forms.shared_way import offer_shared_reason, shared_reason_field
from programs.forms.step import StepForm
from programs.models import Contact, Session
from programs.models.contact import Channel, Result
from programs.safe_contact import unsafe_ways, written_to
from programs.wording.declared import Wording
from programs.wording.merging import SESSION_PLACEHOLDERS, merged
from programs.wording.offered import offered_to
from programs.wording.own import LONGEST
from programs.wording.standard import CHANNELS, ON_SCREEN

LONGEST_MESSAGE = 480
"""Characters of a text message: what a telephone shows as one."""


class LetterForm(StepForm):
    """A wording, the language and the way; the words are those of the wording until somebody changes them."""

    form_key = FormKeyField()
    wording = forms.ChoiceField(
        label=_("Which letter?"), error_messages={"required": _("Choose which letter it is")}
    )
    written_in = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES, required=False)
    channel = forms.ChoiceField(
        label=_("Which way?"),
        choices=[(each.value, each.label) for each in CHANNELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which way it goes")},
    )
    words = forms.CharField(
        label=_("Words"),
        help_text=_("As they go out. What stands in brackets is for you to fill in."),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=LONGEST,
        required=False,
    )
    reason = shared_reason_field()
    is_safe = forms.BooleanField(
        label=_("I have read it as it goes out, and this way is safe for this person"),
        error_messages={"required": _("Read it once more, and confirm that this way is safe")},
    )

    shown_before = "programs/letter_draft.html"
    button = _("Send or print it")
    read_session: Session | None = None
    """The session of which the draft tells, and which whoever writes has so read."""
    may_look = True

    def prepare(self) -> None:
        self.offered = offered_to(self.facts, self.target)
        names = [(id_, each.name) for id_, each in self.offered.items()]
        offer_choices(self, "wording", with_blank(names))
        self.initial.setdefault("written_in", self.target.language or settings.LANGUAGE_CODE)
        self.fields["words"].marks_optional = False  # type: ignore[attr-defined]
        chosen = self.offered.get(self.initial.get("wording", ""))
        if chosen is None:
            return
        self.title = chosen.name
        if self.initial["written_in"] not in chosen.words:
            self.initial["written_in"] = next(iter(chosen.words))
        for name in ("wording", "written_in"):
            self.fields[name].widget = forms.HiddenInput()
        self._offer_ways(chosen)
        offer_shared_reason(self, *ON_SCREEN)
        if not self.initial.get("words"):
            self.initial["words"] = self._filled_in(chosen, self.initial["written_in"])

    def _offer_ways(self, chosen: Wording) -> None:
        unsafe = unsafe_ways(self.target)
        safe = [way for way in chosen.channels if way not in unsafe]
        offer_choices(self, "channel", [(way, self._way_said(way)) for way in safe])
        if len(safe) == 1:
            self.initial["channel"] = safe[0]
        if not safe:
            self.fields["channel"].help_text = _now(
                "This letter goes by no way that is safe for this person."
            )
        elif len(safe) < len(chosen.channels):
            self.fields["channel"].help_text = _now("Ways that are not safe for this person are left out.")

    def _way_said(self, way: str) -> str:
        """Return a way with where it leads, so that a wrong address is seen before, and a missing one too."""
        label = str(Channel(way).label)
        if way == Channel.IN_PERSON:
            return label
        where = ", ".join(written_to(self.target, way).splitlines())
        if not where and way == Channel.TEXT:
            where = _now("no number that begins with + and the code of the country is known")
        return _now("%(way)s: %(where)s") % {"way": label, "where": where or _now("no address is known")}

    def _filled_in(self, chosen: Wording, language: str) -> str:
        words = chosen.words.get(language) or next(iter(chosen.words.values()))
        if any(f"{{{name}}}" in words for name in SESSION_PLACEHOLDERS):
            self.read_session = self.facts.session_ahead
        return merged(words, self.facts, self.target, sender=self.actor.name, language=language)

    @property
    def paper(self) -> dict[str, Any]:
        """Return what the letter looks like, as the form has it."""
        return {
            "day": self.facts.now,
            "words": self["words"].value() or "",
            "language": self["written_in"].value(),
            "is_paper": self["channel"].value() not in ON_SCREEN,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = self.offered.get(data.get("wording", ""))
        if chosen is None:
            return data
        language = data.get("written_in") or self.initial["written_in"]
        if language not in chosen.words:
            self.add_error(
                "written_in", _now("This letter has no words in that language. Choose another language")
            )
            return data
        if data.get("channel") and data["channel"] not in chosen.channels:
            self.add_error("channel", _now("This letter does not go by that way. Choose another way"))
        data["written_in"] = language
        data["words"] = (data.get("words") or "").strip() or self._filled_in(chosen, language)
        if data.get("channel") == Channel.TEXT and len(data["words"]) > LONGEST_MESSAGE:
            told = _now("A text message has at most %(most)d characters. This has %(count)d: shorten it")
            self.add_error(
                "words", ValidationError(told % {"most": LONGEST_MESSAGE, "count": len(data["words"])})
            )
        return data

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        contact = Contact(
            purpose=self.offered[data["wording"]].purpose,
            channel=data["channel"],
            result=Result.SENT,
            wording=data["wording"],
            language=data["written_in"],
            words=data["words"],
            reason=data["reason"],
        )
        return {"form_key": data["form_key"], "contact": contact}
