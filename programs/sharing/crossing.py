"""Jobs between the program and the figures across programs: its consent, and its counts."""

import uuid
from typing import Any

from django.utils import timezone

from amends import outbox
from network.reporting import intake
from network.reporting.actions import hear_contributor
from programs.actions.sharing import count_figures
from programs.models import Program
from programs.sharing.consent import Consent
from programs.sharing.handing import Handed
from tenants.models import Tenant


@outbox.crossing("programs.figures_consented")
class TellConsent:
    """Bring the program's word about taking part to the platform."""

    @staticmethod
    def read(*, number: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now; who gave it stays in the program."""
        consent = Consent.of(Program.objects.get())
        return {
            "version": consent.number,
            "words": consent.words,
            "region": consent.region,
            "network": consent.network or None,
            "first_year": consent.first_year,
            "last_year": consent.last_year,
            "given_at": consent.given_at,
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Keep it; whose it is says the wall."""
        tenant = Tenant.objects.get(schema_name=origin)
        hear_contributor(actor=None, tenant=tenant, said=payload, now=timezone.now())


@outbox.job("programs.count_figures")
def count(*, period_id: uuid.UUID, kind: str, year: int) -> None:
    """Count a period's cases, where the program takes part, and have the counts handed in."""
    count_figures(actor=None, period_id=period_id, kind=kind, year=year, now=timezone.now())


@outbox.crossing("programs.figures_handed")
class HandIn:
    """Bring the counts that the program keeps of a period to where the release of figures reads them."""

    @staticmethod
    def read(*, period_id: uuid.UUID, kind: str, year: int) -> dict[str, Any]:
        """Return what was counted: the copy that the program keeps, the same however often this is asked."""
        handed = Handed.of(Program.objects.get(), kind, year)
        return {"period": period_id, "kind": kind, "counts": handed.counts if handed else None}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Hand it in, once; nothing where the program took its word back meanwhile."""
        if payload["counts"] is None:
            return
        tenant = Tenant.objects.only("pk").get(schema_name=origin)
        told = {"period_id": payload["period"], "kind": payload["kind"], "counts": payload["counts"]}
        intake.hand_in(tenant_id=tenant.pk, **told)
