"""Two attacks made from the server's own catalogue: every view and every function, so that none is forgotten."""

from infra.drills.isolation.arms import Arm
from infra.drills.isolation.texts import Attack

_RELATIONS = """
SELECT format('SELECT * FROM %I.%I', n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname IN ('pg_catalog', 'information_schema', 'public') ORDER BY 1
"""
# Sleeping and locking are tried by texts of their own.
_FUNCTIONS = r"""
SELECT format('SELECT pg_catalog.%I(%s::%s)', p.proname, a.value, a.type)
FROM pg_proc p JOIN (VALUES
    ('oid', '{table_oid}'), ('oid', '{schema_oid}'), ('oid', '{role_oid}'),
    ('regclass', '{table_oid}'), ('int4', '{pid}'), ('int4', '1'), ('int4', '2'),
    ('text', '''{table}'''), ('text', '''{b}'''), ('name', '''{b}'''), ('bool', 'true')
) AS a (type, value) ON a.type::regtype = p.proargtypes[0]
WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND p.pronargs = 1
  AND p.proname !~ '^(pg_sleep|pg_advisory|pg_try_advisory)'
UNION ALL
SELECT format('SELECT * FROM pg_catalog.%I()', p.proname)
FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND p.pronargs = 0
  AND p.proretset AND p.proname !~ '^pg_advisory'
"""


def sweeps(arm: Arm) -> list[Attack]:
    """Return the attacks `every relation` and `every function`."""
    found = []
    for kind, query in (
        ("every relation of the catalogue", _RELATIONS),
        ("every function of the catalogue", _FUNCTIONS),
    ):
        texts = tuple(text for (text,) in arm.superuser.execute(query.encode()).fetchall())
        found.append(Attack(kind, texts))
    return found
