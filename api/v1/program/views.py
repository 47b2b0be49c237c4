"""The program at whose host one asks."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.models import Scope
from api.v1.endpoint import ProgramEndpoint
from api.v1.program.serializers import PolicySerializer, ProgramSerializer


class ProgramDetail(ProgramEndpoint):
    scopes = {"GET": (Scope.PROGRAM_READ,)}

    @extend_schema(
        operation_id="program", summary="What the program says of itself", responses=ProgramSerializer
    )
    def get(self, request: Request) -> Response:
        """Return its name, kind, place and words."""
        return Response(ProgramSerializer(self.program).data)


class PolicyDetail(ProgramEndpoint):
    scopes = {"GET": (Scope.PROGRAM_READ,)}

    @extend_schema(
        operation_id="policy",
        summary="What the program has decided about its work",
        responses=PolicySerializer,
    )
    def get(self, request: Request) -> Response:
        """Return every setting of the policy in force."""
        return Response(PolicySerializer(self.program).data)
