"""How the figures are made: for whoever reads them in a hurry, and for whoever holds them to account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.reporting import words
from network.reporting.plan import GATE_VARIANCE, GATES, HARD_CAP, PLANNED, RESERVE, Level
from network.reporting.spending import advantage_of, noise_rows, planned_for, years_spent
from network.reporting.views.pages import draw, kept

LEVELS = tuple(level.value for level in Level)


@require_safe
@kept
def method(request: HttpRequest) -> HttpResponse:
    """Explain the figures, with the noise of each table and what each year spent so far."""
    context = {
        "noise_head": [_("Table"), *(_numeric(words.LEVELS[level]) for level in LEVELS)],
        "noise": list(_noise()),
        "gate_sd": _number(float(GATE_VARIANCE) ** 0.5, 1),
        "plan_head": [_("Part"), _numeric(_("rho")), _numeric(_("As a fraction"))],
        "plan": list(_plan()),
        "spent_head": [
            _("Year"),
            *(_numeric(words.LEVELS[level]) for level in LEVELS),
            *(_numeric(each) for each in (_("Sizes of programs"), _("In all"), _("Of the cap"))),
        ],
        "spent": list(_spent()),
        "cap": _number(float(HARD_CAP), 2),
        "planned": _number(float(PLANNED), 2),
        "advantage": _number(100 * advantage_of(PLANNED), 1),
        "advantage_cap": _number(100 * advantage_of(HARD_CAP), 1),
        "letters": list(words.LETTERS.values()),
        "definitions": [(each.title, each.defined) for each in words.TABLES.values()],
        "stages": [(words.STAGE_HEADS[key], each) for key, each in words.STAGES.items()],
        "shares": [(each.title, each.defined) for each in words.SHARES.values()],
        "reasons": [words.reason_of(each.value) for each in words.REASONS],
    }
    return draw(request, "method", context)


def _noise() -> Any:
    for table, levels in noise_rows():
        sds = [levels[level] for level in LEVELS]
        yield [
            words.TABLES[table].title,
            *(str(words.LETTERS["z"][0]) if sd is None else _number(sd, 1) for sd in sds),
        ]


def _plan() -> Any:
    for level in Level:
        rho = planned_for(level)
        yield [words.LEVELS[level.value], _number(float(rho), 3), str(rho)]
    yield [_("Sizes of programs, which decide what is published"), _number(float(GATES), 3), str(GATES)]
    yield [_("Planned in all"), _number(float(PLANNED), 3), str(PLANNED)]
    yield [_("Reserve, to make one publication anew"), _number(float(RESERVE), 3), str(RESERVE)]
    yield [_("Cap that the software refuses to pass"), _number(float(HARD_CAP), 3), str(HARD_CAP)]


def _spent() -> Any:
    for year in years_spent():
        parts = [_number(float(year.levels.get(level, 0)), 3) for level in LEVELS]
        yield [
            str(year.number),
            *parts,
            _number(float(year.gate), 3),
            _number(float(year.whole), 3),
            _("%s %%") % _number(float(100 * year.whole / HARD_CAP), 0),
        ]


def _numeric(text: Any) -> dict[str, Any]:
    return {"text": text, "format": "numeric"}


def _number(value: float, places: int) -> str:
    return number_format(value, places)
