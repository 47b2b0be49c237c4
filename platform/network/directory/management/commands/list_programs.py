"""`manage list_programs FILE`: list programs that are not customers, from public sources; twice is once."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from amends import audit
from network.directory.public_sources import list_all, read_lines
from tenants.context import as_owner


class Command(BaseCommand):
    help = (
        "List programs from public sources, marked so. FILE has one JSON object a line: slug, source, and the facts "
        "of a listing. Nothing is stored while a line is wrong; the same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open(encoding="utf-8") as file:
                lines, wrong = read_lines(file)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        if wrong:
            told = "\n".join(f"line {each.number}: {each.why}" for each in wrong)
            raise CommandError(f"Nothing was listed.\n{told}")
        # As the owner, like every command that writes for the platform: no page may.
        with as_owner(), audit.gathering(), transaction.atomic():
            counted = list_all(lines, now=timezone.now())
        self.stdout.write(f"{counted.listed} listed, {counted.unchanged} as they were")
        for slug in counted.kept or []:
            self.stdout.write(f"{slug}: left as its program keeps it")
