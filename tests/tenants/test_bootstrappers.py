"""What else follows the place: all of it or nothing."""

import pytest

from tenants import bootstrappers
from tenants.connections import HELD, IDLE
from tenants.context import inside, platform
from tenants.place import current_schema


class Recorded:
    """A bootstrapper that writes down what it is asked, and fails when told to."""

    def __init__(self, name: str, log: list, *, fails_on: str = ""):
        self.name, self.log, self.fails_on = name, log, fails_on

    def enter(self, schema: str) -> str:
        if self.fails_on == "enter":
            raise LookupError(self.name)
        self.log.append(f"{self.name} enters {schema[:6]}")
        return schema

    def leave(self, token: str) -> None:
        self.log.append(f"{self.name} leaves {token[:6]}")
        if self.fails_on == "leave":
            raise LookupError(self.name)


LOG: list[str] = []
first, second = Recorded("first", LOG), Recorded("second", LOG)
refusing, stumbling = (
    Recorded("refusing", LOG, fails_on="enter"),
    Recorded("stumbling", LOG, fails_on="leave"),
)


@pytest.fixture
def listed(settings):
    def use(*names: str) -> list[str]:
        settings.TENANCY_BOOTSTRAPPERS = tuple(f"{__name__}.{name}" for name in names)
        bootstrappers.installed.cache_clear()
        LOG.clear()
        return LOG

    yield use
    bootstrappers.installed.cache_clear()


def test_it_works(listed, alpha):
    log = listed("first", "second")
    with inside(alpha):
        log.append("work")
    mine = alpha.schema_name[:6]
    assert log == [
        f"first enters {mine}",
        f"second enters {mine}",
        "work",
        f"second leaves {mine}",
        f"first leaves {mine}",
    ]


def test_one_that_refuses_leaves_nothing_entered(listed, alpha):
    log = listed("first", "refusing", "second")
    depth, lent = dict(HELD.depth), IDLE.lent
    with pytest.raises(LookupError), inside(alpha):
        pytest.fail("nobody comes in")
    assert [each.split()[:2] for each in log] == [["first", "enters"], ["first", "leaves"]]
    assert (current_schema(), HELD.depth, IDLE.lent) == (None, depth, lent)


def test_one_that_refuses_inside_another_tenant_leaves_us_there(listed, alpha, beta):
    with inside(alpha):
        listed("refusing")
        with pytest.raises(LookupError), inside(beta):
            pytest.fail("nobody comes in")
        assert current_schema() == alpha.schema_name
        listed("first")


def test_one_that_fails_on_leaving_does_not_keep_the_others(listed, alpha):
    log = listed("first", "stumbling", "second")
    depth = dict(HELD.depth)
    with pytest.raises(LookupError), inside(alpha):
        pass
    assert [each.split()[:2] for each in log[-3:]] == [
        ["second", "leaves"],
        ["stumbling", "leaves"],
        ["first", "leaves"],
    ]
    assert (current_schema(), HELD.depth) == (None, depth)


def test_an_error_inside_still_leaves_everything(listed, alpha):
    log = listed("first")
    with pytest.raises(ZeroDivisionError), inside(alpha):
        raise ZeroDivisionError
    assert log[-1].startswith("first leaves")


def test_the_platform_is_entered_too(listed):
    log = listed("first")
    with platform():
        pass
    assert log == ["first enters public", "first leaves public"]
