"""The public page of prices, with a calculator for networks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing import money
from billing.catalogue import CURRENCIES, TRIAL_DAYS, Interval, Plan, Rate, offered
from billing.forms import CalculatorForm


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what programs and networks pay, and what so many programs would cost."""
    form = CalculatorForm(request.GET if "programs" in request.GET or "currency" in request.GET else None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    currency = asked.get("currency") or CURRENCIES[0]
    network = offered(is_for_network=True)[0]
    context = {
        "form": form,
        "plans": [_shown(plan, currency) for plan in offered(is_for_network=False)],
        "tiers": _tiers(network, currency),
        "programs": asked.get("programs"),
        "sums": _sums(network, currency, asked["programs"]) if asked.get("programs") else [],
        "days": TRIAL_DAYS,
    }
    return render(request, "billing/pricing.html", context)


def _shown(plan: Plan, currency: str) -> dict[str, Any]:
    def price(interval: Interval, rate: Rate) -> str:
        return money.told(plan.price(currency, interval, rate).total(1), currency)

    return {
        "label": plan.label,
        "told": plan.told,
        "month": price(Interval.MONTH, Rate.STANDARD),
        "year": price(Interval.YEAR, Rate.STANDARD),
        "nonprofit": price(Interval.MONTH, Rate.NONPROFIT),
    }


def _tiers(plan: Plan, currency: str) -> list[dict[str, Any]]:
    rows, first = [], 1
    for tier in plan.price(currency, Interval.MONTH).tiers:
        rows.append({"first": first, "last": tier.up_to, "each": money.told(tier.each, currency)})
        first = (tier.up_to or 0) + 1
    return rows


def _sums(plan: Plan, currency: str, programs: int) -> list[dict[str, Any]]:
    found = []
    for rate in (Rate.STANDARD, Rate.NONPROFIT):
        month = plan.price(currency, Interval.MONTH, rate).total(programs)
        year = plan.price(currency, Interval.YEAR, rate).total(programs)
        found.append(
            {
                "is_nonprofit": rate == Rate.NONPROFIT,
                "month": money.told(month, currency),
                "year": money.told(year, currency),
                "each": money.told(round(month / programs), currency),
            }
        )
    return found
