"""The hourly job: a checkpoint of every chain that moved."""

from amends import outbox
from amends.audit.checkpoints.taking import checkpoint_all


@outbox.job("audit.checkpoint", platform=True)
def checkpoint_chains() -> None:
    """Sign the ends of chains; what does not verify is logged as an error, and signed by nobody."""
    checkpoint_all()
