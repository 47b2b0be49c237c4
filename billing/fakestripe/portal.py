"""The payer's page, `/p/<session>`: card, cancelling, invoices; and the page of an invoice, `/i/<invoice>`."""

from html import escape

from billing.fakestripe import invoices, paying, subscriptions
from billing.fakestripe.pages import Answer, NoPage, card_choice, framed, money, moved
from billing.fakestripe.world import Thing, World


def page(world: World, method: str, path: str, said: dict[str, str]) -> Answer:
    """Show the payer's page, or do what was pressed there."""
    if not path.startswith("/p/"):
        raise NoPage
    session = world.get("billing_portal.session", path.removeprefix("/p/"))
    customer = world.get("customer", session["customer"])
    if method == "GET":
        return _portal(world, session, customer)
    error = _press(world, customer, said)
    return _portal(world, session, customer, error) if error else moved(path)


def _press(world: World, customer: Thing, said: dict[str, str]) -> str:
    """Do what was pressed; return why not."""
    wanted = said.get("do")
    if wanted == "card":
        card = paying.CARDS.get(said.get("card", ""))
        if card is None or card.at_once:
            return "Your card was declined. Try another one."
        paying.keep_card(world, customer, card)
    if wanted in ("cancel", "resume"):
        subscription = world.get("subscription", said.get("subscription", ""))
        subscriptions.change(world, subscription, {"cancel_at_period_end": wanted == "cancel"}, None)
    if wanted == "pay":
        return _pay_open(world, customer)
    return ""


def _pay_open(world: World, customer: Thing) -> str:
    """Pay all that is open or waits to be, oldest first."""
    for invoice in world.of("invoice", customer["id"]):
        if invoice["status"] == "draft":
            invoices.finalize(world, invoice)
        elif invoice["status"] == "open" and not invoice["_settles_at"] and paying.attempt(world, invoice):
            return "Your card was declined. Change it first."
    return ""


def _portal(world: World, session: Thing, customer: Thing, error: str = "") -> Answer:
    method = customer["invoice_settings"]["default_payment_method"]
    kept = world.get("payment_method", method)["_number"][-4:] if method else "none"
    rows = "".join(_subscription(each) for each in world.of("subscription", customer["id"]))
    bills = "".join(_row(each) for each in reversed(world.of("invoice", customer["id"])))
    told = f'<p class="error" role="alert">{escape(error)}</p>' if error else ""
    body = f"""{told}
<h2>Subscriptions</h2>{rows or "<p>None.</p>"}
<h2>How it is paid</h2><p>Ends in {kept}.</p>
<form method="post">{card_choice()}<button name="do" value="card">Use this one from now on</button></form>
<h2>Invoices</h2><table><tr><th>Number</th><th>Amount</th><th>State</th></tr>{bills}</table>
<form method="post"><button name="do" value="pay">Pay what is open</button></form>
<p><a href="{escape(session["return_url"] or "/")}">Back to Amends</a></p>"""
    return framed("Your subscription", body, status=402 if error else 200)


def _subscription(subscription: Thing) -> str:
    item = subscription["items"]["data"][0]
    ends = subscription["cancel_at_period_end"]
    do, label = ("resume", "Do not cancel") if ends else ("cancel", "Cancel at the end of the period")
    button = ""
    if subscription["status"] not in ("canceled", "incomplete_expired"):
        button = (
            f'<form method="post"><input type="hidden" name="subscription" value="{subscription["id"]}">'
            f'<button name="do" value="{do}">{label}</button></form>'
        )
    return (
        f"<p>{escape(item['price']['product'])}, {item['quantity']} ×: {subscription['status']}</p>{button}"
    )


def _row(invoice: Thing) -> str:
    amount = money(invoice["amount_due"], invoice["currency"])
    name = escape(invoice["number"] or invoice["id"])
    return f'<tr><td><a href="/i/{invoice["id"]}">{name}</a></td><td>{amount}</td><td>{invoice["status"]}</td></tr>'


def invoice_page(world: World, method: str, path: str, said: dict[str, str]) -> Answer:
    """Show an invoice, or pay it by card or by a transfer that has come in."""
    if not path.startswith("/i/"):
        raise NoPage
    invoice = world.get("invoice", path.removeprefix("/i/").removesuffix("/pdf"))
    error = ""
    if method == "POST" and invoice["status"] == "open":
        error = _pay(world, invoice, said)
        if not error:
            return moved(path)
    return _invoice(world, invoice, error)


def _pay(world: World, invoice: Thing, said: dict[str, str]) -> str:
    if said.get("do") == "transfer":
        paying.settle(world, invoice)
        return ""
    card = paying.CARDS.get(said.get("card", ""))
    if card is None or card.at_once or card.later:
        return "Your card was declined. Try another one."
    invoice["attempt_count"] += 1
    paying.settle(world, invoice)
    return ""


def _invoice(world: World, invoice: Thing, error: str) -> Answer:
    lines = "".join(
        f"<tr><td>{escape(each['description'])}</td><td>{money(each['amount'], invoice['currency'])}</td></tr>"
        for each in invoice["lines"]["data"]
    )
    fields = "".join(
        f"<p>{escape(each['name'])}: {escape(each['value'])}</p>" for each in invoice["custom_fields"] or ()
    )
    pay = ""
    if invoice["status"] == "open":
        pay = f"""<form method="post">{card_choice(slow=False)}
<button name="do" value="card">Pay by card</button></form>
<form method="post"><button name="do" value="transfer">A bank transfer has come in</button></form>"""
    told = f'<p class="error" role="alert">{escape(error)}</p>' if error else ""
    body = f"""{told}{fields}<table>{lines}</table>
<p>To pay: <strong>{money(invoice["amount_remaining"], invoice["currency"])}</strong>.
State: {invoice["status"]}.</p>{pay}"""
    return framed(f"Invoice {invoice['number'] or ''}", body, status=402 if error else 200)
