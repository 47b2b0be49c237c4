"""Jobs between the program and the directory: a new version goes out, word comes back, and twice a year a question."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from amends import outbox
from amends.accounts.models import Role, User
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from network.directory.actions import hide_listing, note_asked, store_claim, store_listing
from network.directory.facts import Facts
from network.directory.models import STALE_AFTER, Claim, ClaimState, Listing
from network.directory.points import with_points
from programs.actions.claims import hear_claim
from programs.actions.listing import ask_to_confirm, mark_listing_live
from programs.listing.assembling import facts_of, names_of_places
from programs.listing.publishing import ASKED_BEFORE, asks_again
from programs.models import Program
from programs.recipients import address_of, for_staff
from tenants.models import Tenant

ASKED_AT_ONCE = 200
"""Programs that are asked in one turn of the schedule; the others wait for the next."""


@outbox.crossing("programs.publish_listing")
class PublishListing:
    """Bring the directory up to date: what the program says of itself there, or that it is not listed."""

    @staticmethod
    def read(*, version: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what the listing says now; a version that was overtaken carries the newer facts, which is right."""
        program = Program.objects.get()
        told: dict[str, Any] = {"version": program.listing_version, "facts": None}
        if not program.is_listed:
            return told
        return told | {
            "facts": facts_of(program, program.listing).as_json(),
            "slug": slugify(program.name),
            "confirmed_on": program.listing_confirmed_on,
            "place_names": names_of_places(program.listing),
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Store it in public, and queue the word back which version is live there."""
        # Whose it is says the wall, not the program: it could write any tenant's id into its own rows.
        tenant_id = Tenant.objects.values_list("pk", flat=True).get(schema_name=origin)
        version, now = payload["version"], timezone.now()
        if payload["facts"] is None:
            hide_listing(actor=None, tenant_id=tenant_id, version=version, now=now)
        else:
            store_listing(
                actor=None,
                tenant_id=tenant_id,
                slug=payload["slug"],
                # Asked for on this side, so that no program says by itself where something is.
                facts=with_points(Facts.from_json(payload["facts"])),
                version=version,
                now=now,
                confirmed_on=payload["confirmed_on"],
                place_names=tuple(payload["place_names"]),
            )
        outbox.queue_for(origin, "programs.listing_is_live", version=version)


@outbox.job("programs.listing_is_live")
def listing_is_live(*, version: int) -> None:
    """Note, back in the program, which version of its listing the public side shows."""
    mark_listing_live(actor=None, version=version, now=timezone.now())


@outbox.crossing("programs.claim_listing")
class ClaimListing:
    """Bring to the platform that the program says a listing from public sources is its own."""

    @staticmethod
    def read() -> dict[str, Any]:
        """Return what the program claims by now."""
        return dict(Program.objects.get().listing_claim or {})

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Store the claim; whose it is says the wall."""
        store_claim(
            actor=None,
            tenant_id=Tenant.objects.values_list("pk", flat=True).get(schema_name=origin),
            listing_id=uuid.UUID(payload["listing"]),
            account=payload["account"],
            asked_at=datetime.fromisoformat(payload["asked_at"]),
        )


@outbox.crossing("programs.hear_claim", to="tenant")
class HearClaim:
    """Bring word of what the operator decided about a claim."""

    @staticmethod
    def read(*, claim_id: uuid.UUID) -> dict[str, Any]:
        """Return which listing it is about, and what holds by now."""
        return dict(Claim.objects.values("listing_id", "state").get(pk=claim_id))

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - a crossing to a tenant is the platform's
        """Have the program's administrators written to."""
        hear_claim(actor=None, **payload)


@letter("programs.claim_letter")
def claim_letter(*, user_id: uuid.UUID) -> Letter | None:
    """Tell an administrator what became of the claim."""
    user, program = User.objects.get(pk=user_id), Program.objects.get()
    claim = program.listing_claim
    if not user.is_active or not user.has_role(Role.PROGRAM_ADMIN) or claim is None:
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        page = address_of(reverse("listing", "amends.urls_tenant"))
        return Letter(recipient, _("About your listing"), f"{_decided(claim)}\n\n{page}")


def _decided(claim: dict[str, Any]) -> str:
    if claim["state"] == ClaimState.ACCEPTED:
        said = _("The listing “%(name)s” is yours now. It says what you say as soon as you publish:")
    else:
        said = _("We could not make sure that the listing “%(name)s” is about you. You can publish your own:")
    return said % {"name": claim["name"]}


@outbox.job("programs.ask_listings", platform=True)
def ask_listings() -> None:
    """Have the programs asked whose listing is about to count as unconfirmed: one query, however many there are."""
    due = timezone.now().date() - STALE_AFTER + ASKED_BEFORE
    listings = Listing.objects.asked_again(due)[:ASKED_AT_ONCE]
    schemas = dict(
        Tenant.objects.filter(pk__in=[each.tenant_id for each in listings]).values_list("pk", "schema_name")
    )
    for listing in listings:
        if schema := schemas.get(listing.tenant_id):
            outbox.queue_for(schema, "programs.remind_of_listing")
    note_asked(actor=None, listings=[each.pk for each in listings], today=timezone.now().date())


@outbox.job("programs.remind_of_listing")
def remind_of_listing() -> None:
    """Have the administrators asked whether all of the listing still holds."""
    ask_to_confirm(actor=None, now=timezone.now())


@letter("programs.listing_reminder")
def listing_reminder(*, user_id: uuid.UUID) -> Letter | None:
    """Ask an administrator to look at the listing; nothing when somebody has confirmed it meanwhile."""
    user, program = User.objects.get(pk=user_id), Program.objects.get()
    today = timezone.now().astimezone(program.zone).date()
    if not user.is_active or not user.has_role(Role.PROGRAM_ADMIN) or not asks_again(program, today):
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        page = address_of(reverse("listing", "amends.urls_tenant"))
        return Letter(recipient, _("Does your listing still hold?"), f"{_reminder(program)}\n\n{page}")


def _reminder(program: Program) -> str:
    confirmed = program.listing_confirmed_on or date.min
    return "\n\n".join(
        (
            _("Somebody said on %(day)s that all of your listing in the directory holds. Does it still?")
            % {"day": date_format(confirmed)},
            _("If nobody confirms it by %(day)s, the directory shows it as unconfirmed. Look here:")
            % {"day": date_format(confirmed + STALE_AFTER + timedelta(days=1))},
        )
    )
