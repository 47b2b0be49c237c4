"""`manage operator create EMAIL NAME`: an account that may open the console; the first one has nobody to invite it."""

import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from amends import audit
from amends.accounts.actions import create_user
from amends.accounts.actions.invitations import invite_person
from amends.accounts.links import absolute, sign_invitation
from amends.accounts.models import Role, User
from amends.actions import Refused
from tenants.context import platform

# Who the audit says acted.
ACTOR = "command"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True).add_parser("create")
        what.add_argument("email")
        what.add_argument("name")
        what.add_argument(
            "--prompt", action="store_true", help="ask for the password here instead of printing a link"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = str(options["email"]).lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        with platform(), audit.gathering():
            if options["prompt"]:
                self.create(email, options["name"], self.ask(email, options["name"]))
            else:
                self.invite(email, options["name"])

    def create(self, email: str, name: str, password: str) -> None:
        try:
            create_user(
                actor=ACTOR,
                email=email,
                name=name,
                roles=[Role.OPERATOR],
                password=password,
                is_confirmed=True,
            )
        except IntegrityError as error:
            raise CommandError(f"{email} has an account already.") from error
        self.stdout.write(f"{name} can sign in at {absolute('/sign-in/')}.")

    def invite(self, email: str, name: str) -> None:
        """Print the link of an invitation: it works once, for a week, and its password is chosen there."""
        try:
            invitation = invite_person(
                actor=None, email=email, name=name, roles=[Role.OPERATOR], now=timezone.now()
            )
        except Refused as refusal:
            raise CommandError(" ".join(str(reason.sentence) for reason in refusal.reasons)) from refusal
        path = reverse("invitation", "amends.urls_public", args=[sign_invitation(invitation)])
        self.stdout.write(f"{name} chooses a password here, once, within a week:\n{absolute(path)}")

    def ask(self, email: str, name: str) -> str:
        password = getpass.getpass("Password: ")
        try:
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if getpass.getpass("Once more: ") != password:
            raise CommandError("The two passwords are not the same.")
        return password
