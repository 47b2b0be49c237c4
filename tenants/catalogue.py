"""A digest of a schema's catalogue, so that two ways of building a schema can be shown to give the same."""

import hashlib
import re

from django.db import connection

_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, a.attidentity::text,
       coalesce(pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = %s::regnamespace AND contype <> 'n'
"""
_INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %s"
_OTHERS = """
SELECT relkind::text, relname FROM pg_class
WHERE relnamespace = %s::regnamespace AND relkind NOT IN ('r', 'p', 'i', 't')
"""


def digest(schema: str) -> str:
    """Return a digest of every column, constraint, index and other relation of `schema`, names of schemas left out."""
    return hashlib.sha256("\n".join(describe(schema)).encode()).hexdigest()


def describe(schema: str) -> list[str]:
    """Return the lines behind `digest`, sorted: what two schemas differ in is their set difference."""
    lines = []
    with connection.cursor() as cursor:
        for query in (_COLUMNS, _CONSTRAINTS, _INDEXES, _OTHERS):
            cursor.execute(query, [schema])
            lines += [_normalised(" | ".join(row), schema) for row in cursor.fetchall()]
    return sorted(lines)


def _normalised(line: str, schema: str) -> str:
    """Return the line without schema, casts and parentheses: a replayed dump writes these differently."""
    line = re.sub(rf'"?\b{schema}\b"?\.', "", line)
    line = re.sub(r"::[a-z ]+(\(\d+\))?(\[\])?", "", line)
    line = re.sub(r"[()\s]+", " ", line)
    return re.sub(r"\s*([\[\],])\s*", r"\1", line).strip()
