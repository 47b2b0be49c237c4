"""`--help` of each benchmark and drill says what it does and what it can be told, and runs nothing."""

from importlib import import_module

import pytest

from amends.cli import measuring

pytestmark = pytest.mark.no_db

NAMES = [
    *((f"bench {name}", f"infra.bench.{name}") for name in measuring.names_in("infra.bench")),
    *((f"drill {name}", f"infra.drills.{name}") for name in measuring.names_in("infra.drills")),
    ("journey", "infra.journey"),
]


@pytest.mark.parametrize(("command", "module"), NAMES)
def test_help_says_what_it_does(capsys, command, module):
    found = import_module(module)
    with pytest.raises(SystemExit) as ended:
        found.main(["--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert said.startswith("usage: ./amends ")
    assert (import_module(found.main.__module__).__doc__ or "no docstring").splitlines()[0] in said


@pytest.mark.parametrize(
    ("module", "option"),
    [
        ("infra.bench.files", "--megabytes"),
        ("infra.drills.kill", "--only"),
        ("infra.drills.webhooks", "--seed"),
    ],
)
def test_help_names_the_options(capsys, module, option):
    with pytest.raises(SystemExit):
        import_module(module).main(["--help"])
    assert option in capsys.readouterr().out


def test_what_is_not_known_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        import_module("infra.bench.vault").main(["--row", "5"])
    assert ended.value.code == 2
    assert "--row" in capsys.readouterr().err
