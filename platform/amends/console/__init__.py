"""The operator's console: every program as the platform knows it, and seven decisions about one. In the public schema.

- `decisions.py`  what an operator can decide, declared: for whom and when, the reasons to choose from, what it does;
- `actions.py`    the decisions themselves: each changes the tenant's row, and says why in the public audit;
- `overview.py`   what is shown of a program: state, verification, size, release; asked from the catalogue, not from it;
- `introductions.py`  what a program that asks to be verified tells of itself, brought over: the only table here;
- `views.py`      a list, a page for each program, and one page for each decision.

Nothing here enters a program. Sizes are PostgreSQL's own counts for the whole schema, which say nothing of a case,
and a reason is chosen from a list, because the audit keeps no free text: what was written about it lies where the
operators write, and is named by its ticket.
"""
