"""What the benchmark does with single-tenant Django, each in a process of its own."""

from django.core.management import call_command


def prepare() -> None:
    """Make the tables."""
    call_command("migrate", interactive=False, verbosity=0)
