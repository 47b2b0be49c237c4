"""The people of this place: who works here, with which roles, and who is invited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from amends.accounts.actions import invitations, people
from amends.accounts.forms import AcceptForm, InviteForm, RolesForm
from amends.accounts.links import read_invitation
from amends.accounts.models import Invitation, Role, User
from amends.accounts.views.signing_in import SIGN_IN_AS
from amends.actions import Refused
from amends.web.errors import too_many_requests

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the accounts and the invitations that wait."""
    context = {
        "head": [{"text": text} for text in (_("Name"), _("E-mail address"), _("Roles"), _("Sign-in"))],
        "rows": [_row(user) for user in User.objects.order_by("-is_active", "name", "pk")],
        "invitations": [
            (invitation, words_for(invitation.roles))
            for invitation in Invitation.objects.filter(accepted_at=None, revoked_at=None).order_by(
                "invited_at"
            )
        ],
        "now": timezone.now(),
    }
    return render(request, "accounts/team.html", context)


def _row(user: User) -> list[dict[str, Any]]:
    link = format_html(
        '<a class="govuk-link" href="{}">{}</a>', reverse("team-person", args=[user.pk]), user.name
    )
    factor = _("With a second step") if user.has_second_factor else _("Password only")
    return [
        {"html": link},
        {"text": user.email, "classes": "amends-listing__long"},
        {"text": words_for(user.roles)},
        {"text": factor if user.is_active else _("Disabled")},
    ]


def words_for(roles: list[str]) -> str:
    """Return roles as a reader knows them."""
    return ", ".join(str(Role(role).label) for role in roles) or _("No role")


@GET_OR_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail, after the actor has shown who they are: it gives away a way in."""
    raise_if_reauthentication_required(request, app="allauth.account")
    form = InviteForm(request.POST or None, initial={"language": get_language()})
    reasons: list[Any] = []
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, app="allauth.account", action="manage_email"):
            return too_many_requests(request)
        try:
            invitations.invite_person(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            reasons = list(refused.reasons)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("team")
    context = {"form": form, "reasons": reasons, "has_errors": bool(reasons)}
    return render(request, "accounts/invite.html", context, status=409 if reasons else 200)


@GET_OR_POST
def person(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show somebody and change their roles, which asks again who the actor is."""
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="allauth.account")
    form = RolesForm(request.POST or None, initial={"roles": user.roles})
    reasons: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            people.change_roles(actor=request.user, user=user, roles=form.cleaned_data["roles"])
        except Refused as refused:
            reasons = list(refused.reasons)
        else:
            messages.success(request, _("The roles are changed."))
            return redirect("team")
    return _show_person(request, user, form, reasons)


def _show_person(request: HttpRequest, user: User, form: RolesForm, reasons: list[Any]) -> HttpResponse:
    context = {
        "person": user,
        "form": form,
        "reasons": reasons,
        "has_errors": bool(reasons),
        "is_self": user.pk == request.user.pk,
    }
    return render(request, "accounts/person.html", context, status=409 if reasons else 200)


@dataclass(frozen=True)
class Question:
    """What is asked before something that somebody would feel at once."""

    question: Any
    effect: Any
    button: Any


def _change(act: Callable[..., Any], done: Any, asked: Question | None = None) -> Callable[..., HttpResponse]:
    """Return a view that does one thing to an account, after the actor has shown who they are; it asks first."""

    @require_http_methods(["GET", "HEAD", "POST"] if asked else ["POST"])
    def view(request: HttpRequest, pk: Any) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        raise_if_reauthentication_required(request, app="allauth.account")
        if request.method != "POST":
            return render(request, "accounts/ask_first.html", {"person": user, **vars(asked)})
        try:
            act(actor=request.user, user=user)
        except Refused as refused:
            return _show_person(
                request, user, RolesForm(initial={"roles": user.roles}), list(refused.reasons)
            )
        messages.success(request, done)
        return redirect("team-person", pk=pk)

    return view


disable = _change(
    people.disable_user,
    gettext_lazy(
        "The account is disabled, and signed out everywhere. What this person invited and nobody accepted is withdrawn."
    ),
    Question(
        gettext_lazy("Disable this account?"),
        gettext_lazy(
            "The person is signed out everywhere at once and cannot sign in. Their open invitations are withdrawn. "
            "What they did stays on record, and you can let them in again."
        ),
        gettext_lazy("Disable the account"),
    ),
)
enable = _change(people.enable_user, gettext_lazy("The account works again."))
reset_factor = _change(
    people.reset_second_factor,
    gettext_lazy("The second step is taken away. The person adds one at the next visit."),
    Question(
        gettext_lazy("Take the second step away?"),
        gettext_lazy(
            "Until the person adds another, their password alone opens the account. Make sure first, by a call, that "
            "it is this person who asks."
        ),
        gettext_lazy("Take the second step away"),
    ),
)


@require_http_methods(["POST"])
def resend(request: HttpRequest, pk: Any) -> HttpResponse:
    """Send an invitation again, with a new link."""
    invitation = get_object_or_404(Invitation, pk=pk)
    if not ratelimit.consume(request, app="allauth.account", action="manage_email"):
        return too_many_requests(request)
    try:
        invitations.resend_invitation(actor=request.user, invitation=invitation, now=timezone.now())
    except Refused as refused:
        reason = refused.reasons[0]
        messages.warning(request, f"{reason.sentence} {reason.remedy}")
    else:
        messages.success(request, _("The invitation is on its way. The link before it works no more."))
    return redirect("team")


@require_http_methods(["POST"])
def revoke(request: HttpRequest, pk: Any) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        invitations.revoke_invitation(actor=request.user, invitation=invitation, now=timezone.now())
    except Refused as refused:
        messages.warning(request, refused.reasons[0].sentence)
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("team")


@sensitive_post_parameters("password")
@GET_OR_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account of whoever opened an invitation's link."""
    if not ratelimit.consume(request, app="allauth.account", action="reset_password_from_key"):
        return too_many_requests(request)
    found = read_invitation(token)
    if found is None:
        return render(request, "accounts/link_over.html", {"is_invitation": True}, status=404)
    if found[1] != found[0].link_number or not found[0].is_open(timezone.now()):
        return render(request, "accounts/link_over.html", {"is_invitation": True}, status=410)
    invitation, number = found
    candidate = User(email=invitation.email, name=invitation.name)
    form = AcceptForm(request.POST or None, user=candidate, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            invitations.accept_invitation(
                actor=None,
                invitation=invitation,
                link_number=number,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                now=timezone.now(),
                language=get_language() or "",
            )
        except Refused:
            return render(request, "accounts/link_over.html", {"is_invitation": True}, status=410)
        messages.success(request, _("Your account is ready. Sign in with your password."))
        request.session[SIGN_IN_AS] = invitation.email
        return redirect("sign-in")
    return render(request, "accounts/accept.html", {"form": form, "invitation": invitation})
