"""Change how the program shows itself: where it is called, its accent colour, its logo."""

from typing import Any

from amends import audit
from amends.actions import action
from amends.web.colours import Accent
from amends.web.logos import Logo
from programs.introducing import introduce
from programs.listing.publishing import push_if_listed
from programs.models import Program, ProgramLogo


class Unreadable(Exception):
    """Text in this accent could not be read by everybody."""


@action
def change_look(
    *, actor: Any, public_telephone: str, accent: str, logo: Logo | None = None, removes_logo: bool = False
) -> Program:
    """Change it; `accent` is "" for our own or "#rrggbb", `logo` None to leave the logo as it is. Raises Unreadable."""
    if accent and not Accent(accent).is_readable:
        raise Unreadable
    program = Program.objects.select_for_update().get()
    is_called_elsewhere = program.public_telephone != public_telephone
    program.public_telephone, program.accent = public_telephone, accent
    if logo is not None:
        values = {"content": logo.content, "width": logo.width, "height": logo.height}
        ProgramLogo.objects.update_or_create(only=1, defaults=values)
        program.logo_version = program.logos_made = program.logos_made + 1
    elif removes_logo:
        ProgramLogo.objects.all().delete()
        program.logo_version = 0
    program.save(update_fields=["public_telephone", "accent", "logo_version", "logos_made"])
    if is_called_elsewhere:
        introduce(program)
        push_if_listed(program)
    audit.record(
        "look_changed", program, actor=actor, has_accent=bool(accent), logo_version=program.logo_version
    )
    return program
