"""Django's database backend for PostgreSQL, bound to one place for its whole life."""
