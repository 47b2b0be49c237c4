"""The transactional outbox: every task, mail and webhook starts as a row of the business transaction.

    queue("mail.send", ...)                    one INSERT over the tenant's own connection, in its transaction
      -> commit -> waking                      Celery is told "look now"; nothing depends on it
      -> draining: claims.claim()              a worker counts the attempt, then holds the row's lock while it runs
      -> running: inside(tenant), atomic       the effect and its `done` row commit together
      -> the outbox row is deleted             a second delivery finds the `done` row and only deletes

Four kinds of job are registered in each app's `tasks.py`:

- `@job("name")`: a function that runs in the tenant that queued it (or, with `platform=True`, in public);
- `@crossing("name")`: a class with `read` (in the tenant) and `write` (in public). The public effect, its inbox
  key and the removal of the row commit together. With `to="tenant"` it goes the other way;
- `@errand("name", like=function)`: an object that does something outside of our database (sends a mail), at least
  once: on record before, on record after, in no transaction while it talks;
- `queue_for(schema, "name", ...)`: from public, a job in one tenant.

What a row may hold is small on purpose: a job's name and ids. `arguments` checks it in Python, and the table
checks it again, because the row leaves the tenant's schema.

A killed worker strands nothing: its locks die with its connection, so there is no lease to wait for.
`faults.point` names the places where `./amends drill kill` kills; see `infra/decisions/0005-outbox.md`.
"""

from amends.outbox.arguments import UnfitArgument
from amends.outbox.queueing import QueuedOutsideTransaction, after, queue, queue_for
from amends.outbox.registry import Attempt, NotYet, UnknownJob, crossing, errand, job

__all__ = [
    "Attempt",
    "NotYet",
    "QueuedOutsideTransaction",
    "UnfitArgument",
    "UnknownJob",
    "after",
    "crossing",
    "errand",
    "job",
    "queue",
    "queue_for",
]
