"""The peer's tenants."""
