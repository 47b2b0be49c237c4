"""Whether this program's API answers, which version it is, and its schema; for anybody."""

import json
from functools import cache

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.endpoint import Endpoint

SCHEMA_TYPE = "application/vnd.oai.openapi+json"


class HealthSerializer(serializers.Serializer):
    status = serializers.ChoiceField(choices=["ok"])


class VersionSerializer(serializers.Serializer):
    version = serializers.CharField(help_text="That of the schema: additions raise its second number.")
    openapi = serializers.URLField()


class Health(Endpoint):
    scopes = {"GET": ()}

    @extend_schema(
        operation_id="health", summary="Whether the API answers", auth=[], responses=HealthSerializer
    )
    def get(self, request: Request) -> Response:
        """Answer after one query; a database that is away is an error like any other."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return Response({"status": "ok"})


class Version(Endpoint):
    scopes = {"GET": ()}

    @extend_schema(
        operation_id="version", summary="Which version this is", auth=[], responses=VersionSerializer
    )
    def get(self, request: Request) -> Response:
        """Return the version, and where the schema is."""
        where = request.build_absolute_uri(reverse("api-schema"))
        return Response({"version": settings.SPECTACULAR_SETTINGS["VERSION"], "openapi": where})


class Schema(Endpoint):
    """The same for every program, in English, and drawn once in each process."""

    scopes = {"GET": ()}

    @extend_schema(
        operation_id="schema",
        summary="This API as OpenAPI 3.1",
        auth=[],
        responses={(200, SCHEMA_TYPE): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the OpenAPI document."""
        return HttpResponse(document(), content_type=SCHEMA_TYPE)


@cache
def document() -> bytes:
    """Return the OpenAPI document, as the code says it."""
    with override("en"):
        drawn = SchemaGenerator(urlconf="amends.urls_tenant").get_schema(request=None, public=True)
    return json.dumps(drawn, ensure_ascii=False).encode()
