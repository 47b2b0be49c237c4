"""Payers, plans, coverage and limits, in the public schema. Paying grants no access to anything of a case.

    catalogue.py      plans as code: what they cost, what they hold; mirrored to Stripe by `manage stripe_catalogue`
    models.py         BillingAccount (who pays), Coverage (for which tenant, on which plan, from when until when),
                      Subscription, Invoice (what Stripe said last), StripeEvent (that it said something)
    standing.py       from coverages to what a program may do: one pure function of dates
    ladder.py         the rungs of a lapse, and which kind of work each leaves
    limits.py         asked by programs with a count
    actions/          every write
    stripe_client.py  the only module that imports `stripe`
    webhooks.py       verify, insert once, answer; `tasks.py` fetches the object again and applies it
    fakestripe/       Stripe as we use it, for development and tests

A payer is an opaque owner: a kind that is a word of the layers above, and a UUID. Nothing of Stripe's messages is
stored but ids, states, amounts and dates. A copy of its standing is pushed into each program, which therefore never
waits for this side; see `infra/decisions/0032-billing.md`.
"""
