"""Letters to people with an account, or invited to one: short, and silent about what is done here."""

import uuid

from allauth.account.models import EmailConfirmation
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.accounts.links import absolute, name_of_place, sign_invitation
from amends.accounts.models import Invitation, Role, User
from amends.accounts.tokens import PlaceResetTokens, id_of_address
from amends.mail import Channel, Discretion, Letter, Recipient, letter
from amends.mail.letters import in_language_of
from tenants.place import PUBLIC, required_schema


def recipient_of(email: str, language: str) -> Recipient:
    """Return somebody who works here: the address that they gave themselves, or were invited at."""
    return Recipient(Channel.EMAIL, email, language or settings.LANGUAGE_CODE, Discretion.OPEN)


def _path(name: str, *arguments: str) -> str:
    # A worker serves no request: it says itself whose addresses are meant.
    public = required_schema() == PUBLIC
    return reverse(name, settings.TENANCY_PUBLIC_URLCONF if public else settings.ROOT_URLCONF, args=arguments)


@letter("accounts.invitation")
def invitation_letter(*, invitation_id: uuid.UUID) -> Letter | None:
    """Write the link that makes an account."""
    invitation = Invitation.objects.select_related("invited_by").get(pk=invitation_id)
    if not invitation.is_open(timezone.now()):
        return None
    recipient = recipient_of(invitation.email, invitation.language)
    with in_language_of(recipient):
        link = absolute(_path("invitation", sign_invitation(invitation)))
        return Letter(
            recipient,
            _("Your invitation"),
            f"{_invited(invitation)}\n\n"
            + _(
                "Open this link and choose a password:\n\n%(link)s\n\n"
                "The link works once, and for seven days. If you do not expect this, ask the person who invited you, "
                "or do nothing."
            )
            % {"link": link},
        )


def _invited(invitation: Invitation) -> str:
    """Return who invites to what, as which: a message that names nobody looks like a fraud."""
    told = {
        "place": name_of_place(),
        "roles": ", ".join(str(Role(role).label) for role in invitation.roles),
        "inviter": invitation.invited_by.name if invitation.invited_by else "",
    }
    if invitation.invited_by is None:
        return _("You are invited to work at %(place)s. Your role there: %(roles)s.") % told
    return _("%(inviter)s invites you to work at %(place)s. Your role there: %(roles)s.") % told


@letter("accounts.reset_link")
def reset_letter(*, address_id: uuid.UUID) -> Letter | None:
    """Write the link with which a new password is chosen; it is made here, and stored nowhere.

    The address is one that somebody typed: mostly of a person here, perhaps of nobody.
    """
    people = User.objects.filter(is_active=True)
    user = next((each for each in people if id_of_address(each.email) == address_id), None)
    if user is None:
        return None
    recipient = recipient_of(user.email, user.language)
    with in_language_of(recipient):
        key = PlaceResetTokens().make_token(user)
        link = absolute(_path("account_reset_password_from_key", user_pk_to_url_str(user), key))
        return Letter(
            recipient,
            _("Choose a new password"),
            _(
                "Somebody, probably you, asked for a new password. Open this link to choose one:\n\n%(link)s\n\n"
                "The link works once, and for an hour. If it was not you, do nothing: your password stays."
            )
            % {"link": link},
        )


@letter("accounts.confirm_address")
def confirmation_letter(*, confirmation_id: int) -> Letter | None:
    """Write the link with which an e-mail address is confirmed."""
    confirmation = (
        EmailConfirmation.objects.select_related("email_address__user").filter(pk=confirmation_id).first()
    )
    if confirmation is None:
        return None
    address = confirmation.email_address
    recipient = recipient_of(address.email, address.user.language)
    with in_language_of(recipient):
        link = absolute(_path("address-confirm", confirmation.key))
        return Letter(
            recipient,
            _("Confirm your e-mail address"),
            _(
                "Open this link to confirm that this is your address, for your account at %(place)s:\n\n%(link)s\n\n"
                "The link works for three days. If you do not expect this, do nothing."
            )
            % {"link": link, "place": name_of_place()},
        )


@letter("accounts.changed")
def changed_letter(*, user_id: uuid.UUID, what: str) -> Letter | None:
    """Tell somebody that how they sign in was changed, in case it was not them."""
    user = User.objects.get(pk=user_id)
    # Whoever took the account over reads the new address; the person reads the one before.
    is_moved = what == "address"
    recipient = recipient_of(user.former_email if is_moved else user.email, user.language)
    with in_language_of(recipient):
        sentences = {
            "password": _("Your password was changed."),
            "second_factor_added": _("A second step was added to your sign-in."),
            "second_factor_removed": _("A second step was removed from your sign-in."),
            "second_factor_reset": _(
                "An administrator took the second step of your sign-in away. Add a new one at your next visit."
            ),
            "recovery_codes": _("New recovery codes were made; the old ones no longer work."),
            "address_asked": _(
                "Somebody asked to change the e-mail address of your account. It changes when the new address is"
                " confirmed."
            ),
            "address": _(
                "The e-mail address of your account was changed. You sign in with the new one from now on."
            ),
        }
        ending = (
            _("If it was not you, tell your administrator now: somebody else may be in your account.")
            if is_moved
            else _("If it was not you, choose a new password now, and tell your administrator:\n\n%(link)s")
            % {"link": absolute(_path("password-reset"))}
        )
        return Letter(recipient, _("Your account was changed"), f"{sentences[what]}\n\n{ending}")
