"""Every trouble of an endpoint as RFC 9457 says, with what software and people need to mend it.

`answer` is what Django REST framework calls; troubles outside of an endpoint are answered by `amends.web.errors`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from amends.actions import Refused
from amends.web.problems import TROUBLES, Trouble, problem
from api.models import Scope


class ApiProblem(Exception):
    """A trouble that an endpoint raises; `members` are added to the answer, `headers` too."""

    status: int
    trouble: Trouble

    def __init__(self, *, headers: dict[str, str] | None = None, **members: Any):
        super().__init__(self.trouble.code)
        self.headers, self.members = headers or {}, members


class Invalid(ApiProblem):
    """What was sent cannot be taken; each error says where it is and what is wrong."""

    status = 400
    trouble = Trouble(
        "invalid", _("Something in the request is not right"), _("Each error says where, and what is wrong.")
    )

    def __init__(self, *errors: dict[str, str]):
        super().__init__(errors=list(errors))


class NotJson(ApiProblem):
    status = 400
    trouble = Trouble("not_json", _("This is not one JSON object"), _("Send one object, in UTF-8."))


class ScopeMissing(ApiProblem):
    """The person may, but not by this token."""

    status = 403
    trouble = Trouble(
        "scope_missing", _("The token is not for this"), _("Make a token with the scopes that are named.")
    )

    def __init__(self, missing: Sequence[Scope]):
        named = [scope.value for scope in missing]
        header = f'Bearer error="insufficient_scope", scope="{" ".join(named)}"'
        super().__init__(headers={"WWW-Authenticate": header}, scopes=named)


class StepNotPossible(ApiProblem):
    """A rule says no; `unmet` names every rule that does, as the page does."""

    status = 409
    trouble = Trouble(
        "refused", _("Something has to happen first"), _("Each unmet rule says what it is, and what to do.")
    )

    def __init__(self, unmet: Iterable[Any]):
        super().__init__(unmet=[reason_of(each) for each in unmet])


class InProgress(ApiProblem):
    status = 409
    trouble = Trouble(
        "in_progress",
        _("The same request is being worked on"),
        _("Send it again in a moment, with the same key, to learn how it ended."),
    )

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class TooLarge(ApiProblem):
    status = 413
    trouble = Trouble("too_large", _("The request is too large"), _("Send less at once."))


class KeyReused(ApiProblem):
    status = 422
    trouble = Trouble(
        "key_reused",
        _("This key belongs to another request"),
        _("Make a new Idempotency-Key for each request that is not a repetition."),
    )


NOT_ACCEPTABLE = Trouble(
    "not_acceptable", _("We cannot answer in that form"), _("Answers are application/json; accept that.")
)
UNSUPPORTED = Trouble(
    "unsupported_media_type", _("We cannot read that form"), _("Send application/json, in UTF-8.")
)
OF_FRAMEWORK: dict[type[Exception], Trouble] = {
    Http404: TROUBLES["404"],
    PermissionDenied: TROUBLES["403"],
    exceptions.NotAuthenticated: TROUBLES["401"],
    exceptions.PermissionDenied: TROUBLES["403"],
    exceptions.MethodNotAllowed: TROUBLES["405"],
    exceptions.NotAcceptable: NOT_ACCEPTABLE,
    exceptions.UnsupportedMediaType: UNSUPPORTED,
    exceptions.ParseError: NotJson.trouble,
}
STATUS: dict[type[Exception], int] = {Http404: 404, PermissionDenied: 403}


def reason_of(each: Any) -> dict[str, str]:
    """Return an unmet rule in words, as the page of the step shows it."""
    names = ("id", "rule", "sentence", "source", "remedy")
    return {name: str(getattr(each, name, "")) for name in names}


def field_error(name: str, detail: Any) -> dict[str, str]:
    """Return what is wrong with a member of the body; "" is the body as a whole."""
    return {"pointer": f"#/{name}" if name else "#", "detail": str(detail)}


def parameter_error(name: str, detail: Any) -> dict[str, str]:
    """Return what is wrong with a parameter of the address."""
    return {"parameter": name, "detail": str(detail)}


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Return the problem for an error; None for one that is our own fault, which Django answers as 500."""
    if isinstance(error, Refused):
        error = StepNotPossible(error.reasons)
    if isinstance(error, ApiProblem):
        return problem(error.trouble, error.status, headers=error.headers, **error.members)
    trouble = OF_FRAMEWORK.get(type(error))
    if trouble is None:
        return None
    headers = {}
    if isinstance(error, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    if isinstance(error, exceptions.NotAuthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return problem(trouble, STATUS.get(type(error)) or error.status_code, headers=headers)  # type: ignore[attr-defined]
