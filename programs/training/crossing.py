"""The job that tells the platform the public halves of the program's keys."""

from typing import Any

from amends import outbox
from network.keys.actions import hear_statement_keys
from programs.models import Program
from programs.training.keys import told
from tenants.models import Tenant


@outbox.crossing("programs.tell_statement_keys")
class TellStatementKeys:
    """Bring every key of the program to the platform, public halves alone."""

    @staticmethod
    def read(*, number: int) -> dict[str, Any]:  # noqa: ARG004 - it names the key that is new
        """Return what holds by now."""
        return {"keys": told(Program.objects.get())}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Write them down; whose they are says the wall."""
        tenant = Tenant.objects.get(schema_name=origin)
        hear_statement_keys(actor=None, tenant=tenant, keys=payload["keys"])
