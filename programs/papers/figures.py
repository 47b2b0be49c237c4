"""What stands on a report of figures: numbers, bars and definitions, nobody's name."""

from dataclasses import asdict
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.figures.report import Kind, Report
from programs.figures.showing import shown, years_of
from programs.models import Program


class FiguresPaper:
    """A report in one language, as `figures.typ` sets it."""

    def __init__(self, said: dict[str, Any]):
        self.said = said

    def as_json(self) -> dict[str, Any]:
        """Return it as plain lists, texts and objects."""
        return self.said


def paper_of(report: Report, program: Program, language: str) -> FiguresPaper:
    """Return a report as it is printed; who carries how much is for the page alone."""
    with translation.override(language):
        years = [list(each.values()) for each in years_of(report, program)]
        return FiguresPaper(
            {
                "language": language,
                "title": str(Kind(report.kind).label),
                "program": [line for line in (program.name, program.place, program.public_telephone) if line],
                "standing": report.period.label,
                "made": _("Made on %s") % date_format(report.made_at.astimezone(program.zone), "DATE_FORMAT"),
                "head": [_("What"), _("Number"), _("Share"), _("Before")],
                "before": _("Before: %s") % report.period.before.label,
                "sections": [asdict(each) for each in shown(report, program)],
                "years_title": _("Year by year"),
                "years_head": [
                    _("Year"), _("Cases ended"), _("Referral to the end"), _("Cost"), _("Cost of a case"),
                ],
                "years": years,
                "definitions_title": _("What these numbers mean"),
                "definitions": [
                    [str(each.name), str(each.said), f"{each.id}, {each.source}"] for each in report.definitions
                ],
            }
        )  # fmt: skip
