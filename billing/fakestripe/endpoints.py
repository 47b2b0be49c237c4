"""The calls that we make, each with the declaration of its parameters in stripe-python."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import stripe.params as declared
import stripe.params.billing_portal as declared_portal
import stripe.params.checkout as declared_checkout
import stripe.params.test_helpers as declared_clock

from billing.fakestripe import checkout, clockwork, invoices, paying, shapes, subscriptions
from billing.fakestripe.parameters import Unfit
from billing.fakestripe.world import Thing, World, listed

Said = dict[str, Any]
NEAREST_TRIAL_END = 48 * 3600
CHECKOUT_LIVES = 24 * 3600


@dataclass(frozen=True)
class Endpoint:
    """One call: its method, its path as a pattern, what it may be told, and what it does."""

    method: str
    path: re.Pattern[str]
    declared: Any
    run: Callable[..., Thing]


ENDPOINTS: list[Endpoint] = []


def _on(method: str, path: str, kind: Any) -> Callable[[Callable[..., Thing]], Callable[..., Thing]]:
    def register(run: Callable[..., Thing]) -> Callable[..., Thing]:
        pattern = re.compile("/v1/" + re.sub(r"\{\}", "([^/]+)", path))
        ENDPOINTS.append(Endpoint(method, pattern, kind, run))
        return run

    return register


# Customers and their cards


@_on("POST", "customers", declared.CustomerCreateParams)
def make_customer(world: World, said: Said) -> Thing:
    customer = world.add("customer", shapes.customer(said))
    world.emit("customer.created", customer)
    return customer


@_on("GET", "customers/{}", declared.CustomerRetrieveParams)
def get_customer(world: World, said: Said, key: str) -> Thing:
    return world.get("customer", key)


@_on("POST", "customers/{}", declared.CustomerUpdateParams)
def update_customer(world: World, said: Said, key: str) -> Thing:
    customer = world.get("customer", key)
    for name in ("name", "email", "preferred_locales", "tax_exempt", "metadata", "address", "phone"):
        if name in said:
            customer[name] = said[name]
    settings = said.get("invoice_settings") or {}
    if "custom_fields" in settings:
        customer["invoice_settings"]["custom_fields"] = settings["custom_fields"] or None
    if method := settings.get("default_payment_method"):
        customer["invoice_settings"]["default_payment_method"] = world.get("payment_method", method)["id"]
    world.emit("customer.updated", customer)
    return customer


@_on("POST", "payment_methods/{}/attach", declared.PaymentMethodAttachParams)
def attach(world: World, said: Said, key: str) -> Thing:
    card = paying.TOKENS.get(key)
    if card is None:
        raise Unfit(f"No such PaymentMethod: '{key}'", code="resource_missing", parameter="payment_method")
    return paying.keep_card(world, world.get("customer", said["customer"]), card)


# The catalogue


@_on("POST", "products", declared.ProductCreateParams)
def make_product(world: World, said: Said) -> Thing:
    if said.get("id") in world.things["product"]:
        raise Unfit("Product already exists.", code="resource_already_exists", parameter="id")
    return world.add("product", shapes.product(said))


@_on("GET", "products", declared.ProductListParams)
def list_products(world: World, said: Said) -> Thing:
    return _page(list(world.things["product"].values()), said, "/v1/products")


@_on("POST", "prices", declared.PriceCreateParams)
def make_price(world: World, said: Said) -> Thing:
    world.get("product", said["product"])
    holder = next(iter(_with_lookup(world, [said.get("lookup_key")])), None)
    if holder and not said.get("transfer_lookup_key"):
        words = "A price already uses that lookup key."
        raise Unfit(words, code="resource_already_exists", parameter="lookup_key")
    if holder:
        holder["lookup_key"] = None
    return world.add("price", shapes.price(said))


@_on("GET", "prices", declared.PriceListParams)
def list_prices(world: World, said: Said) -> Thing:
    keys = said.get("lookup_keys")
    rows = _with_lookup(world, keys) if keys else list(world.things["price"].values())
    if "active" in said:
        rows = [each for each in rows if each["active"] == said["active"]]
    return _page(rows, said, "/v1/prices")


def without_tiers(price: Thing) -> Thing:
    """Return a price as it is shown to who does not ask for its tiers."""
    return {name: value for name, value in price.items() if name != "tiers"}


def _with_lookup(world: World, keys: list[str | None]) -> list[Thing]:
    return [
        each for each in world.things["price"].values() if each["lookup_key"] and each["lookup_key"] in keys
    ]


@_on("POST", "coupons", declared.CouponCreateParams)
def make_coupon(world: World, said: Said) -> Thing:
    blank: Said = {
        "amount_off": None,
        "percent_off": None,
        "duration": "once",
        "valid": True,
        "metadata": {},
        "name": None,
    }
    return world.add("coupon", blank | said | {"id": said.get("id") or secrets.token_hex(4)})


@_on("POST", "promotion_codes", declared.PromotionCodeCreateParams)
def make_promotion_code(world: World, said: Said) -> Thing:
    coupon = world.get("coupon", said["promotion"]["coupon"])
    code = said.get("code") or secrets.token_hex(4).upper()
    return world.add(
        "promotion_code",
        {
            "active": True,
            "code": code,
            "metadata": {},
            "promotion": {"coupon": coupon["id"], "type": "coupon"},
        },
    )


# Subscriptions


@_on("POST", "subscriptions", declared.SubscriptionCreateParams)
def make_subscription(world: World, said: Said) -> Thing:
    customer = world.get("customer", said["customer"])
    if said.get("collection_method") == "send_invoice":
        if "days_until_due" not in said:
            raise Unfit("You must pass in `days_until_due` for send_invoice.", parameter="days_until_due")
    elif not (_has_card(customer, said) or said.get("trial_end") or said.get("trial_period_days")):
        raise Unfit(
            "This customer has no attached payment source or default payment method.", code="resource_missing"
        )
    price = _price(world, said["items"][0]["price"])
    return subscriptions.begin(world, said, price, said["items"][0].get("quantity", 1), _coupon(world, said))


def _has_card(customer: Thing, said: Said) -> bool:
    return bool(customer["invoice_settings"]["default_payment_method"] or said.get("default_payment_method"))


def _coupon(world: World, said: Said) -> Thing | None:
    discount = (said.get("discounts") or [{}])[0]
    if code := discount.get("promotion_code"):
        return world.get("coupon", world.get("promotion_code", code)["promotion"]["coupon"])
    return world.get("coupon", discount["coupon"]) if discount.get("coupon") else None


def _price(world: World, key: str) -> Thing:
    try:
        return world.get("price", key)
    except LookupError:
        raise Unfit(f"No such price: '{key}'", code="resource_missing", parameter="items[0][price]") from None


@_on("GET", "subscriptions", declared.SubscriptionListParams)
def list_subscriptions(world: World, said: Said) -> Thing:
    rows = (
        world.of("subscription", said["customer"])
        if "customer" in said
        else list(world.things["subscription"].values())
    )
    status = said.get("status")
    if status != "all":
        rows = [
            each
            for each in rows
            if each["status"] == status or (status is None and each["status"] != "canceled")
        ]
    return _page(rows, said, "/v1/subscriptions")


@_on("GET", "subscriptions/{}", declared.SubscriptionRetrieveParams)
def get_subscription(world: World, said: Said, key: str) -> Thing:
    return world.get("subscription", key)


@_on("POST", "subscriptions/{}", declared.SubscriptionUpdateParams)
def update_subscription(world: World, said: Said, key: str) -> Thing:
    return subscriptions.change(world, world.get("subscription", key), said, _wanted_price(world, said))


def _wanted_price(world: World, said: Said) -> Thing | None:
    wanted = (said.get("items") or [{}])[0].get("price")
    return _price(world, wanted) if wanted else None


@_on("DELETE", "subscriptions/{}", declared.SubscriptionCancelParams)
def cancel_subscription(world: World, said: Said, key: str) -> Thing:
    subscription = world.get("subscription", key)
    paying.end(world, subscription, "cancellation_requested")
    return subscription


# Invoices


@_on("GET", "invoices", declared.InvoiceListParams)
def list_invoices(world: World, said: Said) -> Thing:
    rows = (
        world.of("invoice", said["customer"])
        if "customer" in said
        else list(world.things["invoice"].values())
    )
    for name, field in (("status", "status"), ("subscription", "_subscription")):
        if name in said:
            rows = [each for each in rows if each[field] == said[name]]
    return _page(rows, said, "/v1/invoices")


@_on("POST", "invoices/create_preview", declared.InvoiceCreatePreviewParams)
def preview_invoice(world: World, said: Said) -> Thing:
    price = _wanted_price(world, said.get("subscription_details") or {})
    return subscriptions.preview(world, world.get("subscription", said["subscription"]), said, price)


@_on("GET", "invoices/{}", declared.InvoiceRetrieveParams)
def get_invoice(world: World, said: Said, key: str) -> Thing:
    return world.get("invoice", key)


@_on("POST", "invoices/{}/finalize", declared.InvoiceFinalizeInvoiceParams)
def finalize_invoice(world: World, said: Said, key: str) -> Thing:
    invoice = world.get("invoice", key)
    if invoice["status"] != "draft":
        raise Unfit("This invoice is already finalized.", code="invoice_not_editable")
    invoices.finalize(world, invoice)
    return invoice


@_on("POST", "invoices/{}/pay", declared.InvoicePayParams)
def pay_invoice(world: World, said: Said, key: str) -> Thing:
    invoice = world.get("invoice", key)
    if invoice["status"] != "open":
        raise Unfit("Invoice is not open.", code="invoice_not_open")
    if said.get("paid_out_of_band"):
        paying.settle(world, invoice, out_of_band=True)
    elif why := paying.attempt(world, invoice):
        raise Declined(why)
    return invoice


class Declined(Exception):
    """A card said no; `args[0]` is why."""


@_on("POST", "invoices/{}/void", declared.InvoiceVoidInvoiceParams)
def void_invoice(world: World, said: Said, key: str) -> Thing:
    invoice = world.get("invoice", key)
    invoices.void(world, invoice)
    return invoice


# Pages for payers


@_on("POST", "checkout/sessions", declared_checkout.SessionCreateParams)
def start_checkout(world: World, said: Said) -> Thing:
    world.get("customer", said["customer"])
    for each in said["line_items"]:
        _price(world, each["price"])
    end = said.get("subscription_data", {}).get("trial_end")
    if end is not None and end < world.now + NEAREST_TRIAL_END:
        words = "The `trial_end` date has to be at least 2 days in the future."
        raise Unfit(words, parameter="subscription_data[trial_end]")
    if (
        said.get("tax_id_collection", {}).get("enabled")
        and said.get("customer_update", {}).get("name") != "auto"
    ):
        words = "Tax ID collection requires updating business name on the customer."
        raise Unfit(words, parameter="tax_id_collection")
    key = world.new_id("checkout.session")
    return world.add(
        "checkout.session",
        {
            "id": key,
            "cancel_url": said.get("cancel_url"),
            "client_reference_id": said.get("client_reference_id"),
            "customer": said["customer"],
            "expires_at": world.now + CHECKOUT_LIVES,
            "locale": said.get("locale"),
            "metadata": said.get("metadata") or {},
            "mode": said["mode"],
            "payment_status": "unpaid",
            "status": "open",
            "subscription": None,
            "success_url": said.get("success_url"),
            "url": f"{world.url}/c/{key}",
            "_said": said,
        },
    )


@_on("GET", "checkout/sessions/{}", declared_checkout.SessionRetrieveParams)
def get_checkout(world: World, said: Said, key: str) -> Thing:
    return world.get("checkout.session", key)


_on("GET", "checkout/sessions", declared_checkout.SessionListParams)(checkout.list_sessions)
_on("POST", "checkout/sessions/{}/expire", declared_checkout.SessionExpireParams)(checkout.expire)


@_on("POST", "billing_portal/sessions", declared_portal.SessionCreateParams)
def start_portal(world: World, said: Said) -> Thing:
    world.get("customer", said["customer"])
    key = world.new_id("billing_portal.session")
    page = {
        "id": key,
        "configuration": "bpc_1",
        "customer": said["customer"],
        "flow": None,
        "locale": said.get("locale"),
    }
    page |= {"on_behalf_of": None, "return_url": said.get("return_url"), "url": f"{world.url}/p/{key}"}
    return world.add("billing_portal.session", page)


# Events, and the clock


@_on("GET", "events", declared.EventListParams)
def list_events(world: World, said: Said) -> Thing:
    return _page(list(world.things["event"].values()), said, "/v1/events")


@_on("GET", "events/{}", declared.EventRetrieveParams)
def get_event(world: World, said: Said, key: str) -> Thing:
    return world.get("event", key)


@_on("POST", "test_helpers/test_clocks/{}/advance", declared_clock.TestClockAdvanceParams)
def advance(world: World, said: Said, key: str) -> Thing:
    clockwork.advance(world, said["frozen_time"])
    return get_clock(world, {}, key)


@_on("GET", "test_helpers/test_clocks/{}", declared_clock.TestClockRetrieveParams)
def get_clock(world: World, said: Said, key: str) -> Thing:
    """Return the one clock that there is, whatever it is called."""
    clock = {
        "id": key,
        "object": "test_helpers.test_clock",
        "created": world.now,
        "deletes_after": world.now + 30 * 86_400,
    }
    clock |= {"frozen_time": world.now, "livemode": False, "name": None}
    return clock | {"status": "ready", "status_details": {}}


def _page(rows: list[Thing], said: Said, url: str) -> Thing:
    """Return a page of objects, newest first, as `limit`, `starting_after` and `ending_before` ask."""
    rows = [*reversed(rows)]
    keys = [each["id"] for each in rows]
    limit = said.get("limit", 10)
    if not 1 <= limit <= 100:  # noqa: PLR2004 - Stripe's
        raise Unfit("Invalid integer: limit must be between 1 and 100", parameter="limit")
    if "ending_before" in said:
        rows = rows[: keys.index(said["ending_before"])][-limit:]
        return listed(rows, url, has_more=len(rows) == limit)
    first = keys.index(said["starting_after"]) + 1 if said.get("starting_after") in keys else 0
    return listed(rows[first : first + limit], url, has_more=len(rows) > first + limit)
