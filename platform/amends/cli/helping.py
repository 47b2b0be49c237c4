"""`./amends help`."""

from amends.cli import COMMANDS


def help(_arguments: list[str]) -> int:  # noqa: A001 - the command's own name
    """Print the commands."""
    width = max(len(command.usage) for command in COMMANDS.values())
    print("./amends COMMAND\n")
    for command in COMMANDS.values():
        print(f"  {command.usage:<{width}}  {command.summary}")
    return 0
