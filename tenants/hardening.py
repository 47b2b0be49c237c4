"""What a superuser must do once in each database, because the owner of it may not.

Measured from inside a tenant's login: large objects that it creates block DROP ROLE later, `DO` blocks are
a language for trying things, and advisory locks fill the table of locks, which all tenants share, in one SELECT.
None of them is used by us.
"""

SQL = """
REVOKE EXECUTE ON FUNCTION
    lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_open(oid, integer), lo_unlink(oid),
    lo_put(oid, bigint, bytea), lo_get(oid), lo_get(oid, bigint, integer), loread(integer, integer),
    lowrite(integer, bytea), lo_truncate(integer, integer), lo_truncate64(integer, bigint),
    lo_import(text), lo_import(text, oid), lo_export(oid, text)
FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION
    pg_advisory_lock(bigint), pg_advisory_lock(integer, integer),
    pg_advisory_lock_shared(bigint), pg_advisory_lock_shared(integer, integer),
    pg_advisory_xact_lock(bigint), pg_advisory_xact_lock(integer, integer),
    pg_advisory_xact_lock_shared(bigint), pg_advisory_xact_lock_shared(integer, integer),
    pg_try_advisory_lock(bigint), pg_try_advisory_lock(integer, integer),
    pg_try_advisory_lock_shared(bigint), pg_try_advisory_lock_shared(integer, integer),
    pg_try_advisory_xact_lock(bigint), pg_try_advisory_xact_lock(integer, integer),
    pg_try_advisory_xact_lock_shared(bigint), pg_try_advisory_xact_lock_shared(integer, integer)
FROM PUBLIC;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""


def database_sql(database: str, owner: str, *, is_key_store: bool = False) -> str:
    """Return the rights on `database`: the owner may do all, runtime roles may connect, but make no temporary tables.

    The key store is closed to all but its own login, which `manage prepare` lets in.
    """
    lines = [
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;',
        f'GRANT ALL ON DATABASE "{database}" TO "{owner}";',
    ]
    if not is_key_store:
        lines.append(f'GRANT CONNECT ON DATABASE "{database}" TO PUBLIC;')
    return " ".join(lines)
