"""The plans, as code: prices in the currency's smallest unit, and what each plan holds.

Programs pay by the number of cases that are open, in bands, and never by people: a program of two hundred and fifty
volunteers may have a budget for two desks. Networks pay by the number of programs that they cover, each price holding
for the programs of its band (graduated). A change of price or content is a new version; who subscribed to an older one
keeps it until they change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CURRENCIES = ("USD", "CAD")
TRIAL_DAYS = 30


class Interval(StrEnum):
    """How often a plan is paid."""

    MONTH = "month"
    YEAR = "year"


class Rate(StrEnum):
    """Which price of a plan somebody pays; the second and third by request and approval."""

    STANDARD = "standard"
    NONPROFIT = "nonprofit"
    SPONSORED = "sponsored"


class Feature(StrEnum):
    """What a plan can hold beyond case work, which every plan holds whole."""

    API = "api"
    WEBHOOKS = "webhooks"
    SIGN_ON = "sign_on"
    NETWORK_FIGURES = "network_figures"


@dataclass(frozen=True)
class Tier:
    """`each` is the price of one program and interval, up to the `up_to`th; None: of all further ones."""

    up_to: int | None
    each: int


@dataclass(frozen=True)
class Price:
    """What a plan costs in one currency, interval and rate: a flat amount, or tiers by quantity."""

    currency: str
    interval: Interval
    rate: Rate
    tiers: tuple[Tier, ...]

    def total(self, quantity: int) -> int:
        """Return the amount for so many, in the currency's smallest unit; each tier's price for its own part."""
        amount, done = 0, 0
        for tier in self.tiers:
            last = quantity if tier.up_to is None else min(quantity, tier.up_to)
            amount += max(last - done, 0) * tier.each
            done = max(done, last)
        return amount


@dataclass(frozen=True)
class Plan:
    """One version of a plan; `active_cases` None is without limit."""

    code: str
    version: int
    label: Promise
    told: Promise
    is_for_network: bool
    active_cases: int | None
    prices: tuple[Price, ...]
    features: frozenset[Feature] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    is_offered: bool = True

    @property
    def key(self) -> str:
        """Return how this version is named everywhere, as in `program-small.1`."""
        return f"{self.code}.{self.version}"

    def price(self, currency: str, interval: Interval, rate: Rate = Rate.STANDARD) -> Price:
        """Return a price; raise LookupError when there is none in that currency."""
        for each in self.prices:
            if (each.currency, each.interval, each.rate) == (currency, interval, rate):
                return each
        raise LookupError(f"{self.key} has no price in {currency} for a {interval} at the rate {rate}.")

    def lookup_key(self, price: Price) -> str:
        """Return the key under which Stripe knows a price of this version."""
        return f"{self.key}:{price.rate}:{price.interval}:{price.currency.lower()}"


def _prices(monthly: Mapping[str, tuple[tuple[int | None, int], ...]]) -> tuple[Price, ...]:
    """Return the prices of a plan from the monthly ones: a year is ten months, nonprofits pay 60 %, sponsored 0."""
    shares = {Rate.STANDARD: 100, Rate.NONPROFIT: 60, Rate.SPONSORED: 0}
    months = {Interval.MONTH: 1, Interval.YEAR: 10}
    return tuple(
        Price(currency, interval, rate, tuple(Tier(to, each * count * share // 100) for to, each in tiers))
        for currency, tiers in monthly.items()
        for interval, count in months.items()
        for rate, share in shares.items()
    )


def _flat(usd: int, cad: int) -> tuple[Price, ...]:
    return _prices({"USD": ((None, usd),), "CAD": ((None, cad),)})


PLANS: dict[str, Plan] = {
    plan.key: plan
    for plan in (
        Plan(
            "program-small", 1, _("Small"), _("Up to 25 open cases"), False, 25, _flat(2_900, 3_900)
        ),
        Plan(
            "program-medium", 1, _("Medium"), _("Up to 100 open cases"), False, 100, _flat(7_900, 10_900),
            frozenset({Feature.API, Feature.WEBHOOKS}),
        ),
        Plan(
            "program-large", 1, _("Large"), _("Any number of open cases"), False, None,
            _flat(15_900, 21_900), frozenset({Feature.API, Feature.WEBHOOKS, Feature.SIGN_ON}),
        ),
        Plan(
            "network", 1, _("Network"), _("Every program that the network covers, with any number of open cases"),
            True, None,
            _prices({
                "USD": ((10, 5_900), (40, 4_900), (None, 3_900)),
                "CAD": ((10, 7_900), (40, 6_900), (None, 5_500)),
            }),
            frozenset(Feature),
        ),
    )
}  # fmt: skip

TRIAL_PLAN = PLANS["program-large.1"]
"""What a trial holds: everything, so that nobody has to guess."""


def plan_of(key: str) -> Plan:
    """Return a version of a plan by its key; raise KeyError."""
    return PLANS[key]


def offered(*, is_for_network: bool) -> list[Plan]:
    """Return the plans that can be subscribed to now."""
    return [each for each in PLANS.values() if each.is_offered and each.is_for_network == is_for_network]


def price_of(lookup_key: str) -> tuple[Plan, Price]:
    """Return what a lookup key of ours names; raise KeyError for any other."""
    return _BY_LOOKUP[lookup_key]


_BY_LOOKUP = {plan.lookup_key(price): (plan, price) for plan in PLANS.values() for price in plan.prices}
