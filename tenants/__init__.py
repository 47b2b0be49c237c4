"""The tenancy engine: one PostgreSQL schema and one login role per tenant.

Entering a tenant means holding a connection that logged in as that tenant's role. There is no
`SET search_path`, no `SET ROLE` and no fallback to the public schema, so there is nothing to forget and
nothing that can leak back into a pool.

Where things are:

- `place`, `connections`, `backend`: which connection the alias "default" is, per thread and per place;
- `context`: `inside(tenant)`, `platform()` and `as_owner(schema)`, the only ways in;
- `bootstrappers`: what else is switched on entering (vault ring, log tags ...);
- `hosts`, `middleware`: from a request's host to its tenant, without a query on the hot path;
- `models`, `actions`: tenants, their hosts and states, in the public schema;
- `provisioning`, `privileges`, `fleet`: what only the owner role does: schemas, roles, grants, migrations;
- `wall`, `checks`, `hardening`: refusals to run with less protection than promised.

This layer is at the bottom: it imports nothing of ours and knows nothing of mediation.
"""
