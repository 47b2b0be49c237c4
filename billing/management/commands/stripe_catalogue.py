"""Mirror the plans of the code to Stripe: products and prices under lookup keys; says what it did, or would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing import stripe_client
from billing.catalogue import PLANS, Plan, Price


class Command(BaseCommand):
    help = "Make the products and prices that Stripe lacks; again, it makes nothing. --check only says what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 when something is missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            missing = self._mirror(only_check=options["check"])
        except stripe_client.StripeUnreachable as error:
            raise CommandError(f"Stripe cannot be reached ({error.code}). Try again later.") from None
        except stripe_client.StripeRefused as error:
            raise CommandError(f"Stripe refused: {error.code} {error.parameter}".strip()) from None
        if missing and options["check"]:
            raise CommandError(f"{missing} products and prices are not at Stripe yet.")
        self.stdout.write(f"{missing} made." if missing else "Stripe has every product and price.")

    def _mirror(self, *, only_check: bool) -> int:
        products, keys = stripe_client.products(), stripe_client.lookup_keys()
        missing = 0
        for plan in PLANS.values():
            if product_id(plan) not in products:
                missing += 1
                self.stdout.write(f"product {product_id(plan)}")
                if not only_check:
                    make_product(plan)
            for price in plan.prices:
                key = plan.lookup_key(price)
                if key not in keys:
                    missing += 1
                    self.stdout.write(f"price   {key}")
                    if not only_check:
                        make_price(plan, price)
        return missing


def product_id(plan: Plan) -> str:
    """Return the id under which Stripe keeps a version of a plan."""
    return f"amends-{plan.key.replace('.', '-')}"


def make_product(plan: Plan) -> None:
    """Make a version of a plan at Stripe; invoices show its name in English."""
    name = f"Amends {plan.code.replace('-', ' ')}"
    unit = "program" if plan.is_for_network else "subscription"
    stripe_client.make_product(product_id(plan), name=name, unit=unit, key=f"product:{plan.key}")


def make_price(plan: Plan, price: Price) -> None:
    """Make a price at Stripe: one amount, or graduated tiers."""
    key = plan.lookup_key(price)
    params: dict[str, Any] = {
        "product": product_id(plan),
        "currency": price.currency.lower(),
        "recurring": {"interval": str(price.interval)},
        "lookup_key": key,
        # Should a lookup key ever move to another price, this one still says what it was.
        "metadata": {"lookup_key": key},
    }
    if len(price.tiers) == 1:
        params["unit_amount"] = price.tiers[0].each
    else:
        tiers = [{"up_to": tier.up_to or "inf", "unit_amount": tier.each} for tier in price.tiers]
        params |= {"billing_scheme": "tiered", "tiers_mode": "graduated", "tiers": tiers}
    stripe_client.make_price(params, key=f"price:{key}")
