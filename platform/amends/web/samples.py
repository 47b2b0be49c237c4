"""What the style page shows: invented, and nobody's. English only, for the people who build this."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html

from amends.web.forms import DateField, MoneyInput
from amends.web.sorting import Sorting

TOKENS = {
    "ink": "#22302f",
    "paper": "#fbf8f3",
    "card": "#fffefb",
    "wash": "#f2ede3",
    "line": "#d8d0c2",
    "brand": "#1d4e4a",
    "accent": "#9a4a24",
    "quiet": "#5b6b69",
    "danger": "#a32a22",
}


def is_shown() -> bool:
    """Tell whether this process may show the style page."""
    return bool(settings.DEBUG or getattr(settings, "AMENDS_DEMO", False))


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="Full name",
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Enter a name"},
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="We only use it for this referral.",
        required=False,
        error_messages={"invalid": "Enter an e-mail address such as name@example.org"},
    )
    held_on = DateField(label="When did it happen?", help_text="For example, 3 27 2026.")
    kind = forms.ChoiceField(
        label="What was harmed?",
        choices=[("property", "Property"), ("person", "A person"), ("both", "Both")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was harmed"},
    )
    ways = forms.MultipleChoiceField(
        label="How may we reach you?",
        help_text="Choose all that are safe.",
        choices=[("phone", "Phone"), ("text", "Text message"), ("post", "Post")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stage = forms.ChoiceField(
        label="Stage",
        choices=[("", "Choose"), ("diversion", "Before charge"), ("sentenced", "After sentence")],
        error_messages={"required": "Choose a stage"},
    )
    amount = forms.DecimalField(
        label="Amount to be paid back", widget=MoneyInput(), error_messages={"required": "Enter an amount"}
    )
    letter = forms.FileField(label="Letter of referral", help_text="A PDF or a picture.", required=False)
    account = forms.CharField(
        label="What happened?",
        help_text="A few sentences are enough.",
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what happened"},
    )
    agreed = forms.BooleanField(
        label="The person knows about this referral",
        error_messages={"required": "Confirm that the person knows"},
    )


@dataclass(frozen=True)
class SampleReason:
    """The shape of an unmet guard, as refusals carry it."""

    id: str
    sentence: str
    remedy: str
    source: str
    href: str = ""


def gather(*, now: dt.datetime) -> dict[str, Any]:
    """Return what the style page's template draws."""
    return {
        "tokens": TOKENS,
        "tags": [
            ("Open", ""),
            ("Held", "govuk-tag--green"),
            ("Waiting", "govuk-tag--orange"),
            ("Closed", "govuk-tag--grey"),
        ],
        "reasons": [
            SampleReason(
                "C2",
                "Consent of the harmed person to this meeting is not recorded.",
                "Record consent after talking with them.",
                "Program rule C2, consent before contact",
                "#consent",
            ),
            SampleReason(
                "P1",
                "Neither side has been prepared.",
                "Hold one preparation with each side.",
                "Program rule P1",
            ),
        ],
        "head": ["Reference", "State", "Mediator", {"text": "Restitution", "format": "numeric"}],
        "rows": _list_rows(),
        "summary_rows": [
            ("Reference", "VM-2026-0007"),
            ("Received", "March 27, 2026"),
            {
                "key": "Mediator",
                "value": "Not assigned",
                "actions": {"items": [{"text": "Assign", "href": "#", "visually_hidden_text": "a mediator"}]},
            },
        ],
        "tasks": [
            {"title": "Read the referral", "href": "#", "status": "Completed"},
            {
                "title": "Record consent",
                "href": "#",
                "hint": "Both sides",
                "status": {"tag": {"text": "To do"}},
            },
            {
                "title": "Schedule the meeting",
                "status": {
                    "text": "Cannot start yet",
                    "classes": "govuk-task-list__status--cannot-start-yet",
                },
            },
        ],
        "events": [
            {"label": "Meeting scheduled", "byline": "Ana Ruiz", "at": now, "text": "Both sides were told."},
            {"label": "Consent recorded", "byline": "Ana Ruiz", "at": now - dt.timedelta(days=2), "text": ""},
            {"label": "Referral accepted", "byline": "Jo Hart", "at": now - dt.timedelta(days=9), "text": ""},
        ],
        "navigation": [
            {"text": "Today", "href": "#", "current": True},
            {"text": "Referrals", "href": "#"},
            {"text": "Cases", "href": "#"},
        ],
        "crumbs": [{"text": "Cases", "href": "#"}, {"text": "VM-2026-0007"}],
        "pages": [
            {"number": 1, "href": "#", "current": True},
            {"number": 2, "href": "#"},
            {"number": 3, "href": "#"},
        ],
        "link": {"href": "#"},
        "tabs": [
            {"label": "This month", "id": "this-month", "panel": {"text": "Four meetings were held."}},
            {"label": "This year", "id": "this-year", "panel": {"text": "Thirty-one meetings were held."}},
        ],
        "bars": [
            ("Property damage", 31),
            ("Theft", 24),
            ("Assault", 9),
            {"label": "Threat", "value": None, "text": "fewer than 5"},
        ],
        "columns": [("Jun", 4), ("Jul", 7), ("Aug", 3), ("Sep", 9), ("Oct", 12), ("Nov", 6)],
    }


class SampleFilter(forms.Form):
    """What a list is narrowed by."""

    marks_optional = False
    state = forms.ChoiceField(
        label="State", choices=[("", "All"), ("Preparing", "Preparing"), ("Held", "Held")], required=False
    )


SAMPLE_CASES = [
    ("VM-2026-0007", "Preparing", "Ana Ruiz"),
    ("VM-2026-0006", "Held", "Jo Hart"),
    ("VM-2026-0003", "Held", "Sam Okafor"),
]


def sort_and_filter(request: HttpRequest) -> dict[str, Any]:
    """Return a table that the address narrows and sorts."""
    form = SampleFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    sorting = Sorting(request, {"reference": ("0",), "mediator": ("2",)}, default="-reference")
    column = int(sorting.fields[0].removeprefix("-"))
    rows = sorted(
        (row for row in SAMPLE_CASES if state in ("", row[1])),
        key=lambda row: row[column],
        reverse=sorting.chosen.startswith("-"),
    )
    return {
        "filter": form,
        "sort": request.GET.get("sort", ""),
        "is_narrowed": bool(state),
        "sorted_head": [
            sorting.heading("reference", "Reference"),
            "State",
            sorting.heading("mediator", "Mediator"),
        ],
        "sorted_rows": rows,
    }


def _list_rows() -> list[list[Any]]:
    tag = '<strong class="govuk-tag {}">{}</strong>'
    reference = '<a class="govuk-link" href="#">{}</a>'
    return [
        [
            {"html": format_html(reference, number)},
            {"html": format_html(tag, classes, state)},
            mediator,
            amount,
        ]
        for number, state, classes, mediator, amount in (
            ("VM-2026-0007", "Preparing", "", "Ana Ruiz", "$1,240.00"),
            ("VM-2026-0006", "Held", "govuk-tag--green", "Jo Hart and Sam Okafor", "$85.50"),
            ("VM-2026-0003", "Closed", "govuk-tag--grey", "Ana Ruiz", "$0.00"),
        )
    ]
