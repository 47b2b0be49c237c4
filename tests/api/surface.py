"""The outside of the API as lines of text: what software relies on, without the prose of the OpenAPI document.

`surface.txt` is what was agreed to last. A line that goes or changes breaks somebody's software; a line that comes
does not. Write it anew with

    .venv/bin/python -m tests.api.surface
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AGREED = Path(__file__).with_name("surface.txt")
PROSE = ("title", "description", "readOnly")


def surface(document: dict[str, Any]) -> str:
    """Return one line for each operation, parameter and member of a body, in a fixed order."""
    operations = [line for path, methods in document["paths"].items() for line in _of_path(path, methods)]
    schemas = document["components"]["schemas"]
    members = [line for name in sorted(schemas) for line in _of_schema(name, schemas[name])]
    return "\n".join([*sorted(operations), "", *members, ""])


def _of_path(path: str, methods: dict[str, Any]) -> Iterator[str]:
    for method, operation in methods.items():
        where = f"{method.upper()} {path}"
        scopes = [scope for each in operation.get("security", []) for scope in each.get("token", [])]
        answers = {
            status: [_short(content.get("schema", {})) for content in answer.get("content", {}).values()]
            for status, answer in operation["responses"].items()
        }
        told = " ".join(f"{status}={','.join(kinds)}" for status, kinds in answers.items())
        yield f"{where} {operation['operationId']} [{' '.join(scopes)}] {told}"
        for content in operation.get("requestBody", {}).get("content", {}).values():
            yield f"{where} takes {_short(content['schema'])}"
        for each in operation.get("parameters", []):
            if each["in"] != "path":
                needed = "!" if each.get("required") else ""
                yield f"{where} {each['in']} {each['name']}{needed} {_short(each['schema'])}"


def _of_schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    members = schema.get("properties")
    if not members:
        yield f"{name} {_short(schema)}"
        return
    for member, kind in members.items():
        needed = "!" if member in schema.get("required", ()) else ""
        yield f"{name}.{member}{needed} {_short(kind)}"


def _short(schema: dict[str, Any]) -> str:
    """Return a schema without its prose, and a reference as the name that it refers to."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    return json.dumps(_bare(schema), sort_keys=True, ensure_ascii=False)


def _bare(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_bare(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    # The members of an object may be called "title".
    return {
        name: {member: _bare(kind) for member, kind in value.items()}
        if name == "properties"
        else _bare(value)
        for name, value in schema.items()
        if name not in PROSE
    }


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings.test")
    django.setup()
    from api.v1.about.views import document

    AGREED.write_text(surface(json.loads(document())))
