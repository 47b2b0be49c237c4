"""Migrations of the whole fleet: recorded once on the template, replayed as one batch in each tenant.

- `operations`: what the pending migrations do, and whether older code can live with it;
- `recording`: apply them to the template for real, and keep their SQL;
- `replaying`: one tenant, one transaction: steps, grants, release and state together;
- `running`: waves, parallel workers, resuming, stopping.
"""
