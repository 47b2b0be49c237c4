"""Stripe as far as we use it, played on this computer, so that subscribing, failing and recovering can be seen offline.

    __main__.py      starts it; only on loopback, and never beside production settings
    serving.py       HTTP: the key, the API version, idempotency keys, Stripe's shapes of errors
    parameters.py    forms as Stripe reads them; what `stripe.params` does not declare is refused
    world.py         everything there is (objects by id), its clock, its file
    shapes.py        objects with the fields of this API version
    prices.py        amounts: tiers, proration to the second, discounts
    subscriptions.py, invoices.py, paying.py       what happens to them
    clockwork.py     time passes: renewals, trials that end, retries, due dates
    endpoints.py     the calls that we make
    checkout.py, portal.py, pages.py, control.py   what people see in a browser
    couriers.py      signed webhooks: once, twice, late, shuffled, lost

What was there already does not play this: stripe-mock has no state; localstripe has no Checkout, no portal and no
renewals, and knows no API version of this year.

Where it is simpler than Stripe: one clock for all customers; one item in a subscription; no taxes; invoices of a
renewal are final after an hour, first ones at once. A contract suite runs the same calls against Stripe itself when
there is a key of its test mode (`tests/billing/contract`).
"""
