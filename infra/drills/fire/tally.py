"""What every program of an instance has: its rows by kind, the letters to its people, and what is still to be done."""

import json
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from amends.mail.viewer import read_mails
from amends.outbox.models import Outbox
from network.agencies.models import Receipt
from tenants.context import as_owner, inside
from tenants.models import Tenant
from tenants.place import TEMPLATE
from tenants.privileges import models_of

# Sessions end and begin; the audit has an entry for each try, which is its purpose.
UNCOUNTED = {"sessions", "audit", "outbox_done"}


def told() -> None:
    """Print it as one line of JSON."""
    with as_owner():
        tenants = list(Tenant.objects.exclude(slug=""))
        receipts = Counter(Receipt.objects.values_list("tenant_id", flat=True))
        # What was never tried and is not due waits for its day, as a reminder does; everything else should be done.
        for_later = Outbox.objects.filter(attempts=0, dead_at=None, not_before__gt=timezone.now())
        waiting = Counter(for_later.values_list("schema", flat=True))
        jobs_left = Outbox.objects.count() - waiting.total()
    letters, copies = _letters()
    programs = {}
    for tenant in tenants:
        with inside(tenant):
            rows = {
                model._meta.label: model._default_manager.count()
                for model in models_of(TEMPLATE)
                if model._meta.app_label not in UNCOUNTED
            }
        rows["receipts in public"] = receipts[tenant.pk]
        rows["jobs for later"] = waiting[tenant.schema_name]
        rows["letters"] = letters[tenant.slug]
        programs[tenant.slug] = rows
    print(json.dumps({"programs": programs, "jobs_left": jobs_left, "copies": copies}))


def _letters() -> tuple[Counter[str], int]:
    """Return how many letters went to the people of each program, and how many copies of one that had gone before.

    A worker that is killed after a letter went out, and before it could say so, sends it again under the same
    Message-ID, by which mailboxes know it.
    """
    found: Counter[str] = Counter()
    mails = read_mails(Path(settings.EMAIL_FILE_PATH)).values()
    letters = {mail["Message-ID"]: str(mail["To"]) for mail in mails}
    for address in letters.values():
        found[address.partition("@")[2].removesuffix(".example")] += 1
    return found, len(mails) - len(letters)
