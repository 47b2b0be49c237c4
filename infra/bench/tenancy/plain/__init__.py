"""The peer: django-tenants as its documentation sets it up, with persistent connections."""
