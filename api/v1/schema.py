"""What the OpenAPI document says beside the serializers: authentication, problems, parts of lists, form fields."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter

from amends.web.problems import CONTENT_TYPE, KIND
from api.models import Scope
from api.v1.pages import MOST, USUAL
from api.v1.questions import schema_of

SCHEME = "token"
PART = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        description="How many at most.",
    ),
    OpenApiParameter("cursor", str, description="Where to go on: take it from `next` as it is."),
]
KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
    "description": "A key of your own for this request. Sent again within 24 hours it has no second effect.",
}
_TEXT = {"type": "string"}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `errors` with `invalid`, `unmet` with `refused`, `scopes` with `scope_missing`.",
    "properties": {
        "type": {"type": "string", "pattern": f"^{KIND}[a-z_]+$"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": dict.fromkeys(("pointer", "parameter", "header", "detail"), _TEXT),
                "required": ["detail"],
            },
        },
        "unmet": {"type": "array", "items": {"$ref": "#/components/schemas/Unmet"}},
        "scopes": {"type": "array", "items": {"type": "string", "enum": Scope.values}},
    },
    "required": ["type", "title", "status", "detail"],
}


class TokenScheme(OpenApiAuthenticationExtension):
    """How drf-spectacular writes down what `TokenAuthentication` asks for."""

    target_class = "api.v1.asking.TokenAuthentication"
    name = SCHEME

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that an administrator of the program made.",
        }

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        scopes = auto_schema.view.scopes[auto_schema.method]
        return {SCHEME: [scope.value for scope in scopes]}


def as_json(fields: Mapping[str, forms.Field]) -> dict[str, Any]:
    """Return the body that asks these fields of a form, for `extend_schema`; in English, as all of the document."""
    with override("en"):
        return {"application/json": schema_of(fields)}


def finished(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add to every operation its problems and, where it changes something, the key; drf-spectacular calls this last."""
    schemas = result["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    default = {
        "description": "What is wrong.",
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result["paths"].values():
        for method, operation in path.items():
            operation["responses"]["default"] = default
            if method == "post":
                operation.setdefault("parameters", []).append(KEY_PARAMETER)
                body = operation["requestBody"]["content"]["application/json"]
                name = "".join(part.title() for part in operation["operationId"].split("_")) + "Answers"
                schemas[name], body["schema"] = body["schema"], {"$ref": f"#/components/schemas/{name}"}
    return result
