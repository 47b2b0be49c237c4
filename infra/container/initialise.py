"""The SQL that a superuser runs once on a new server, from the sources that the embedded server uses as well.

`python -m infra.container.initialise` writes `initialise.sql`; a test compares the two. psql fills in the passwords:
`psql -v owner_password=... -v pooler_password=... -f initialise.sql`.
"""

from pathlib import Path

from tenants import hardening

OWNER = "amends"
POOLER = "amends_pooler"
DATABASES = ("amends", "amends_keys")
FILE = Path(__file__).with_name("initialise.sql")

# PgBouncer asks this for the stored verifier of whoever logs in. It runs with the rights of the superuser that made
# it, nobody but the pooler's role may call it, and it never shows a superuser's verifier.
LOOKUP = f"""
CREATE SCHEMA IF NOT EXISTS pooler;
CREATE OR REPLACE FUNCTION pooler.lookup(name text) RETURNS TABLE (username text, verifier text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT rolname::text, rolpassword FROM pg_authid WHERE rolname = name AND rolcanlogin AND NOT rolsuper $$;
REVOKE ALL ON SCHEMA pooler FROM PUBLIC;
REVOKE ALL ON FUNCTION pooler.lookup(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA pooler TO {POOLER};
GRANT EXECUTE ON FUNCTION pooler.lookup(text) TO {POOLER};
"""


def initial_sql() -> str:
    """Return the whole of it, for psql."""
    parts = [
        "-- Written by `python -m infra.container.initialise`; change that instead.",
        "\\set ON_ERROR_STOP on",
        f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB PASSWORD :'owner_password';",
        f"GRANT pg_signal_backend TO {OWNER};",
        f"CREATE ROLE {POOLER} LOGIN NOINHERIT PASSWORD :'pooler_password';",
        *(
            f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO {OWNER};"
            for name in ("postgres", "template1")
        ),
        # Databases are copies of template1, so each of them has both.
        "\\connect template1",
        hardening.SQL.strip(),
        LOOKUP.strip(),
        "\\connect postgres",
        *(line for name in DATABASES for line in _database(name)),
    ]
    return "\n".join(parts) + "\n"


def _database(name: str) -> list[str]:
    return [
        f"CREATE DATABASE {name} OWNER {OWNER};",
        hardening.database_sql(name, OWNER, is_key_store=name.endswith("_keys")),
        f"GRANT CONNECT ON DATABASE {name} TO {POOLER};",
    ]


if __name__ == "__main__":
    FILE.write_text(initial_sql())
