"""What the drill orders in a tenant, and what its jobs do there."""
