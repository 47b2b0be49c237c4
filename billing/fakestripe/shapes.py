"""Objects with the fields that this API version gives them; held against stripe-python's annotations by a test."""

from typing import Any

from billing.fakestripe.world import Thing, World, listed


def customer(said: dict[str, Any]) -> Thing:
    """Return a customer."""
    settings = said.get("invoice_settings") or {}
    return {
        "address": said.get("address"),
        "balance": 0,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": said.get("description"),
        "email": said.get("email"),
        "invoice_prefix": None,
        "invoice_settings": {
            "custom_fields": settings.get("custom_fields") or None,
            "default_payment_method": settings.get("default_payment_method"),
            "footer": None,
            "rendering_options": None,
        },
        "metadata": said.get("metadata") or {},
        "name": said.get("name"),
        "next_invoice_sequence": 1,
        "phone": said.get("phone"),
        "preferred_locales": said.get("preferred_locales") or [],
        "shipping": None,
        "tax_exempt": said.get("tax_exempt") or "none",
        "test_clock": None,
    }


def product(said: dict[str, Any]) -> Thing:
    """Return a product."""
    return {
        "id": said.get("id"),
        "active": said.get("active", True),
        "default_price": None,
        "description": said.get("description"),
        "images": [],
        "marketing_features": [],
        "metadata": said.get("metadata") or {},
        "name": said["name"],
        "package_dimensions": None,
        "shippable": None,
        "tax_code": None,
        "type": "service",
        "unit_label": said.get("unit_label"),
        "url": None,
    }


def price(said: dict[str, Any]) -> Thing:
    """Return a price; `tiers` is shown only when it is asked for (`expand`)."""
    tiers = [
        {
            "up_to": None if each["up_to"] == "inf" else each["up_to"],
            "unit_amount": each.get("unit_amount"),
            "unit_amount_decimal": str(each.get("unit_amount")),
            "flat_amount": each.get("flat_amount"),
            "flat_amount_decimal": None,
        }
        for each in said.get("tiers", ())
    ]
    unit = said.get("unit_amount")
    return {
        "active": said.get("active", True),
        "billing_scheme": said.get("billing_scheme", "per_unit"),
        "currency": said["currency"].lower(),
        "custom_unit_amount": None,
        "lookup_key": said.get("lookup_key"),
        "metadata": said.get("metadata") or {},
        "nickname": said.get("nickname"),
        "product": said["product"],
        "recurring": {
            "interval": said["recurring"]["interval"],
            "interval_count": 1,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        },
        "tax_behavior": said.get("tax_behavior", "unspecified"),
        "tiers": tiers or None,
        "tiers_mode": said.get("tiers_mode"),
        "transform_quantity": None,
        "type": "recurring",
        "unit_amount": unit,
        "unit_amount_decimal": None if unit is None else str(unit),
    }


def subscription(world: World, said: dict[str, Any], item: Thing) -> Thing:
    """Return a subscription that has not begun to be paid; `item` is its one item."""
    key = world.new_id("subscription")
    item["subscription"] = key
    return {
        "id": key,
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"enabled": False, "liability": None, "disabled_reason": None}
        | (said.get("automatic_tax") or {}),
        "billing_cycle_anchor": world.now,
        "billing_mode": {"type": "classic", "flexible": None},
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": said.get("collection_method", "charge_automatically"),
        "currency": item["price"]["currency"],
        "customer": said["customer"],
        "days_until_due": said.get("days_until_due"),
        "default_payment_method": said.get("default_payment_method"),
        "default_source": None,
        "default_tax_rates": [],
        "description": said.get("description"),
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": listed([item], f"/v1/subscription_items?subscription={key}"),
        "latest_invoice": None,
        "metadata": said.get("metadata") or {},
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": world.now,
        "status": "incomplete",
        "test_clock": None,
        "transfer_data": None,
        "trial_end": None,
        "trial_settings": said.get("trial_settings")
        or {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": None,
        # Ours: lines that wait for the next invoice, the coupon, and whether the end of the trial was announced.
        "_pending": [],
        "_coupon": None,
        "_announced": False,
    }


def item(world: World, price: Thing, quantity: int, start: int, end: int) -> Thing:
    """Return a subscription's item, which is where the period is."""
    return {
        "id": world.new_id("subscription_item"),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": world.now,
        "current_period_start": start,
        "current_period_end": end,
        "discounts": [],
        "metadata": {},
        "plan": None,
        "price": price,
        "quantity": quantity,
        "subscription": None,
        "tax_rates": [],
    }


def line(world: World, subscription: Thing, made: dict[str, Any]) -> Thing:
    """Return a line of an invoice from amount, quantity, start, end, price and whether it is a proration."""
    details = {
        "invoice_item": None,
        "proration": made["proration"],
        "proration_details": {"credited_items": None},
        "subscription": subscription["id"],
        "subscription_item": subscription["items"]["data"][0]["id"],
    }
    return {
        "id": world.new_id("line_item"),
        "object": "line_item",
        "amount": made["amount"],
        "currency": subscription["currency"],
        "description": made["description"],
        "discount_amounts": [],
        "discountable": not made["proration"],
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": {},
        "parent": {
            "type": "subscription_item_details",
            "subscription_item_details": details,
            "invoice_item_details": None,
        },
        "period": {"start": made["start"], "end": made["end"]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": made["price"]["id"], "product": made["price"]["product"]},
            "type": "price_details",
            "unit_amount_decimal": None,
        },
        "quantity": made["quantity"],
        "subtotal": made["amount"],
        "taxes": [],
    }


def invoice(world: World, subscription: Thing, lines: list[Thing], reason: str) -> Thing:
    """Return a draft of an invoice; its amounts are set by `invoices.price`."""
    payer = world.get("customer", subscription["customer"])
    return {
        "account_country": "US",
        "account_name": "Amends, played",
        "amount_due": 0,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": subscription["automatic_tax"],
        "automatically_finalizes_at": None,
        "billing_reason": reason,
        "collection_method": subscription["collection_method"],
        "currency": subscription["currency"],
        "custom_fields": payer["invoice_settings"]["custom_fields"],
        "customer": payer["id"],
        "customer_address": payer["address"],
        "customer_email": payer["email"],
        "customer_name": payer["name"],
        "customer_tax_exempt": payer["tax_exempt"],
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "footer": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "last_finalization_error": None,
        "lines": listed(lines, "/v1/invoices/lines"),
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "parent": {
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {
                "metadata": subscription["metadata"],
                "subscription": subscription["id"],
            },
        },
        "period_end": subscription["items"]["data"][0]["current_period_end"],
        "period_start": subscription["items"]["data"][0]["current_period_start"],
        "starting_balance": 0,
        "status": "draft",
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "subtotal": 0,
        "test_clock": None,
        "total": 0,
        "total_discount_amounts": [],
        "total_excluding_tax": 0,
        "total_taxes": [],
        "_subscription": subscription["id"],
        "_coupon": None,
        "_settles_at": None,
        "_is_overdue": 0,
    }
