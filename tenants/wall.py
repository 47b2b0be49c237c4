"""The refusal to start when the database would not hold the wall between tenants."""

from django.conf import settings
from django.db import connection

from tenants.context import platform
from tenants.place import SEALER

# Default privileges count as owned, and any login may make some for what it creates. It can create nothing, so
# they give nothing; refusing to start would let one program's SQL keep every program down.
_TOO_STRONG = """
SELECT r.rolname,
       CASE WHEN r.rolsuper THEN 'is a superuser'
            WHEN r.rolbypassrls THEN 'may bypass row policies'
            WHEN r.rolcreaterole THEN 'may create roles'
            WHEN r.rolcreatedb THEN 'may create databases'
            WHEN r.rolreplication THEN 'may replicate'
            WHEN r.rolinherit THEN 'inherits the rights of groups'
            WHEN EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid) THEN 'is a member of another role'
            WHEN EXISTS (SELECT FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass
                         AND d.refobjid = r.oid AND d.deptype = 'o'
                         AND d.classid <> 'pg_default_acl'::regclass) THEN 'owns something'
       END AS why
FROM pg_roles r
WHERE r.rolname IN (current_user, 'amends_web', 'amends_worker', %s, %s) OR r.rolname ~ '^t_[0-9a-f]{32}$'
"""


class WallIsDown(RuntimeError):
    """A runtime role can do more than the wall between tenants allows."""


def verify() -> None:
    """Raise WallIsDown when a runtime role is superuser, BYPASSRLS, owner of anything or member of another role.

    Called when web and worker start. Names at most five roles, with what is wrong and how to mend it.
    """
    with platform(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rolname, why FROM ({_TOO_STRONG}) AS roles WHERE why IS NOT NULL LIMIT 5",
            [settings.KEY_STORE_LOGIN, SEALER],
        )
        found = cursor.fetchall()
    if found:
        listed = "; ".join(f"{role} {why}" for role, why in found)
        raise WallIsDown(
            f"Amends does not start: {listed}. Runtime roles must be plain logins that own nothing; take the"
            " right away, or run `./amends manage prepare` to set the roles up again."
        )
