"""Write down what a year of the program cost, for its own report."""

from decimal import Decimal
from typing import Any

from amends import audit
from amends.actions import action
from programs.models import Program


@action
def record_cost(*, actor: Any, year: int, cost: Decimal | None) -> Program:
    """Write down what a calendar year cost, in the program's currency; None takes the figure back."""
    program = Program.objects.select_for_update().get()
    costs = {**program.yearly_costs, str(year): None if cost is None else str(cost)}
    program.yearly_costs = {name: each for name, each in sorted(costs.items()) if each is not None}
    program.save(update_fields=["yearly_costs"])
    audit.record("cost_recorded", program, actor=actor, year=year, is_known=cost is not None)
    return program
