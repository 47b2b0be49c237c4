"""The limit: Django without any tenancy, with the middleware that its documentation recommends."""
