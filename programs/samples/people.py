"""Invented staff for sample cases: accounts without a password, at addresses where nothing can arrive (RFC 2606)."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from programs.models import Mediator, Program

INVENTED = "@sample.invalid"


def employ(program: Program, now: datetime) -> dict[str, Any]:
    """Return two mediators and a supervisor for the samples, made if they are new."""
    standing = min(program.policy.standings)
    people = {
        login: _account(login, name, role)
        for login, name, role in (
            ("mediator-1", _("Ana (sample mediator)"), "mediator"),
            ("mediator-2", _("Ben (sample mediator)"), "mediator"),
            ("supervisor", _("Cleo (sample supervisor)"), "case_supervisor"),
        )
    }
    mediators = [
        Mediator.objects.get_or_create(
            user=people[login],
            defaults={
                "standing": standing,
                "since": now.date(),
                "level": "advanced",
                "is_sample": True,
            },
        )[0]
        for login in ("mediator-1", "mediator-2")
    ]
    return {"mediators": mediators, "supervisor": people["supervisor"]}


def dismiss() -> None:
    """Erase the invented staff; the samples that they worked on have to be gone."""
    Mediator.objects.filter(is_sample=True).delete()
    get_user_model().objects.filter(email__endswith=INVENTED).delete()


def _account(login: str, name: str, role: str) -> Any:
    user, made = get_user_model().objects.get_or_create(
        email=f"{login}{INVENTED}", defaults={"name": name, "roles": [role]}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
