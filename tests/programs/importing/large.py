"""Files of many rows with broken ones among them, and what a program holds after one: for the test and the drill."""

import hashlib
import uuid

from django.apps import apps
from django.db import connection
from django.utils import timezone

from programs.actions.imports import upload_import
from programs.importing.judging import DAYS
from programs.importing.values import MONTH_FIRST
from programs.models import AgreementItem, ImportChunk, MediationCase, Offence, RestitutionPayment
from tests.programs.cast import at
from tests.programs.importing.rig import HEAD, csv_of, row

EVERY = 50
"""One row of so many is broken: 2 %."""
OWN = ("programs_importbatch", "programs_importchunk", "audit_auditentry", "audit_audithead", "outbox_done")
"""Tables that say that an import took place, and that it was undone."""

BROKEN = (
    ("day", {"Date_referred": "yesterday"}),
    ("early", {"Date_referred": "1901-01-01"}),
    ("future", {"Date_referred": "2999-01-01"}),
    ("money", {"Amount": "a lot"}),
    ("hours", {"Community_service": "ten"}),
    ("yes_no", {"Held": "perhaps"}),
    ("kept", {"Completed": "who knows"}),
    ("choice", {"Source": "A friend of a friend"}),
    ("needed", {"Offender": ""}),
    ("before_referral", {"Closed": "2018-12-01", "Session_date": "2018-11-01"}),
    ("more_than_agreed", {"Paid": "121"}),
    ("kept_not_all", {"Paid": "60"}),
    ("agreed_and_not", {"Agreement": "no"}),
    ("held_and_none", {"Mode": "not at all"}),
    ("large", {"Amount": "999999999999"}),
    ("long", {"Offender": "x" * 201}),
)
OPEN = {"Closed": "", "Completed": "", "Paid": "20"}
NO_AGREEMENT = dict.fromkeys(("Agreement", "Amount", "Paid", "Community_service", "Completed"), "")


def file_of(count):
    """Return a file of so many rows, and the reason for each broken line."""
    rows, broken = [], {}
    for number in range(1, count + 1):
        if number % EVERY == 0:
            code, changes = BROKEN[(number // EVERY) % len(BROKEN)]
            rows.append(row(number, **changes))
            broken[number + 1] = code
        else:
            rows.append(row(number, **(OPEN if number % 7 == 0 else NO_AGREEMENT if number % 3 else {})))
    return csv_of(rows, HEAD), broken


def take_in(world, rows):
    """Return the file once it is kept."""
    told = {"form_key": uuid.uuid4(), "file_name": "cases.csv", "now": timezone.now()}
    batch = upload_import(actor=world.cora, kind="cases", rows=rows, **told)
    batch.constants = batch.constants | {DAYS: MONTH_FIRST}
    return batch


def named(tenant, batch):
    """Return the first reason that is named for each line that failed."""
    with at(tenant):
        parts = ImportChunk.objects.filter(pk__in=batch.chunk_keys).order_by("number")
        return {
            result["line"]: result["troubles"][0][1]
            for part in parts.iterator(chunk_size=4)
            for result in part.results
            if result["troubles"]
        }


def state_of(tenant):
    """Return a digest of every table of the program, but for those that say that something was imported."""
    found = {}
    with at(tenant), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute("SELECT to_regclass(%s)", [table])
            if table in OWN or cursor.fetchone()[0] is None or "django_session" in table:
                continue
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = hashlib.sha256(
                "\n".join(line for (line,) in cursor.fetchall()).encode()
            ).hexdigest()
    return found


def digest_of(tenant):
    """Return a digest of what all imported cases say, without their keys, and how many there are."""
    with at(tenant):
        items, paid, offences = {}, {}, {}
        for item in AgreementItem.objects.values_list(
            "agreement__case", "kind", "amount", "hours", "status", "pk"
        ):
            items.setdefault(item[0], []).append(item[1:5])
        for case, amount, hours in RestitutionPayment.objects.values_list(
            "item__agreement__case", "amount", "hours"
        ):
            paid.setdefault(case, []).append((amount, hours))
        for case, *told in Offence.objects.values_list("referral__case", "offence_class", "grade"):
            offences.setdefault(case, []).append(tuple(told))
        said = []
        cases = MediationCase.objects.filter(imported_in__isnull=False).prefetch_related(
            "participants", "sessions"
        )
        for case in cases.iterator(chunk_size=500):
            people = sorted((person.role, person.name) for person in case.participants.all())
            sessions = sorted((each.mode, str(each.starts_at)) for each in case.sessions.all())
            told = (case.own_number, case.state, case.closure_reason, str(case.closed_at), case.took_part)
            more = [sorted(map(str, each.get(case.pk, []))) for each in (items, paid, offences)]
            said.append(repr((told, people, sessions, more)))
    return hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest(), len(said)
