"""Documents with a referral form: what is asked, and what is said about one that is not taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from programs.actions.files import LARGEST, MOST_FILES

MEGABYTES = LARGEST // 1_000_000
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.odt,.txt"

REFUSALS = {
    "kind": _("it is none of the kinds that we take. Save it as PDF and add that."),
    "heic": _("we cannot read this kind of photo. Save it as JPEG and add that."),
    "empty": _("it is empty. Look whether it is the right one."),
    "large": _("it is larger than %(megabytes)s MB. Make it smaller, or split it."),
    "broken": _("it is damaged and cannot be read. Save it once more, or as PDF, and add that."),
    "locked": _("it is locked with a password. Save it without one and add that."),
    "active": _(
        "it holds a program or parts from elsewhere. Save it as PDF or print it to PDF, and add that."
    ),
    "embedded": _("there are other files inside it. Add each of them by itself."),
    "huge": _("unpacked it is too large. Make the picture or document smaller."),
    "slow": _("it could not be read in time. Save it as PDF, or make it smaller."),
    "away": _(
        "the virus scanner does not answer, so nobody could open it. The file itself may be right: try again later."
    ),
    "virus": _("the virus scanner does not let it pass. Do not open it; have your computer looked at."),
    "many": _("a referral can have %(most)s documents at most. Take another one off first."),
}
"""Why a file was not taken and what to do, after its name; by `Unfit.reason`, and "many"."""


class AttachmentsForm(forms.Form):
    """The box for documents; bound only to say which were not taken."""

    documents = forms.FileField(
        label=_("Add documents"),
        help_text=_(
            "PDF, photos (JPEG, PNG, WebP), Word (docx), OpenDocument (odt) or plain text. At most %(most)s documents "
            "of %(megabytes)s MB each. We take out hidden details, such as where a photo was taken."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        required=False,
    )

    def __init__(self, refused: list[str] | None = None):
        super().__init__({} if refused else None)
        field: Any = self.fields["documents"]
        field.widget.allow_multiple_selected = True
        field.help_text = field.help_text % {"most": MOST_FILES, "megabytes": MEGABYTES}
        if refused:
            self.full_clean()
            self.add_error("documents", " ".join(refused))


def refusal(name: str, reason: str, *, megabytes: int = MEGABYTES) -> str:
    """Return which file was not taken, why, and what to do."""
    told = str(REFUSALS[reason]) % {"megabytes": megabytes, "most": MOST_FILES}
    return _now("“%(name)s” was not added: %(reason)s") % {"name": name, "reason": told}


def gone(count: int) -> str:
    """Return that documents are not there any more which the page had shown."""
    said = ngettext(
        "%(count)s document that you had added is not here any more. Add it again, or send without it.",
        "%(count)s documents that you had added are not here any more. Add them again, or send without them.",
        count,
    )
    return said % {"count": count}
