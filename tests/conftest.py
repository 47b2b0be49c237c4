"""Fixtures that every test may use.

Each test runs inside open transactions of the public schema, the key store and both tenants of the cast, which
are rolled back (`grounds.py`). A test that needs committed rows (threads, other processes) asks for `committed`.
"""

import gc
import os
from collections.abc import Iterator
from threading import Thread

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from amends.vault.keys import CACHE as TENANT_KEYS
from tenants import connections as connections_of_tenants
from tenants.connections import HELD
from tenants.hosts import HOSTS
from tenants.models import Tenant
from tenants.place import Place, current
from tests import databases
from tests.amends.web.browser import Chromium
from tests.grounds import WORLDS, Ground, wanted

LEFT = "left a place entered"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-cell",
        action="store_true",
        help="run also what `./amends drill pages` keeps: every cell, page, language, screen and crowd",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Build the template database once; while workers collect the tests, which takes them as long."""
    # Not earlier: pytest-django blocks connections at the end of `pytest_configure`, in every thread.
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly:
        return

    def build() -> None:
        with config.stash[blocking_manager_key].unblock():
            databases.build_template()

    if config.getoption("numprocesses", None):
        Thread(target=build, name="template").start()
    else:
        build()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for the drill, and begin with what takes longest: begun last, it would run alone."""
    if not config.getoption("--every-cell"):
        drilled = [item for item in items if item.get_closest_marker("every_cell")]
        config.hook.pytest_deselected(items=drilled)
        items[:] = [item for item in items if not item.get_closest_marker("every_cell")]
    for item in items:
        if "every" in getattr(item, "fixturenames", ()):
            item.add_marker("every_cell")
    items.sort(key=_seconds, reverse=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Have garbage collection leave alone what was imported and collected, which stays to the end."""
    gc.collect()
    gc.freeze()


def _seconds(item: pytest.Item) -> int:
    marker = item.get_closest_marker("takes")
    return marker.kwargs["seconds"] if marker else 0


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what tests counted (`record_property`), also when workers ran them."""
    for report in terminalreporter.getreports("passed"):
        for name, counted in report.user_properties:
            terminalreporter.write_line(f"{name}: {counted}")
    for report in terminalreporter.stats.get("", ()):
        for name, place in report.user_properties if report.when == "teardown" else ():
            if name == LEFT:
                terminalreporter.write_line(f"{report.nodeid} left {place} entered")


@pytest.fixture(scope="session", autouse=True)
def django_db_setup(django_db_blocker, worker_id) -> Iterator[None]:
    """Give this worker its own databases; replaces pytest-django's, which knows one schema only."""
    django_db_blocker.unblock()
    databases.wait_for_template()
    databases.clone(worker_id)
    yield
    databases.drop(worker_id)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        databases.drop("template")


@pytest.fixture(scope="session")
def cast(django_db_setup) -> dict[str, Tenant]:
    """The tenants of the cast."""
    return databases.cast()


class Standing:
    """The ground of this worker's tests, kept for the next one when that asks for the same world."""

    ground: Ground | None = None
    next_world = ""

    def leave(self) -> None:
        if self.ground:
            ground, self.ground = self.ground, None
            ground.close()


STANDING = Standing()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Note what is needed next, before the fixtures of this test end."""
    STANDING.next_world = wanted(nextitem)


@pytest.fixture(autouse=True)
def rolled_back(request, cast) -> Iterator[None]:
    """Hold an open transaction in every place of the cast, and roll all of them back."""
    HOSTS.clear()
    TENANT_KEYS.forget()
    world = wanted(request.node)
    if STANDING.ground and not STANDING.ground.serves(world):
        STANDING.leave()
    if "committed" in request.fixturenames or request.node.get_closest_marker("no_db"):
        yield
        leave_what_is_entered(request.node, {})
        return
    ground = STANDING.ground = STANDING.ground or Ground(cast, world)
    try:
        with ground.stood_on():
            yield
            leave_what_is_entered(request.node, dict.fromkeys(ground.places, 1))
    except BaseException:
        STANDING.leave()
        raise
    if not ground.serves(STANDING.next_world):
        STANDING.leave()


def leave_what_is_entered(item: pytest.Item, allowed: dict[Place, int]) -> None:
    """Leave the places that a test entered and did not leave, and have the run's last lines name it.

    A streamed answer that nobody read to its end holds a place until it is collected; the next test would be blamed.
    """
    if all(depth <= allowed.get(place, 0) for place, depth in HELD.depth.items()):
        return
    gc.collect()
    for place, depth in list(HELD.depth.items()):
        for _ in range(depth - allowed.get(place, 0)):
            item.user_properties.append((LEFT, place.schema))
            connections_of_tenants.release(place)


def _shared(name: str):
    @pytest.fixture(name=name)
    def world(rolled_back):
        return STANDING.ground.world()

    return world


church_world, probation_world, community_world, filming_world, sandbox_world = map(_shared, WORLDS)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path) -> None:
    """What a test writes beside the database is its own: another's checkpoint of the same chain would be a forgery."""
    settings.AMENDS_CHECKPOINT_FOLDER = tmp_path / "checkpoints"
    settings.TENANCY_FILES_FOLDER = tmp_path / "files"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test in English: a request by the test's own thread leaves its language behind."""
    translation.deactivate()
    yield


@pytest.fixture
def known_hosts(settings) -> None:
    """Ask once whose a host is, as production does within a second: no program comes or goes in this test."""
    settings.TENANCY_EPOCH_SECONDS = 3600.0


@pytest.fixture
def committed(cast) -> Iterator[None]:
    """Let the test commit; afterwards this worker's databases are made anew from the template."""
    yield
    assert current.get() is None
    connections.close_all()
    databases.clone(os.environ.get("PYTEST_XDIST_WORKER", "master"))


@pytest.fixture
def every(request) -> bool:
    """Whether this is the drill, which asks for everything, or the suite, which asks for an honest part."""
    return request.config.getoption("--every-cell")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The worker's browser: starting one takes two seconds, and a visit has a fresh context anyway."""
    with Chromium() as browser:
        yield browser


@pytest.fixture
def alpha(cast) -> Tenant:
    """Our program."""
    return cast["alpha"]


@pytest.fixture
def beta(cast) -> Tenant:
    """The neighbour."""
    return cast["beta"]


class HostClient(Client):
    """Django's test client on one host."""

    def __init__(self, host: str, **kwargs):
        super().__init__(SERVER_NAME=host, **kwargs)


@pytest.fixture
def at_alpha() -> Client:
    """A browser at Alpha's host."""
    return HostClient("alpha.localhost")


@pytest.fixture
def at_beta() -> Client:
    """A browser at Beta's host."""
    return HostClient("beta.localhost")


@pytest.fixture
def at_platform() -> Client:
    """A browser at the platform's own host."""
    return HostClient("localhost")
