"""Each rung and each URL of a program, looked at and sent to: stopped or not as the table of the design says.

All that a rung stops is asked for, of what it leaves one page in so many; `./amends drill pages` asks for everything,
and on the rung of who is paid for, on which all the other tests walk too.
"""

from typing import Any

import pytest
from django.db import transaction
from django.urls import resolve

from amends.accounts.access import AGENCY_PERSON, OUTSIDERS, Outsider, table
from amends.accounts.models import PROGRAM_ROLES, User
from billing.ladder import Rung
from network.agencies import handover
from programs.models import MediationCase
from programs.paying import kinds_of_pages, read_on
from programs.work import ALWAYS
from tenants.context import inside, platform
from tests.api.rig import Software, token_of
from tests.conftest import HostClient
from tests.meta.access_matrix import OF_A_SIDE, Somebody, is_api, methods_of
from tests.meta.isolation_pages import TENANT_URLCONF, pages
from tests.meta.isolation_rows import CANARY, Scene
from tests.meta.test_access_matrix import participants_of_a_program, signed_in
from tests.network.agencies.made import made_member
from tests.programs.cast import at
from tests.programs.desk_rig import press
from tests.programs.paying.made import RUNGS, TABLE, put_on

HOST = "alpha.localhost"
# Of the pages that a rung leaves, one in so many is asked for.
SOME = 3
# Pages that are left, and on which something else is tried with an empty form that may not be: the action says so.
ITS_ACTION_SAYS = {"listing-part"}


@pytest.fixture
def scene(alpha) -> Scene:
    with at(alpha):
        return Scene(alpha, CANARY)


@pytest.fixture
def people(scene, known_hosts, alpha) -> dict[str, Somebody]:
    """Who may open everything: with cookies, with a token, of each side of the case, and of an agency."""
    with inside(alpha):
        staff = User.objects.create(email="all@alpha.example", name="All", roles=list(PROGRAM_ROLES))
        found = {"staff": signed_in(HOST, "staff", staff)}
        found["software"] = Somebody("software", staff, {}, token_of(staff)[1])
        offender, victim = participants_of_a_program(scene, HOST)
        found |= {"offender": offender, "victim": victim}
    with platform():
        clerk = made_member()
        token = handover.issue(clerk, tenant_id=alpha.pk)
    cookie = press(HOST, token)[0].cookies["desk"].value
    found["agency"] = Somebody("agency", Outsider(AGENCY_PERSON, clerk.pk), {"desk": cookie})
    return found


def whoever_may(name: str, path: str, people: dict[str, Somebody]) -> Somebody:
    kinds = [kind for kind in OUTSIDERS if kind in table()[name]]
    if kinds == [AGENCY_PERSON]:
        return people["agency"]
    if kinds:
        return people[OF_A_SIDE.get(name, "victim")]
    return people["software" if is_api(path) else "staff"]


def is_stopped(response: Any, rung: str) -> bool:
    if rung == Rung.ARCHIVED:
        return response.status_code == 410 and ("This program is no longer here" in response.content.decode())
    # Read to its end, a streamed answer is closed: it holds a connection until then, for the tests that come after too.
    said = (response.getvalue() if response.streaming else response.content).decode(errors="replace")
    return response.status_code == 409 and ("paid_for" in said or "not_now" in said)


def is_left(name: str, method: str, rung: str) -> bool:
    if name in ALWAYS:
        return True
    looks = method == "GET" and name in read_on() and rung != Rung.ARCHIVED
    return looks or TABLE[rung][kinds_of_pages()[name]]


@pytest.mark.parametrize(
    "rung",
    [pytest.param(rung, marks=[pytest.mark.every_cell] if rung == Rung.CURRENT else []) for rung in RUNGS],
)
@pytest.mark.takes(seconds=40)
def test_each_page_is_stopped_as_the_table_says(scene, people, alpha, rung, every):
    wrong, stopped = [], 0
    with inside(alpha):
        # Some addresses are made with what they lead to, which a lower rung would refuse.
        paths = {page.name: page.path(scene, TENANT_URLCONF) for page in pages(TENANT_URLCONF).values()}
        with at(alpha):
            put_on(rung)
        if rung == Rung.ARCHIVED:
            MediationCase.objects.update(is_sample=True)
        for place, (page, path) in enumerate(paths.items(), start=RUNGS.index(rung)):
            somebody = whoever_may(page, path, people)
            for method in {"GET", "POST"} & (methods_of(resolve(path, TENANT_URLCONF).func) or {"GET"}):
                left = is_left(page, method, rung)
                if left and not every and place % SOME:
                    continue
                client = Software(somebody.token, HOST) if somebody.token else HostClient(HOST)
                for name, value in somebody.cookies.items():
                    client.cookies[name] = value
                with transaction.atomic():
                    response = client.generic(method, path)
                    transaction.set_rollback(True)
                found = is_stopped(response, rung)
                stopped += found
                if found is left and not (left and page in ITS_ACTION_SAYS):
                    wrong.append(f"{method} {page}: {response.status_code}, left: {left}")
    assert wrong == []
    # A sweep in which nothing were stopped would prove nothing.
    assert (stopped > 0) is (rung in (Rung.RESTRICTED, Rung.EXPORT_ONLY, Rung.ARCHIVED))
