"""The page on which a card is chosen and a subscription begins: `/c/<session>`; and which of them are open still."""

from html import escape
from typing import Any

from billing.fakestripe import paying, subscriptions
from billing.fakestripe.pages import Answer, NoPage, card_choice, framed, money, moved
from billing.fakestripe.parameters import Unfit
from billing.fakestripe.prices import amount_of
from billing.fakestripe.world import Thing, World, listed


def list_sessions(world: World, said: dict[str, Any]) -> Thing:
    """Return a customer's pages, newest first; of one state, where that is asked."""
    rows = [*reversed(world.things["checkout.session"].values())]
    for name in ("customer", "status"):
        rows = [each for each in rows if name not in said or each[name] == said[name]]
    return listed(rows[: said.get("limit", 10)], "/v1/checkout/sessions", has_more=False)


def expire(world: World, said: dict[str, Any], key: str) -> Thing:
    """End a page that is open; on any other that is refused."""
    session = world.get("checkout.session", key)
    if session["status"] != "open":
        raise Unfit("Only Checkout Sessions with a status in [open] can be expired.")
    session["status"] = "expired"
    world.emit("checkout.session.expired", session)
    return session


def page(world: World, method: str, path: str, said: dict[str, str]) -> Answer:
    """Show the page, or pay and go on to where the session says."""
    if not path.startswith("/c/"):
        raise NoPage
    session = world.get("checkout.session", path.removeprefix("/c/"))
    if session["status"] != "open" or session["expires_at"] < world.now:
        return framed("This page has been used", "<p>Go back to where you came from.</p>", status=410)
    if method == "GET":
        return _form(world, session)
    return _pay(world, session, said)


def _form(world: World, session: Thing, error: str = "") -> Answer:
    said = session["_said"]
    line = said["line_items"][0]
    price = world.get("price", line["price"])
    amount = money(amount_of(price, line.get("quantity", 1)), price["currency"])
    product = world.get("product", price["product"])["name"]
    trial = said.get("subscription_data", {})
    later = "trial_end" in trial or "trial_period_days" in trial
    promo = (
        '<label>Promotion code <input name="promotion"></label>' if said.get("allow_promotion_codes") else ""
    )
    told = f'<p class="error" role="alert">{escape(error)}</p>' if error else ""
    body = f"""{told}
<p>{escape(product)}, {line.get("quantity", 1)} × for a {price["recurring"]["interval"]}: <strong>{amount}</strong>.
{"Nothing is paid until the trial ends." if later else "Paid now."}</p>
<form method="post">{card_choice()}{promo}
<button type="submit">Subscribe</button></form>
<p><a href="{escape(session["cancel_url"] or "/")}">Back</a></p>"""
    return framed("Subscribe", body, status=402 if error else 200)


def _pay(world: World, session: Thing, said: dict[str, str]) -> Answer:
    asked = session["_said"]
    card = paying.CARDS.get(said.get("card", ""))
    line = asked["line_items"][0]
    price = world.get("price", line["price"])
    trial = asked.get("subscription_data", {})
    if card is None:
        return _form(world, session, "Choose a card.")
    pays_now = "trial_end" not in trial and "trial_period_days" not in trial
    if card.at_once or (pays_now and card.later == "card_declined"):
        return _form(world, session, "Your card was declined. Try another one.")
    coupon, error = _promotion(world, asked, said.get("promotion", "").strip())
    if error:
        return _form(world, session, error)
    method = paying.keep_card(world, world.get("customer", session["customer"]), card)
    terms: dict[str, Any] = {"customer": session["customer"], "default_payment_method": method["id"]}
    terms |= {name: trial[name] for name in ("metadata", "trial_end", "trial_period_days") if name in trial}
    subscription = subscriptions.begin(world, terms, price, line.get("quantity", 1), coupon)
    session |= {
        "status": "complete",
        "subscription": subscription["id"],
        "payment_status": "paid" if pays_now else "no_payment_required",
    }
    world.emit("checkout.session.completed", session)
    return moved(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))


def _promotion(world: World, asked: Thing, code: str) -> tuple[Thing | None, str]:
    if not code or not asked.get("allow_promotion_codes"):
        return None, ""
    for each in world.things["promotion_code"].values():
        if each["active"] and each["code"].lower() == code.lower():
            return world.get("coupon", each["promotion"]["coupon"]), ""
    return None, "This promotion code is not known."
