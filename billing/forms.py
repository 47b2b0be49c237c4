"""Forms of billing: a plan, who pays, another price, a program to cover, and the calculator of the price page."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from billing import money
from billing.catalogue import CURRENCIES, Interval, Plan, Rate, offered
from billing.models import BillingAccount
from tenants.models import State, Tenant

INTERVALS = (
    (Interval.MONTH.value, _("Each month")),
    (Interval.YEAR.value, _("Each year, for ten months’ price")),
)
MOST_PROGRAMS = 500


def told_price(plan: Plan, currency: str, interval: str, rate: str, quantity: int = 1) -> str:
    """Return a plan's price for a month or a year in words."""
    amount = money.told(plan.price(currency, Interval(interval), Rate(rate)).total(quantity), currency)
    words = _("%(amount)s a month") if interval == Interval.MONTH else _("%(amount)s a year")
    return words % {"amount": amount}


def told_plan(plan: Plan) -> str:
    """Return what a plan is called and holds; languages put a colon differently."""
    return _("%(plan)s: %(holds)s") % {"plan": plan.label, "holds": plan.told}


class CalculatorForm(forms.Form):
    """How many programs a network has, and in which currency the prices are shown."""

    programs = forms.IntegerField(
        label=_("Programs that your network would cover"),
        required=False,
        min_value=1,
        max_value=MOST_PROGRAMS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Write a whole number, such as 40."),
            "min_value": _("Write at least 1."),
            "max_value": _("For more than %(limit_value)s programs, write to us.")
            % {"limit_value": MOST_PROGRAMS},
        },
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=(("USD", _("US dollars")), ("CAD", _("Canadian dollars"))),
    )

    def clean_currency(self) -> str:
        """Return the currency, the first one where none is said."""
        return str(self.cleaned_data["currency"]) or CURRENCIES[0]


class PlanForm(forms.Form):
    """Which plan, and how often it is paid."""

    plan = forms.ChoiceField(
        label=_("Plan"), widget=forms.RadioSelect, error_messages={"required": _("Choose a plan.")}
    )
    interval = forms.ChoiceField(
        label=_("How often do you pay?"), widget=forms.RadioSelect, choices=INTERVALS, initial=Interval.MONTH
    )

    def __init__(
        self, account: BillingAccount, plans: list[Plan], *args: Any, quantity: int = 1, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.plans = {plan.key: plan for plan in plans}
        self.fields["plan"].choices = [  # type: ignore[attr-defined]
            (plan.key, self._told(plan, account, quantity)) for plan in plans
        ]
        if len(plans) == 1:
            self.fields["plan"].initial = plans[0].key

    @staticmethod
    def _told(plan: Plan, account: BillingAccount, quantity: int) -> str:
        prices = [told_price(plan, account.currency, each, account.rate, quantity) for each in Interval]
        return f"{told_plan(plan)}. {_(' or ').join(prices)}"

    def clean_plan(self) -> Plan:
        """Return the plan itself."""
        return self.plans[self.cleaned_data["plan"]]


class SubscribeForm(PlanForm):
    """A plan, and whether it is paid by card or bank now, or by invoice on a purchase order."""

    way = forms.ChoiceField(
        label=_("How do you pay?"),
        widget=forms.RadioSelect,
        initial="card",
        choices=(
            ("card", _("By card or bank debit, now, on Stripe’s page")),
            ("invoice", _("By invoice, within 30 days, with a purchase order’s number")),
        ),
    )
    po_number = forms.CharField(
        label=_("Number of the purchase order"),
        help_text=_("Only if you pay by invoice. It stands on each of them."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )

    def __init__(self, account: BillingAccount, *args: Any, **options: Any) -> None:
        super().__init__(account, *args, **options)
        self.initial.setdefault("po_number", account.po_number)

    def clean(self) -> dict[str, Any]:
        """Ask for the number where an invoice is wanted."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == "invoice" and not cleaned.get("po_number"):
            self.add_error("po_number", _("Write the number of the purchase order, or pay by card."))
        return cleaned


class PayerForm(forms.ModelForm):  # type: ignore[type-arg]
    """How invoices name the payer, and where they go."""

    country = forms.ChoiceField(label=_("Country"), choices=(("US", _("United States")), ("CA", _("Canada"))))
    language = forms.ChoiceField(label=_("Language of invoices"), choices=settings.LANGUAGES)

    class Meta:
        model = BillingAccount
        fields = ("name", "email", "country", "po_number", "language")
        labels = {
            "name": _("Name of the organization"),
            "email": _("E-mail address for invoices"),
            "po_number": _("Number of the purchase order"),
        }
        help_texts = {
            "email": _(
                "Of an office rather than of one person, if you can: it also hears of payments that fail."
            ),
            "po_number": _("If your invoices have to carry one."),
        }
        widgets = {
            "po_number": forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].required = True
        self.fields["email"].error_messages["required"] = _("Write the address at which invoices reach you.")
        if not self.initial.get("language"):
            self.initial["language"] = get_language()


class RateForm(forms.Form):
    """Why another price is right."""

    rate = forms.ChoiceField(
        label=_("Which price do you ask for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the price that you ask for.")},
        choices=(
            (Rate.NONPROFIT.value, _("For nonprofits and public bodies: 40 % less")),
            (Rate.SPONSORED.value, _("Sponsored: nothing, for programs without a budget")),
        ),
    )
    account_of_it = forms.CharField(
        label=_("What should we know?"),
        help_text=_(
            "For example your registration as a nonprofit, and your budget for the year. Nothing about anybody in a"
            " case."
        ),
        max_length=2000,
        error_messages={"required": _("Write in a sentence or two why that price is right.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerRateForm(forms.Form):
    """What the operator answers."""

    granted = forms.TypedChoiceField(
        label=_("Is it granted?"),
        widget=forms.RadioSelect,
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda value: value == "yes",
    )
    answer = forms.CharField(
        label=_("What we write to them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where the answer is no."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("granted") is False and not cleaned.get("answer"):
            self.add_error("answer", _("Say why not, and what would help."))
        return cleaned


MOST_DAYS = 400


class GrantForm(forms.Form):
    """For how long a program is covered without payment, with which plan, and why."""

    plan = forms.ChoiceField(
        label=_("Plan"), widget=forms.RadioSelect, error_messages={"required": _("Choose a plan.")}
    )
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("The last day that is covered."),
        error_messages={"required": _("Choose the last day that is covered.")},
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        widget=forms.RadioSelect,
        choices=(
            ("way_back", _("It was archived and comes back, to subscribe itself")),
            ("payment_on_its_way", _("A payment is on its way, such as a county’s")),
            ("no_budget", _("It has no budget now")),
            ("our_mistake", _("A mistake of ours")),
        ),
        error_messages={"required": _("Choose why the program is covered without payment.")},
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        plans = offered(is_for_network=False)
        self.fields["plan"].choices = [(plan.key, told_plan(plan)) for plan in plans]  # type: ignore[attr-defined]

    def clean_until(self) -> dt.date:
        """Return the last day; it lies ahead, within the time that anybody can oversee."""
        until: dt.date = self.cleaned_data["until"]
        if until <= self.today:
            raise ValidationError(_("Choose a day after today."))
        if until > self.today + dt.timedelta(days=MOST_DAYS):
            raise ValidationError(_("Choose a day within %(days)s days.") % {"days": MOST_DAYS})
        return until


class OfferForm(forms.Form):
    """The program to be covered, by its address."""

    address = forms.CharField(
        label=_("Address of the program on Amends"),
        help_text=_("As it stands in its letters, such as grace.amends.example."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )

    def clean_address(self) -> Tenant:
        """Return the program that has this address."""
        typed = str(self.cleaned_data["address"]).strip().lower()
        try:
            host = urlsplit(typed if "//" in typed else f"//{typed}").hostname or ""
        except ValueError:
            # Brackets that no address has.
            host = ""
        whole = host if "." in host else f"{host}.{settings.AMENDS_DOMAIN}"
        served = Tenant.objects.exclude(state__in=(State.PENDING, State.ARCHIVED, State.ERASED))
        tenant = served.filter(domains__domain=whole).first()
        if tenant is None:
            raise ValidationError(
                _("No program has this address. Look at the address of its pages, or ask the program.")
            )
        return tenant
