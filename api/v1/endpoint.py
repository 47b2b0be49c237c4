"""What every endpoint has: the scopes it needs, the program and its time zone, one way to find a row."""

from collections.abc import Mapping
from datetime import tzinfo
from functools import cached_property
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.common import no_append_slash
from rest_framework.views import APIView

from amends import audit
from api.models import Scope
from programs.facts import Asked, CaseFacts
from programs.models import MediationCase, Program
from programs.reaching import find_target


class Endpoint(APIView):
    """One address of the API. Roles are asked by the access policy, rows by `visible_to`, scopes here."""

    http_method_names: ClassVar = ["get", "head", "post"]
    scopes: ClassVar[Mapping[str, tuple[Scope, ...]]] = {}

    # A request without the slash is a mistake that is said, not a redirect on which a POST would lose its body.
    @method_decorator(no_append_slash)
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with times in the zone of the program, as its pages show them."""
        with timezone.override(self.zone):
            return super().dispatch(request, *args, **kwargs)

    @property
    def zone(self) -> tzinfo | None:
        """Return the time zone of the answer; None is UTC."""
        return None


class ProgramEndpoint(Endpoint):
    """One that shows or changes something of the program."""

    @property
    def zone(self) -> tzinfo:
        return self.program.zone

    @cached_property
    def program(self) -> Program:
        return get_object_or_404(Program)

    def facts(self, case: MediationCase, **asked: Any) -> CaseFacts:
        """Return what the guards look at, as of now."""
        return CaseFacts(case=case, program=self.program, now=timezone.now(), asked=Asked(**asked))

    def find(self, about: str, key: Any) -> Any:
        """Return the row of this key if whoever asks may see it; raises Http404."""
        return find_target(about, self.request.user, key)

    def note_read(self, rows: Any) -> None:
        """Say in the audit that these rows of personal data were read."""
        audit.read(rows, actor=self.request.user, purpose="api")
