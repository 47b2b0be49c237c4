"""Keep what is agreed with each referral source: add, change, close and open again; nothing is deleted."""

import uuid
from dataclasses import dataclass
from typing import Any

from amends import audit
from amends.actions import action
from programs.models import Office, ReferralSource
from programs.models.referral import OFFICE_OF, ReferrerClass


@dataclass(frozen=True)
class Agreed:
    """What a program has agreed with a source; `answer_days` and `told_user` may be left out."""

    name: str
    kind: str
    asks_for: list[str]
    answer_days: int | None
    told_roles: list[str]
    told_user: Any
    told_back: str
    agency_id: uuid.UUID | None = None
    """The agency of the platform that it is."""
    is_office: bool = True
    """Is it an office itself, from which then nobody mediates in its cases (N1)?"""

    def office(self) -> Office | None:
        """Return the office of this name, made if it is new; people who are no office have none."""
        kind = OFFICE_OF.get(ReferrerClass(self.kind))
        return Office.objects.named(self.name, kind) if kind and self.is_office else None


def _put(source: ReferralSource, agreed: Agreed) -> list[str]:
    """Set what was agreed; return the names of what is different now."""
    told = {name: value for name, value in vars(agreed).items() if name != "is_office"}
    told["office"] = agreed.office()
    changed = [name for name, value in told.items() if getattr(source, name) != value]
    for name in changed:
        setattr(source, name, told[name])
    return changed


@action
def add_source(*, actor: Any, agreed: Agreed) -> ReferralSource:
    """Add a source; the public form offers it from now on."""
    source = ReferralSource()
    _put(source, agreed)
    source.save(force_insert=True)
    audit.record("source_added", source, actor=actor, kind=source.kind, told_back=source.told_back)
    return source


@action
def change_source(*, actor: Any, source: ReferralSource, agreed: Agreed) -> ReferralSource:
    """Change what is agreed; a day that was promised before stays, what is told back changes at once."""
    locked = ReferralSource.objects.select_for_update().get(pk=source.pk)
    changed = _put(locked, agreed)
    locked.save(update_fields=changed)
    audit.record("source_changed", locked, actor=actor, changed=changed, told_back=locked.told_back)
    return locked


@action
def close_source(*, actor: Any, source: ReferralSource) -> ReferralSource:
    """Take a source off the form; what came from it stays as it is."""
    return _switch(source, actor, is_open=False)


@action
def reopen_source(*, actor: Any, source: ReferralSource) -> ReferralSource:
    """Put a source that was closed on the form again."""
    return _switch(source, actor, is_open=True)


def _switch(source: ReferralSource, actor: Any, *, is_open: bool) -> ReferralSource:
    source.is_open = is_open
    source.save(update_fields=["is_open"])
    audit.record("source_reopened" if is_open else "source_closed", source, actor=actor)
    return source
