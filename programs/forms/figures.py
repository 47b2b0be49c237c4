"""Which figures are asked for, and what a year cost."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateField
from programs.figures.periods import Period, quarter_of, year
from programs.figures.report import Kind, usual_period
from programs.forms.agreement import money_field, show_currency
from programs.forms.fields import offer_choices
from programs.models import Program

OWN = "own"
QUARTERS = 8
YEARS_AHEAD = 1


def name_of(period: Period) -> str:
    """Return how a period that is offered is called in an address, such as 2026 or 2026-q3."""
    number = period.first.year
    return str(number) if period == year(number) else f"{number}-q{(period.first.month + 2) // 3}"


class ReportForm(forms.Form):
    """A report and its days: a year or a quarter that is offered, or two days."""

    marks_optional = False
    kind = forms.ChoiceField(label=_("Report"), choices=Kind.choices)
    period = forms.ChoiceField(
        label=_("Period"), error_messages={"invalid_choice": _("Choose a period of the list")}
    )
    first = DateField(label=_("From"), required=False)
    last = DateField(label=_("To, the day included"), required=False)

    def __init__(self, data: Any, *, first_year: int, today: date):
        """Offer the years since `first_year` and the latest quarters; without data, what is usual is asked for."""
        kind = data.get("kind") if data else None
        usual = usual_period(Kind(kind) if kind in Kind.values else Kind.FIGURES, today)
        asked = {
            "kind": Kind.FIGURES.value,
            "period": name_of(usual),
            **({} if data is None else data.dict()),
        }
        super().__init__(asked)
        self.today = today
        quarters = [quarter_of(today)]
        while len(quarters) < QUARTERS:
            quarters.append(quarters[-1].before)
        years = [year(number) for number in range(today.year, min(first_year, today.year - 1) - 1, -1)]
        self.offered = {name_of(each): each for each in (*years, *quarters, usual)}
        listed = [(name, each.label) for name, each in self.offered.items()]
        offer_choices(self, "period", [*listed, (OWN, _("Other days, named below"))])

    def clean(self) -> dict[str, Any]:
        """Settle `days`, the period that is asked for."""
        cleaned = super().clean() or {}
        name = cleaned.get("period")
        if name == OWN:
            first, last = cleaned.get("first"), cleaned.get("last")
            if first is None and "first" not in self.errors:
                self.add_error("first", _("Enter the first day"))
            if last is None and "last" not in self.errors:
                self.add_error("last", _("Enter the last day"))
            if first and last:
                if last < first:
                    raise ValidationError({"last": _("The last day is before the first. Change one of them")})
                cleaned["days"] = Period(first, last)
        elif name:
            cleaned["days"] = self.offered[name]
        return cleaned


class CostForm(forms.Form):
    """What a year cost."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    cost = money_field(
        label=_("What the program cost in it"),
        help_text=_("All of it: pay, rooms, travel, training. Leave it empty to take the figure back."),
        required=False,
    )

    def __init__(self, *args: Any, program: Program, first_year: int, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        years = range(today.year, min(first_year, today.year - 1) - 1, -1)
        offer_choices(self, "year", [(str(number), str(number)) for number in years])
        show_currency(self.fields["cost"], program)
