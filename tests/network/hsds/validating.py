"""Holds an answer to the schemas of HSDS 3.1.1, and to no property beside theirs."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

SCHEMAS = {
    file.name: {
        key: value for key, value in json.loads(file.read_text()).items() if key not in ("$id", "$schema")
    }
    for file in sorted((Path(__file__).parent / "schemas").glob("*.json"))
}
REGISTRY = Registry().with_resources(
    (name, Resource.from_contents(schema, default_specification=DRAFT202012))
    for name, schema in SCHEMAS.items()
)
# An organization with its services is in the text of the specification, not in its schema.
BESIDE = {("organization.json", "services")}


def faults_of(document: Any, name: str) -> list[str]:
    """Return what is wrong with a document of the kind `name` ("service")."""
    schema = {"$ref": f"{name}.json"}
    validator = Draft202012Validator(
        schema, registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    wrong = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    return wrong + list(_own_terms(document, f"{name}.json", "$"))


def _own_terms(document: Any, name: str, path: str):
    known = SCHEMAS[name]["properties"]
    for key, value in document.items():
        if (name, key) in BESIDE:
            continue
        if key not in known:
            yield f"{path}.{key}: is no property of {name}"
            continue
        reference = known[key].get("$ref") or known[key].get("items", {}).get("$ref")
        for number, member in enumerate(value if isinstance(value, list) else [value]):
            if reference:
                yield from _own_terms(member, reference, f"{path}.{key}[{number}]")
