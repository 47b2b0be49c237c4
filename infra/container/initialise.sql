-- Written by `python -m infra.container.initialise`; change that instead.
\set ON_ERROR_STOP on
CREATE ROLE amends LOGIN CREATEROLE CREATEDB PASSWORD :'owner_password';
GRANT pg_signal_backend TO amends;
CREATE ROLE amends_pooler LOGIN NOINHERIT PASSWORD :'pooler_password';
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC; GRANT CONNECT ON DATABASE postgres TO amends;
REVOKE CONNECT ON DATABASE template1 FROM PUBLIC; GRANT CONNECT ON DATABASE template1 TO amends;
\connect template1
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
CREATE SCHEMA IF NOT EXISTS pooler;
CREATE OR REPLACE FUNCTION pooler.lookup(name text) RETURNS TABLE (username text, verifier text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
AS $$ SELECT rolname::text, rolpassword FROM pg_authid WHERE rolname = name AND rolcanlogin AND NOT rolsuper $$;
REVOKE ALL ON SCHEMA pooler FROM PUBLIC;
REVOKE ALL ON FUNCTION pooler.lookup(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA pooler TO amends_pooler;
GRANT EXECUTE ON FUNCTION pooler.lookup(text) TO amends_pooler;
\connect postgres
CREATE DATABASE amends OWNER amends;
REVOKE ALL ON DATABASE "amends" FROM PUBLIC; GRANT ALL ON DATABASE "amends" TO "amends"; GRANT CONNECT ON DATABASE "amends" TO PUBLIC;
GRANT CONNECT ON DATABASE amends TO amends_pooler;
CREATE DATABASE amends_keys OWNER amends;
REVOKE ALL ON DATABASE "amends_keys" FROM PUBLIC; GRANT ALL ON DATABASE "amends_keys" TO "amends";
GRANT CONNECT ON DATABASE amends_keys TO amends_pooler;
