"""The tenant's half of the outbox: which jobs have taken effect in this schema.

It is an app of its own because its table lives in each tenant's schema while the outbox lives in public.
"""
