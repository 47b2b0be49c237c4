"""What travels when a whole program moves, what stays where it was, and why; a test asks it of every table."""

import functools
from typing import Any

from django.apps import apps

from amends.vault.fields import SealedField
from programs.models.imported import ImportKind, ImportState
from programs.models.stored_file import FileState

STAYS = {
    "sessions.session": "Who is signed in is so at one program alone.",
    "usersessions.usersession": "Who is signed in is so at one program alone.",
    "accounts.invitation": "Its link was signed for one program: invite again.",
    "account.emailaddress": "Whether an address is somebody’s is shown anew.",
    "account.emailconfirmation": "Its link was signed for one program.",
    "mfa.authenticator": "Second factors are secrets, and made anew.",
    "audit.auditentry": "It travels as a file that can be read and checked, and is not taken in.",
    "audit.audithead": "The end of the chain of one program’s audit.",
    "mail.delivery": "What became of letters of the program that sent them; contacts say it too.",
    "outbox_done.done": "Jobs are done where they were asked for.",
    "programs.referraldraft": "A form that somebody saved opens with a code of one program.",
    "programs.importchunk": "Spreadsheets that wait are no records of the program.",
    "programs.participantlink": "Ways in to the own page are made anew.",
    "programs.policyfloor": "Minimums come from the networks that the program belongs to.",
    "programs.handover": "A way in for minutes.",
    "api.apitoken": "A token of software is a secret, and made anew.",
    "api.keptanswer": "Answers to software, kept for a day.",
}
"""Tables that do not travel."""

FIELDS_STAY: dict[str, dict[str, str]] = {
    "accounts.user": {
        "password": "Nobody’s password travels.",
        "last_login": "Of one program.",
        "session_stamp": "Of one program.",
        "has_second_factor": "Second factors are made anew.",
    },
    "programs.mediator": {"statements": "Statements of training are signed by the program that made them."},
    "programs.importbatch": {
        "file_name": "What a spreadsheet said does not travel.",
        "headings": "What a spreadsheet said does not travel.",
        "found": "What a spreadsheet said does not travel.",
        "progress": "Of one program.",
    },
    "programs.storedfile": {
        "content_key": "The key of the content: the file itself is in the archive.",
        "pieces": "Of a recording that is still arriving.",
    },
}
"""Columns that do not travel, besides keys of the vault."""

KEY_REASON = "Keys of the vault stay; rows are sealed anew where they arrive."

OUTSIDE_DIGEST: dict[str, dict[str, str]] = {
    "accounts.user": {"is_active": "Accounts arrive disabled, and are enabled by name."},
    "programs.policyversion": {"number": "Counted on from the versions that are there."},
    "programs.mediationcase": {"number_mac": "Made anew with the key of the program."},
}
"""Columns that are set anew where they arrive."""

OF_THE_PROGRAM = (
    *("neutral_name", "type", "preset", "current_policy", "time_zone", "currency", "public_telephone"),
    *("accent", "logo_version", "logos_made", "yearly_costs", "listing_draft"),
)
"""Of the program’s own row only these travel: who it is, who vouches for it and whom it belongs to stays."""

PROGRAM = "programs.program"
REPLACED = ("programs.setupchoice", "programs.policydraft", "programs.programlogo")
"""Tables that set-up may have filled in an empty program: what arrives stands in their place."""
MAY_BE_THERE = ("accounts.user", "programs.policyversion", "programs.importbatch", PROGRAM, *REPLACED)
"""Tables that an empty program may have rows in."""
FINISHED = (ImportState.IMPORTED, ImportState.UNDONE, ImportState.DISCARDED)


@functools.cache
def travelling() -> tuple[Any, ...]:
    """Return the models that travel, those that others name before these."""
    from tenants.place import TEMPLATE
    from tenants.privileges import models_of

    left = {model for model in models_of(TEMPLATE) if model._meta.label_lower not in STAYS}
    ordered: list[Any] = []
    while left:
        ready = [model for model in left if not (_parents(model) - {model}) & left]
        if not ready:
            raise TypeError(f"Tables name each other in a circle: {sorted(map(str, left))}")
        ordered += sorted(ready, key=lambda model: model._meta.label_lower)
        left -= set(ready)
    return tuple(ordered)


def _parents(model: Any) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def model_of(label: str) -> Any:
    """Return a model that travels; raise LookupError for any other."""
    found = apps.get_model(label)
    if found not in travelling():
        raise LookupError(label)
    return found


@functools.cache
def columns_of(model: Any) -> tuple[Any, ...]:
    """Return the columns of a model that travel."""
    label = model._meta.label_lower
    stay = FIELDS_STAY.get(label, {})
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.name not in stay
        and field.name != "vault_key"
        and (label != PROGRAM or field.name in OF_THE_PROGRAM)
    )


@functools.cache
def self_columns(model: Any) -> tuple[str, ...]:
    """Return the columns by which rows of a model name rows of the same."""
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is model
    )


def is_sealed(field: Any) -> bool:
    return isinstance(field, SealedField)


def rows_of(model: Any) -> Any:
    """Return the rows of a model that travel, in the order of their keys."""
    rows = model._default_manager.all()
    label = model._meta.label_lower
    if label == "programs.storedfile":
        rows = rows.filter(draft=None)
    if label == "programs.importbatch":
        rows = rows.filter(kind__in=ImportKind.values, state__in=FINISHED)
    return rows.order_by(model._meta.pk.attname)


def at_rest(model: Any, told: dict[str, Any]) -> dict[str, Any]:
    """Return what a row says once it has arrived: the same however often it travels."""
    label = model._meta.label_lower
    if label == "programs.storedfile" and told["state"] != FileState.CLEAN:
        told["state"] = FileState.REFUSED.value  # its content does not travel
    if label == "programs.importbatch":
        told["erased_at"] = told["erased_at"] or told["ended_at"]
    if label == "accounts.user" and told["email"].endswith(ELSEWHERE):
        told["email"], told["former_email"] = told["former_email"], ""
    elif label == "accounts.user":
        told["former_email"] = ""
    return told


ELSEWHERE = "@moved.invalid"
"""Ends the address of an account whose own is another account's in the program that it came to."""
