"""Restitution as an accountant keeps it: rows that only grow, and every other figure summed from them (decision 0025).

`money` splits amounts, `schedules` says what is due when, `lines` finds the debts of a case and how each stands,
`sharing` parts a receipt among those it is owed to, `verifying` looks for what cannot be.
"""
