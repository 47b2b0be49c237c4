"""Write what the public directory says of the program, publish it, take it out, and say that it still holds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import action
from network import places
from network.directory.facts import NotAFact
from programs.listing.assembling import facts_of
from programs.listing.document import changed_document, kept_site, sites, tells_a_door, with_places, with_site
from programs.listing.publishing import asks_again, draft_mark, needs_of_listing, push_if_listed, push_listing
from programs.meanwhile import changed, differing
from programs.models import Program
from programs.networks.telling import tell_if_member
from programs.openness import Need

CAPACITY = ("capacity", "waiting_days")
"""What is published at once: whoever looks for help today must not call in vain."""


class ListingChanged(Exception):
    """What somebody changed was changed by somebody else since the form was opened; nothing is written."""

    def __init__(self, names: set[str]):
        super().__init__(", ".join(sorted(names)))
        self.names = names


class UnableToList(Exception):
    """The listing cannot be published: `needs` says what is missing, `why` is "changed" when another was looked at."""

    def __init__(self, why: str, needs: Sequence[Need] = ()):
        super().__init__(why)
        self.why, self.needs = why, needs


class UnknownPlace(LookupError):
    """No place has this code."""


@action
def change_listing(
    *, actor: Any, values: Mapping[str, Any], shown: Mapping[str, str] | None = None
) -> Program:
    """Change the draft; an empty value is "not stated". Return the program.

    With `shown`, what a form showed (`meanwhile.read_mark`), only what the sender changed is written, and
    ListingChanged raised when that was changed meanwhile. Raises NotAFact and NotInListing for what cannot be said.
    """
    program = Program.objects.select_for_update().get()
    taken = _taken(program.listing_draft, values, shown)
    _keep_draft(program, changed_document(program.listing_draft, taken))
    audit.record("listing_drafted", program, actor=actor, fields=sorted(taken))
    return program


@action
def change_capacity(
    *, actor: Any, values: Mapping[str, Any], shown: Mapping[str, str] | None = None
) -> Program:
    """Say whether cases are taken now, and how long one waits; a listing that is published says it at once.

    Raises as `change_listing`.
    """
    program = Program.objects.select_for_update().get()
    taken = _taken(program.listing_draft, {name: values[name] for name in CAPACITY}, shown)
    _keep_draft(program, changed_document(program.listing_draft, taken))
    if program.is_listed:
        program.listing = changed_document(program.listing, taken)
        program.save(update_fields=["listing"])
    push_if_listed(program)
    audit.record("capacity_changed", program, actor=actor, capacity=program.listing_draft.get("capacity", ""))
    return program


def _taken(
    document: Mapping[str, Any], values: Mapping[str, Any], shown: Mapping[str, str] | None
) -> dict[str, Any]:
    there = {name: document.get(name, "") for name in values}
    names = differing(values, there)
    if shown is not None:
        names &= changed(shown, values)
        if contested := names & changed(shown, there):
            raise ListingChanged(contested)
    return {name: values[name] for name in names}


def _keep_draft(program: Program, document: dict[str, Any]) -> None:
    # Checked as a whole, so that what is kept can be published.
    facts_of(program, document)
    program.listing_draft = document
    program.save(update_fields=["listing_draft"])


@action
def serve_places(*, actor: Any, codes: Sequence[str]) -> Program:
    """Say that these places are served, besides those that are. Raises UnknownPlace, and NotAFact for too many."""
    program = Program.objects.select_for_update().get()
    if missing := set(codes) - places.names_of(codes).keys():
        raise UnknownPlace(", ".join(sorted(missing)))
    _keep_draft(program, with_places(program.listing_draft, add=tuple(codes)))
    audit.record("listing_drafted", program, actor=actor, fields=["serves"])
    return program


@action
def stop_serving(*, actor: Any, codes: Sequence[str]) -> Program:
    """Take places out of those that are served; one that is not among them is nothing."""
    program = Program.objects.select_for_update().get()
    _keep_draft(program, with_places(program.listing_draft, remove=tuple(codes)))
    audit.record("listing_drafted", program, actor=actor, fields=["serves"])
    return program


@action
def put_site(
    *, actor: Any, site_id: str, site: Mapping[str, Any], shown: Mapping[str, str] | None = None
) -> Program:
    """Add a site or change it; of a confidential one nothing is kept but an area in words and a telephone number.

    Raises NotAFact when the area may be an address, and ListingChanged as `change_listing`.
    """
    program = Program.objects.select_for_update().get()
    kept, there = kept_site(site), sites(program.listing_draft).get(site_id)
    if kept["is_confidential"] and tells_a_door(kept["area"]):
        raise NotAFact("An area has no number: a confidential site is nowhere told by its address.")
    if shown is not None and there is None:
        raise ListingChanged(set(shown))
    if shown is not None and there is not None and (contested := changed(shown, there)):
        raise ListingChanged(contested)
    _keep_draft(program, with_site(program.listing_draft, site_id, kept))
    audit.record("listing_drafted", program, actor=actor, fields=["sites"])
    return program


@action
def remove_site(*, actor: Any, site_id: str) -> Program:
    """Take a site out of the draft; one that is gone stays so."""
    program = Program.objects.select_for_update().get()
    _keep_draft(program, with_site(program.listing_draft, site_id, None))
    audit.record("listing_drafted", program, actor=actor, fields=["sites"])
    return program


@action
def publish_listing(*, actor: Any, now: datetime, mark: str) -> Program:
    """List the program with what the draft says; that all of it holds is said with it.

    `mark` is that of the draft that was looked at (`draft_mark`). Raises UnableToList: "changed", or "needs" with what
    is missing.
    """
    program = Program.objects.select_for_update().get()
    if needs := [each for each in needs_of_listing(program) if not each.is_met]:
        raise UnableToList("needs", needs)
    if mark != draft_mark(program):
        raise UnableToList("changed")
    program.listing, program.is_listed = program.listing_draft, True
    program.listing_published_at, program.listing_published_by = now, actor
    program.listing_confirmed_on = now.astimezone(program.zone).date()
    program.save(
        update_fields=[
            "listing", "is_listed", "listing_published_at", "listing_published_by", "listing_confirmed_on",
        ]
    )  # fmt: skip
    push_listing(program)
    tell_if_member(program)
    audit.record("listing_published", program, actor=actor, version=program.listing_version)
    return program


@action
def take_listing_out(*, actor: Any) -> Program:
    """Take the program out of the directory; what was written stays, and its address is kept for it."""
    program = Program.objects.select_for_update().get()
    was_listed, program.is_listed = program.is_listed, False
    program.save(update_fields=["is_listed"])
    if was_listed:
        push_listing(program)
        tell_if_member(program)
    audit.record("listing_taken_out" if was_listed else "listing_taken_out_again", program, actor=actor)
    return program


@action
def confirm_listing(*, actor: Any, now: datetime) -> Program:
    """Say that all of what is published still holds."""
    program = Program.objects.select_for_update().get()
    program.listing_confirmed_on = now.astimezone(program.zone).date()
    program.save(update_fields=["listing_confirmed_on"])
    push_if_listed(program)
    tell_if_member(program)
    audit.record("listing_confirmed", program, actor=actor)
    return program


@action
def mark_listing_live(*, actor: None, version: int, now: datetime) -> Program:
    """Note which version the public side shows; word of an older one changes nothing."""
    program = Program.objects.select_for_update().get()
    if version > program.listing_live_version:
        program.listing_live_version, program.listing_live_at = version, now
        program.save(update_fields=["listing_live_version", "listing_live_at"])
    audit.record("listing_live", program, actor=actor, version=version)
    return program


@action
def ask_to_confirm(*, actor: None, now: datetime) -> int:
    """Write to the administrators that the listing is to be looked at again; return to how many.

    Nothing when somebody has confirmed it meanwhile.
    """
    program = Program.objects.get()
    found: list[User] = []
    if asks_again(program, now.astimezone(program.zone).date()):
        found = list(User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]).only("pk"))
    for user in found:
        outbox.queue("programs.listing_reminder", user_id=user.pk)
    audit.record("listing_reminded" if found else "listing_reminded_again", program, actor=actor)
    return len(found)
