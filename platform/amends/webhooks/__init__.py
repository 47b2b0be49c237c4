"""Webhooks out: one signed message to an address that a program or an agency named, by Standard Webhooks.

    messages.message(...)      what is said: a type, a time, a sequence number, ids and states; the same bytes each time
      -> signing.headers       its id, the time of this attempt, and a signature by each secret that still counts
      -> sending.send          one attempt: a checked address, one deadline for all of it; returns an Answer
      -> verdicts.after        delivered, tried again at a time, given up, or the endpoint pauses

`lanes` run attempts side by side, and `receiving` is what the other end does with one, as people are shown it.

Nothing in here keeps anything: who owns endpoints and deliveries keeps them in its own place, so that what a program
sends lies behind the program's wall. See `infra/decisions/0037-webhooks-out.md`.
"""
