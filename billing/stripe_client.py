"""Stripe behind one module, the only one that imports `stripe`: plain arguments in, `billing.seen` out.

Every write takes an idempotency key that its caller makes from ids of ours, so that a press that is repeated, a
retry of the library and a job that runs again are one write. Errors are two: StripeUnreachable (try again later)
and StripeRefused (nobody needs to try again); neither carries Stripe's words, which can quote what a payer typed.

The fields follow the API version that stripe-python of our lock speaks: `current_period_end` is the item's, an
invoice names its subscription in `parent`. Source: the annotations of the installed package.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import stripe
from django.conf import settings

from billing.reading import event_seen, invoice_seen, line_seen, subscription_seen
from billing.seen import Look, SeenEvent, SeenInvoice, SeenPreview, SeenSubscription

API_VERSION = "2026-10-28.endive"
"""Pinned: a release of the library that speaks another one fails a test, and is looked at first."""

# Somebody waits for a page meanwhile: with the retry it is there within half a minute, whatever Stripe does.
CONNECT_SECONDS, ANSWER_SECONDS = 3, 10
RETRIES = 1
# Stripe takes no `trial_end` that is nearer.
NEAREST_TRIAL_END = timedelta(hours=48)
# Stripe's own: how old a signature may be.
TOLERANCE_SECONDS = 300
MOST_INVOICES = 100
PO_FIELD = "PO number"


class StripeUnreachable(Exception):
    """Stripe cannot be asked now, or could not answer: later it will. `code` is a word of ours or of Stripe's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class StripeRefused(Exception):
    """Stripe says no, and will say it again. `code` is Stripe's, such as `resource_missing` or `card_declined`."""

    def __init__(self, code: str, parameter: str = "") -> None:
        super().__init__(code)
        self.code, self.parameter = code, parameter


class NotStripes(Exception):
    """A message that claims to be Stripe's and is not, or is too old to be believed."""


P = ParamSpec("P")
R = TypeVar("R")


def _plainly(ask: Callable[P, R]) -> Callable[P, R]:
    """Turn Stripe's errors into ours; what they say is left behind with them."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        failure: Exception
        try:
            return ask(*args, **kwargs)
        except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
            failure = StripeUnreachable(error.code or type(error).__name__)
        except stripe.StripeError as error:
            failure = StripeRefused(
                error.code or type(error).__name__, str(getattr(error, "param", None) or "")
            )
        # Not in a handler, so that no traceback holds Stripe's message as its context.
        raise failure

    return asked


def is_on() -> bool:
    """Return whether this installation has a Stripe account to ask."""
    return bool(settings.STRIPE_KEY)


# Payers


@_plainly
def make_customer(
    *, account_id: UUID, name: str, email: str, language: str, tax_exempt: str, po_number: str, key: str
) -> str:
    """Make a payer's customer and return its id; the only thing of ours that it knows is the account's id."""
    params = _payer(name, email, language, tax_exempt, po_number) | {"metadata": {"account": str(account_id)}}
    return str(_client().v1.customers.create(params, _once(key)).id)


@_plainly
def update_customer(
    customer_id: str, *, name: str, email: str, language: str, tax_exempt: str, po_number: str, key: str
) -> None:
    """Bring a customer to what the payer says of itself."""
    _client().v1.customers.update(
        customer_id, _payer(name, email, language, tax_exempt, po_number), _once(key)
    )


def _payer(name: str, email: str, language: str, tax_exempt: str, po_number: str) -> Any:
    return {
        "name": name,
        "email": email,
        "preferred_locales": [language] if language else [],
        "tax_exempt": tax_exempt,
        # An empty value removes the fields.
        "invoice_settings": {"custom_fields": [{"name": PO_FIELD, "value": po_number}] if po_number else ""},
    }


# Subscribing


@_plainly
def start_checkout(  # noqa: PLR0913 - what that page has to know
    *,
    customer_id: str,
    account_id: UUID,
    lookup_key: str,
    quantity: int,
    trial_ends_at: datetime | None,
    now: datetime,
    success_url: str,
    cancel_url: str,
    language: str,
    key: str,
) -> str:
    """Return the address of Stripe's page on which a card or bank account is given and the subscription begins.

    What is left of our trial is the subscription's; of less than two days, whole days, rounded up. In
    `success_url` Stripe fills in `{CHECKOUT_SESSION_ID}`. `client_reference_id` is the account's id.
    """
    params: Any = {
        "mode": "subscription",
        "customer": customer_id,
        "client_reference_id": str(account_id),
        "line_items": [{"price": price_id(lookup_key), "quantity": quantity}],
        "subscription_data": _trial(trial_ends_at, now) | {"metadata": {"account": str(account_id)}},
        "allow_promotion_codes": True,
        "automatic_tax": {"enabled": settings.STRIPE_TAX},
        "tax_id_collection": {"enabled": True},
        # Both of the above write what is typed there to the customer.
        "customer_update": {"name": "auto", "address": "auto"},
        "success_url": success_url,
        "cancel_url": cancel_url,
        "locale": language or "auto",
    }
    return str(_client().v1.checkout.sessions.create(params, _once(key)).url)


@_plainly
def close_checkouts(customer_id: str) -> str:
    """End every page on which a payer could still begin a subscription; return the newest one's id, "" for none."""
    sessions = _client().v1.checkout.sessions
    opened = sessions.list({"customer": customer_id, "status": "open", "limit": 100}).data
    for each in opened:
        sessions.expire(each.id, {}, _once(f"expire:{each.id}"))
    return str(opened[0].id) if opened else ""


def _trial(ends_at: datetime | None, now: datetime) -> dict[str, Any]:
    if ends_at is None or ends_at <= now:
        return {}
    if ends_at - now > NEAREST_TRIAL_END:
        return {"trial_end": int(ends_at.timestamp())}
    return {"trial_period_days": -(-(ends_at - now) // timedelta(days=1))}


@_plainly
def start_portal(*, customer_id: str, return_url: str, language: str, key: str) -> str:
    """Return the address of Stripe's page for a payer's cards, invoices and cancelling."""
    params: Any = {"customer": customer_id, "return_url": return_url, "locale": language or "auto"}
    return str(_client().v1.billing_portal.sessions.create(params, _once(key)).url)


@_plainly
def subscribe_by_invoice(
    *,
    customer_id: str,
    account_id: UUID,
    lookup_key: str,
    quantity: int,
    days_until_due: int,
    trial_ends_at: datetime | None,
    now: datetime,
    key: str,
) -> SeenSubscription:
    """Subscribe a payer who gets invoices and pays them later; a purchase order's number is the customer's field."""
    params: Any = {
        "customer": customer_id,
        "items": [{"price": price_id(lookup_key), "quantity": quantity}],
        "collection_method": "send_invoice",
        "days_until_due": days_until_due,
        "automatic_tax": {"enabled": settings.STRIPE_TAX},
        "metadata": {"account": str(account_id)},
    } | _trial(trial_ends_at, now)
    return subscription_seen(_client().v1.subscriptions.create(params, _once(key)))


# Changing


@_plainly
def preview_change(
    *,
    customer_id: str,
    subscription_id: str,
    item_id: str,
    lookup_key: str,
    quantity: int,
    now: datetime,
    invoice_now: bool = True,
) -> SeenPreview:
    """Return what another plan or number of programs would cost from `now` on; changes nothing."""
    params: Any = {
        "customer": customer_id,
        "subscription": subscription_id,
        "subscription_details": {
            "items": [{"id": item_id, "price": price_id(lookup_key), "quantity": quantity}],
            "proration_behavior": "always_invoice" if invoice_now else "create_prorations",
            "proration_date": int(now.timestamp()),
        },
    }
    shown = _client().v1.invoices.create_preview(params)
    lines = tuple(line_seen(each) for each in shown.lines.data)
    prorated_at = datetime.fromtimestamp(int(now.timestamp()), UTC)
    return SeenPreview(shown.currency.upper(), shown.amount_due, shown.total, prorated_at, lines)


@_plainly
def change_plan(
    *,
    subscription_id: str,
    item_id: str,
    lookup_key: str,
    quantity: int,
    prorated_at: datetime,
    key: str,
    invoice_now: bool = True,
) -> SeenSubscription:
    """Change plan or number, prorated as previewed: invoiced at once, or with the next invoice."""
    params: Any = {
        "items": [{"id": item_id, "price": price_id(lookup_key), "quantity": quantity}],
        "proration_behavior": "always_invoice" if invoice_now else "create_prorations",
        "proration_date": int(prorated_at.timestamp()),
    }
    return subscription_seen(_client().v1.subscriptions.update(subscription_id, params, _once(key)))


@_plainly
def set_quantity(*, subscription_id: str, item_id: str, quantity: int, key: str) -> SeenSubscription:
    """Set how many programs are paid for; what that costs or gives back for this period is on the next invoice."""
    params: Any = {
        "items": [{"id": item_id, "quantity": quantity}],
        "proration_behavior": "create_prorations",
    }
    return subscription_seen(_client().v1.subscriptions.update(subscription_id, params, _once(key)))


def cancel_at_period_end(subscription_id: str, *, key: str) -> SeenSubscription:
    """Let a subscription end with what is paid."""
    return _set_end(subscription_id, ends=True, key=key)


def resume(subscription_id: str, *, key: str) -> SeenSubscription:
    """Let a subscription that was to end go on."""
    return _set_end(subscription_id, ends=False, key=key)


@_plainly
def _set_end(subscription_id: str, *, ends: bool, key: str) -> SeenSubscription:
    return subscription_seen(
        _client().v1.subscriptions.update(subscription_id, {"cancel_at_period_end": ends}, _once(key))
    )


@_plainly
def note_paid(invoice_id: str, *, key: str) -> SeenInvoice:
    """Tell Stripe that an invoice was paid otherwise, as by a county's cheque."""
    return invoice_seen(_client().v1.invoices.pay(invoice_id, {"paid_out_of_band": True}, _once(key)))


# Looking


def look_at(customer_id: str) -> Look:
    """Return a customer's subscriptions, ended ones too, and the last invoices."""
    return Look(subscriptions_of(customer_id), invoices_of(customer_id))


@_plainly
def subscriptions_of(customer_id: str) -> tuple[SeenSubscription, ...]:
    """Return every subscription of a customer."""
    pages = _client().v1.subscriptions.list({"customer": customer_id, "status": "all", "limit": 100})
    return tuple(subscription_seen(each) for each in pages.auto_paging_iter())


@_plainly
def invoices_of(customer_id: str) -> tuple[SeenInvoice, ...]:
    """Return the last hundred invoices of a customer, newest first."""
    page = _client().v1.invoices.list({"customer": customer_id, "limit": MOST_INVOICES})
    return tuple(invoice_seen(each) for each in page.data)


@_plainly
def subscription(subscription_id: str) -> SeenSubscription:
    """Return one subscription."""
    return subscription_seen(_client().v1.subscriptions.retrieve(subscription_id))


def verified(body: bytes, signature: str) -> SeenEvent:
    """Return the event that Stripe posted; raise NotStripes for any other body, or one signed too long ago."""
    secret = settings.STRIPE_WEBHOOK_SECRET
    if not secret:
        raise NotStripes
    try:
        return event_seen(stripe.Webhook.construct_event(body, signature, secret, TOLERANCE_SECONDS))
    except (stripe.SignatureVerificationError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        # A body that was signed with our secret and cannot be read is no less strange than a forged one.
        raise NotStripes from None


# The catalogue


@lru_cache(maxsize=256)
@_plainly
def _known_price(base: str, lookup_key: str) -> str:
    found = _client().v1.prices.list({"lookup_keys": [lookup_key], "active": True, "limit": 1}).data
    if not found:
        raise StripeRefused("price_not_mirrored")
    return str(found[0].id)


def price_id(lookup_key: str) -> str:
    """Return Stripe's id of one of our prices; StripeRefused until `manage stripe_catalogue` has run."""
    return _known_price(f"{settings.STRIPE_API}{settings.STRIPE_KEY}", lookup_key)


@_plainly
def products() -> dict[str, str]:
    """Return the products that Stripe has, id to name."""
    return {
        str(each.id): str(each.name) for each in _client().v1.products.list({"limit": 100}).auto_paging_iter()
    }


@_plainly
def lookup_keys() -> set[str]:
    """Return the lookup keys of all active prices."""
    prices = _client().v1.prices.list({"limit": 100, "active": True}).auto_paging_iter()
    return {str(each.lookup_key) for each in prices if each.lookup_key}


@_plainly
def make_product(product_id: str, *, name: str, unit: str, key: str) -> None:
    """Make the product of a plan's version, under an id of ours."""
    params: Any = {"id": product_id, "name": name, "unit_label": unit}
    _client().v1.products.create(params, _once(key))


@_plainly
def make_price(params: Mapping[str, Any], *, key: str) -> None:
    """Make a price; amounts of a price cannot be changed afterwards, so a change is a new version of the plan."""
    wanted: Any = dict(params)
    _client().v1.prices.create(wanted, _once(key))


# Asking


def _once(key: str) -> Any:
    return {"idempotency_key": key}


def _client() -> stripe.StripeClient:
    if not settings.STRIPE_KEY:
        raise StripeUnreachable("no_key")
    return _made(settings.STRIPE_KEY, settings.STRIPE_API)


@lru_cache(maxsize=4)
def _made(key: str, base: str) -> stripe.StripeClient:
    addresses: Any = {"base_addresses": {"api": base}} if base else {}
    return stripe.StripeClient(
        key,
        stripe_version=API_VERSION,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, ANSWER_SECONDS)),
        **addresses,
    )
