"""The commands of `./amends`: which there are, what each is for, and who carries it out.

Commands that run the machine (`running`), the project's checks (`testing`), measurements (`measuring`) and Django's
own commands (`django_commands`) are one module each, imported only when needed: `status` should not wait for Django.
A `Trouble` is printed as its sentence; everything else is a defect and keeps its traceback.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from amends.embedded.troubles import Trouble


@dataclass(frozen=True)
class Command:
    """How it is written, what it is for, and the function `module.name(arguments) -> exit status`."""

    usage: str
    summary: str
    module: str


COMMANDS = {
    "up": Command(
        "up [--detach] [--port 8000]", "start everything on this machine and say where to look", "running"
    ),
    "down": Command("down", "stop what `up` started", "running"),
    "status": Command("status [--json]", "say what runs", "running"),
    "test": Command(
        "test [pytest arguments]",
        "everything that must pass; with arguments, only pytest with them",
        "testing",
    ),
    "journey": Command(
        "journey [--fresh] [--via api] [--preset NAME] [--json]",
        "the main job over HTTP, each preset by its own road",
        "measuring",
    ),
    "bench": Command("bench NAME [--json]", "measure against named peers", "measuring"),
    "drill": Command("drill NAME [--json]", "try hard to break a promise", "measuring"),
    "fleet": Command(
        "fleet plan | migrate | status | resume", "migrate the schemas of all programs", "django_commands"
    ),
    "manage": Command("manage COMMAND", "Django's commands", "django_commands"),
    "help": Command("help", "this list", "helping"),
}


def main(arguments: list[str]) -> int:
    """Run one command and return the exit status."""
    name, *rest = arguments or ["help"]
    name = {"-h": "help", "--help": "help"}.get(name, name)
    if name not in COMMANDS:
        return _fail(f"There is no command {name!r}. The commands are: {', '.join(COMMANDS)}.")
    run: Callable[[list[str]], int] = getattr(import_module(f"amends.cli.{COMMANDS[name].module}"), name)
    try:
        return run(rest)
    except Trouble as trouble:
        return _fail(str(trouble))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Our reader, say `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _fail(sentence: str) -> int:
    # Flushed first: a detached start reads the sentence as the last thing in its log.
    sys.stdout.flush()
    print(f"\namends: {sentence}", file=sys.stderr)
    return 1
