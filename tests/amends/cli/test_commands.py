import json
import sys

import pytest

from amends import cli
from amends.cli import measuring

pytestmark = pytest.mark.no_db


@pytest.fixture
def measurements(tmp_path, monkeypatch):
    """A folder `infra` of our own, with one drill that holds, one that does not, and one that breaks."""
    drills = tmp_path / "infra" / "drills"
    drills.mkdir(parents=True)
    for folder in (drills, drills.parent):
        (folder / "__init__.py").touch()
    report = "from types import SimpleNamespace\ndef main(argv):\n    print('noise')\n    "
    (drills / "holds.py").write_text(report + "return SimpleNamespace(ok=True, figures={'n': len(argv)})\n")
    (drills / "fails.py").write_text(report + "return SimpleNamespace(ok=False, figures={'lost': 1})\n")
    (drills / "breaks.py").write_text(report + "raise ValueError('broken')\n")
    monkeypatch.setattr(measuring, "CLONE", tmp_path)
    saved = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "infra"}
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "infra"]:
        del sys.modules[name]
    sys.modules.update(saved)


def run(capsys, *arguments):
    status = cli.main(list(arguments))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_it_works(capsys):
    status, out, _ = run(capsys, "help")
    assert status == 0
    assert all(f"  {name}" in out for name in cli.COMMANDS)


def test_an_unknown_command_lists_the_known_ones(capsys):
    status, _, err = run(capsys, "fly")
    assert status == 1
    assert "There is no command 'fly'. The commands are: up, down, " in err


def test_a_drill_that_holds_ends_with_one_line_of_json(measurements, capsys):
    status, out, _ = run(capsys, "drill", "holds", "--quick", "--json")
    assert status == 0
    told = json.loads(out.splitlines()[-1])
    assert (told["name"], told["ok"], told["figures"]) == ("drill holds", True, {"n": 1})
    assert set(told) == {"name", "ok", "figures", "commit"}


@pytest.mark.parametrize(
    ("name", "figures"), [("fails", {"lost": 1}), ("breaks", {"error": "ValueError: broken"})]
)
def test_a_drill_that_does_not_hold_exits_with_1(measurements, capsys, name, figures):
    status, out, _ = run(capsys, "drill", name, "--json")
    assert status == 1
    assert json.loads(out.splitlines()[-1]) | {"commit": ""} == {
        "name": f"drill {name}", "ok": False, "figures": figures, "commit": ""
    }  # fmt: skip


def test_an_unknown_drill_lists_the_known_ones(measurements, capsys):
    status, _, err = run(capsys, "drill", "none")
    assert status == 1
    assert "There is no drill 'none'. There are: breaks, fails, holds." in err


def test_status_of_a_stopped_instance_exits_with_1(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("AMENDS_STATE", str(tmp_path))
    status, out, _ = run(capsys, "status", "--json")
    assert status == 1
    assert json.loads(out)["state"] == "stopped"


def test_down_of_a_stopped_instance_is_fine(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("AMENDS_STATE", str(tmp_path))
    assert run(capsys, "down")[:2] == (0, "Nothing was running.\n")
