"""Write whether the program takes part in figures across programs, and count its cases for them."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from amends import audit, outbox
from amends.actions import Refused, action
from network import places
from programs.models import MediationCase, Program
from programs.sharing import consent as consents
from programs.sharing import handing
from programs.sharing.consent import WORDS, Consent, figures_shared_with
from programs.sharing.counting import counts_of
from programs.sharing.reasons import NO_PART, NO_PLACE, NOT_SHARED, OTHER_WORDS


@action
def share_figures(*, actor: Any, words: int, region: str, network: str, now: datetime) -> Consent:
    """Take part in figures across programs from the next year on, or change in which; counts cross, never a case.

    `words` is the version of the text that was shown, `region` a code of `network.places` (a state or province),
    `network` the id of one network that the program shares its figures with, or "". Refused for another version of
    the text (`OTHER_WORDS`), an unknown place (`NO_PLACE`), a network that it shares no figures with (`NOT_SHARED`).
    """
    program = Program.objects.select_for_update().get()
    if words != WORDS:
        raise Refused(OTHER_WORDS)
    if places.place_of(region) is None:
        raise Refused(NO_PLACE)
    if network and network not in [each.network for each in figures_shared_with(program)]:
        raise Refused(NOT_SHARED)
    before = Consent.of(program)
    first = consents.first_year_from(now.astimezone(ZoneInfo(program.time_zone)).date())
    after = Consent(
        number=before.number + 1,
        words=words,
        region=region,
        network=network,
        first_year=first,
        began=before.began if before.is_given else first,
        given_at=now.isoformat(),
        given_by=str(actor.pk),
    )
    _say(program, after)
    facts = {"first_year": after.first_year, "words": words, "region": region.lower()}
    audit.record("figures_shared", program, actor=actor, network=UUID(network) if network else None, **facts)
    return after


@action
def stop_sharing_figures(*, actor: Any, now: datetime) -> Consent:
    """Take part no more: nothing that is not sealed is counted; what was published stays, as nobody is seen in it."""
    program = Program.objects.select_for_update().get()
    before = Consent.of(program)
    if not before.is_given:
        raise Refused(NO_PART)
    last = consents.last_year_sealed(now.astimezone(ZoneInfo(program.time_zone)).date())
    after = replace(before, number=before.number + 1, last_year=last)
    _say(program, after)
    audit.record("figures_stopped", program, actor=actor, last_year=after.last_year)
    return after


@action
def count_figures(*, actor: None, period_id: UUID, kind: str, year: int, now: datetime) -> None:
    """Count a period's cases once, keep the counts, and have them handed in.

    Cases and copy are written in one transaction: whoever comes later finds the same counts and hands these in.
    """
    program = Program.objects.select_for_update().get()
    consent = Consent.of(program)
    if not consent.holds_for(year):
        audit.record("figures_not_counted", program, actor=actor, year=year, kind=kind)
        return
    if handing.Handed.of(program, kind, year):
        audit.record("figures_handed_again", program, actor=actor, year=year, kind=kind)
    else:
        counted = counts_of(program, kind, year, consent.began)
        MediationCase.objects.filter(pk__in=counted.cases).update(counted_in=year)
        copy = handing.Handed(
            kind=kind,
            year=year,
            period=str(period_id),
            counts=counted.counts,
            cases=counted.size,
            at=now.isoformat(),
            digest=handing.digest_of(counted.counts),
        )
        handing.keep(program, copy)
        audit.record("figures_counted", program, actor=actor, year=year, kind=kind, cases=counted.size)
    outbox.queue("programs.figures_handed", period_id=period_id, kind=kind, year=year)


def _say(program: Program, consent: Consent) -> None:
    """Keep the program's word, and queue that the platform hears it."""
    consents.keep(program, consent)
    outbox.queue("programs.figures_consented", number=consent.number)
