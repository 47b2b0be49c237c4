"""Keys of an agency's software: made, used and revoked."""

import uuid
from datetime import datetime, timedelta

from amends import audit
from amends.accounts.access import Outsider
from amends.accounts.bearer import SHOWN, digest_of, key_of, new_token
from amends.accounts.models import User
from amends.actions import action
from network.agencies import software
from network.agencies.models import AgencyKey, AgencyMember

LASTS = timedelta(days=365)


@action
def make_agency_key(*, actor: User, name: str, now: datetime) -> tuple[AgencyKey, str]:
    """Make a key of the actor's agency; return its row and the key itself, which is nowhere else."""
    secret = new_token()
    digest = digest_of(secret)
    key = AgencyKey.objects.create(
        id=key_of(digest),
        agency_id=AgencyMember.objects.values_list("agency_id", flat=True).get(user=actor),
        name=name,
        digest=digest,
        beginning=secret[:SHOWN],
        made_by=actor,
        made_at=now,
        expires_at=now + LASTS,
    )
    audit.record("agency.key_made", key, actor=actor)
    return key, secret


@action
def revoke_agency_key(*, actor: User, key: AgencyKey, now: datetime) -> None:
    """End a key of the actor's agency at once, whoever made it; once more changes nothing."""
    mine = AgencyKey.objects.filter(pk=key.pk, revoked_at=None, agency__members__user=actor)
    ended = mine.update(revoked_at=now)
    audit.record("agency.key_revoked" if ended else "agency.key_revoked_again", key, actor=actor)


@action
def hand_software_over(*, actor: Outsider, key: AgencyKey, tenant_id: uuid.UUID, now: datetime) -> str:
    """Return a hand-over to a program for an agency's software, and note the day on which its key was used."""
    AgencyKey.objects.filter(pk=key.pk).update(last_used_on=now.date())
    audit.record("agency.software_handed_over", key, actor=actor, program=tenant_id)
    return software.issue(key, tenant_id=tenant_id)
