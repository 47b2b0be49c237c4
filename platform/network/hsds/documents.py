"""What this API says of itself: which version, which profile of the specification, and its OpenAPI."""

from collections.abc import Callable
from typing import Any

from network.directory.vocabulary import TAXONOMY_CODE
from network.hsds.asking import HALF_AROUND, LARGEST_NUMBER
from network.hsds.terms import taxonomies

Json = dict[str, Any]
VERSION = "3.1"
SCHEMAS = "https://raw.githubusercontent.com/openreferral/specification/3.1/schema"
TEXT, COUNT, TRUTH = ({"type": kind} for kind in ("string", "integer", "boolean"))
ID = TEXT | {"format": "uuid"}


def _or_empty(*schemas: Json) -> Json:
    """What is sent empty is not sent."""
    return {"anyOf": [*schemas, TEXT | {"maxLength": 0}]}


NUMBER = _or_empty(COUNT | {"minimum": 1, "maximum": LARGEST_NUMBER})
FLAG, WANTED_ID = _or_empty(TRUTH), _or_empty(ID)
MOMENT = _or_empty(TEXT | {"format": "date-time"}, TEXT | {"format": "date"})
METERS = _or_empty({"type": "number", "minimum": 0, "maximum": HALF_AROUND})
FORMAT = _or_empty(TEXT | {"enum": ["json", "ndjson"]})
PARAMETERS: dict[str, tuple[str, Json]] = {
    "search": ("Words; small slips are forgiven.", TEXT),
    "page": ("From 1.", NUMBER),
    "per_page": ("Members of one page: 50 unless told, at most 500.", NUMBER),
    "format": ("json, or ndjson: every member as a line, without pages.", FORMAT),
    "taxonomy_term_id": ("Only what has this term.", WANTED_ID),
    "taxonomy_id": ("Only what has a term of this taxonomy.", WANTED_ID),
    "organization_id": ("Only what this organization does.", WANTED_ID),
    "modified_after": ("Only what was changed then or later.", MOMENT),
    "minimal": ("Ids, names, states and dates alone, in one page.", FLAG),
    "full": ("Everything that hangs on a member.", FLAG),
    "full_service": ("With the whole services of an organization.", FLAG),
    "postcode": (
        "A ZIP code, or the beginning of a Canadian postal code: only what serves it, or does not say.",
        TEXT,
    ),
    "proximity": ("With a postcode: only what is within so many meters.", METERS),
    "top_only": ("Terms without a parent; all are.", FLAG),
    "parent_id": ("Terms below another; none are.", WANTED_ID),
}
PAGED = ("search", "page", "per_page", "format")
TERMS = ("taxonomy_term_id", "taxonomy_id")
LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "services": ("service", (*PAGED, *TERMS, "organization_id", "modified_after", "minimal", "full")),
    "organizations": ("organization", (*PAGED, *TERMS, "full", "full_service")),
    "service_at_locations": (
        "service_at_location",
        (*PAGED, *TERMS, "organization_id", "modified_after", "full", "postcode", "proximity"),
    ),
    "taxonomies": ("taxonomy", PAGED),
    "taxonomy_terms": ("taxonomy_term", (*PAGED, "taxonomy_id", "top_only", "parent_id")),
}


def about(address: Callable[[str], str]) -> Json:
    """Return where everything is; `address` makes the address of a page of ours by its name."""
    return {
        "version": VERSION,
        "profile": address("hsds-profile"),
        "openapi_url": address("hsds-openapi"),
        "description": "Programs of victim-offender mediation, and whom they serve.",
        "publisher": address("directory"),
    }


def profile(address: Callable[[str], str]) -> Json:
    """Return how this API uses the specification: no field of its own, vocabularies instead."""
    return {
        "name": "Victim-offender mediation",
        "hsds_version": VERSION,
        "based_on": f"{SCHEMAS}/",
        "changes_to_schemas": {},
        "description": (
            "No field is added, changed or left away. What is special to victim-offender mediation is said in terms of"
            " the taxonomies below, as attributes of a service or organization. The value of an attribute is `yes`, or"
            " `assess` where each case is looked at. What is not linked is not stated, or denied; what is denied"
            " is said in `eligibility_description`."
        ),
        "identifiers": (
            "A service and its organization have the same id; so have a location and the service at it. A site whose"
            " place is confidential is no location: its telephone number is one of the service's."
        ),
        "service_areas": (
            "`uri` is urn:amends:place: and a code: us-county: and the five digits of the US Census Bureau, us-state:,"
            " ca-prov:, ca-fsa:, gb-nation:, court: and an id of courts-db, country: and two letters, or world."
        ),
        "code_of_all_services": TAXONOMY_CODE,
        "taxonomies": [
            {
                **taxonomy.as_json(),
                "terms": [{"id": str(term.id), "name": term.name} for term in taxonomy.terms()],
            }
            for taxonomy in taxonomies()
        ],
    }


def openapi(address: Callable[[str], str]) -> Json:
    """Return the OpenAPI of all of it."""
    paths: Json = {"/": {"get": _operation("getAbout", "What this API is", {"type": "object"}, ())}}
    for name, (schema, parameters) in LISTS.items():
        title = "".join(word.capitalize() for word in name.split("_"))
        member = {"$ref": f"{SCHEMAS}/{schema}.json"}
        get = _operation(f"list{title}", f"A page of {name.replace('_', ' ')}", _listed(member), parameters)
        answer = get["responses"]["200"]
        answer["content"]["application/x-ndjson"] = {}
        answer["links"] = {schema: _link(f"get{title}")}
        paths[f"/{name}"] = {
            "get": get,
            "post": {**get, "operationId": f"ask{title}", "requestBody": _body(parameters)},
        }
        paths[f"/{name}/{{id}}"] = {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": ID}],
            "get": _operation(f"get{title}", f"One of the {name.replace('_', ' ')}", member, ()),
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of victim-offender mediation programs",
            "version": VERSION,
            "license": {"name": "CC0 1.0", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": address("hsds").rstrip("/")}],
        "paths": paths,
        "components": {
            "schemas": {"Page": _page()},
            "parameters": {name: _parameter(name) for name in PARAMETERS},
        },
    }


def _operation(name: str, summary: str, schema: Json, parameters: tuple[str, ...]) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{each}"} for each in parameters],
        "responses": {
            "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
            "default": {
                "description": "A problem, as RFC 9457 has it",
                "content": {"application/problem+json": {}},
            },
        },
    }


def _listed(member: Json) -> Json:
    contents = {"type": "object", "properties": {"contents": {"type": "array", "items": member}}}
    return {"allOf": [{"$ref": "#/components/schemas/Page"}, contents]}


def _link(operation: str) -> Json:
    return {
        "operationId": operation,
        "description": "The first member in full",
        "parameters": {"id": "$response.body#/contents/0/id"},
    }


def _body(parameters: tuple[str, ...]) -> Json:
    """A POST may say the same in its body, which no log of addresses keeps."""
    own = {name: PARAMETERS[name][1] for name in parameters}
    or_null = {name: {"anyOf": [schema, {"type": "null"}]} for name, schema in own.items()}
    kinds = {"application/json": or_null, "application/x-www-form-urlencoded": own}
    return {
        "required": False,
        "content": {
            kind: {"schema": {"type": "object", "properties": properties}}
            for kind, properties in kinds.items()
        },
    }


def _parameter(name: str) -> Json:
    description, schema = PARAMETERS[name]
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _page() -> Json:
    numbers = ("total_items", "total_pages", "page_number", "size")
    flags = ("first_page", "last_page", "empty")
    return {
        "type": "object",
        "required": ["empty"],
        "properties": dict.fromkeys(numbers, COUNT) | dict.fromkeys(flags, TRUTH),
    }
