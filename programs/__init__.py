"""A program's own world: referrals, people, cases, sessions, agreements and payments, all in the program's schema.

How to find your way:

- `models/`    what is stored, one file per noun; facts about one row and filters, no rules.
- `presets.py` what each type of program does differently, as data.
- `guards/`    every rule that can stop a step, as data: what is missing, by which rule, what to do about it.
- `roles.py`   which groups of roles there are; `access.py` who may open what and do what.
- `steps/`     the lifecycle of a case: from which state to which, by which guards, for which roles.
- `doors.py`   how each step is taken from outside: its form, its action, its words; pages and the API are made from it.
- `facts.py`   what the guards look at, read once per case.
- `actions/`   every write, one file per noun; each action checks its step's guards and leaves an audit entry.
- `taking.py`, `bookings.py`, `holding.py`, `deadlines.py`, `receipts.py`  the parts that several actions share.
- `safe_contact.py` when and how somebody may be reached: what every way to a person asks.
- `consent_texts.py` what people sign, as data: each version in each language.
- `views/`, `forms/`, `templates/programs/`  the pages; each does one thing and calls one action.
- `tasks.py`    what happens after the commit: the receipt of a referral crosses to the public side and back.

Names, contacts and anything told in confidence are sealed fields. Nothing here is known outside the program's schema
except a receipt: an opaque reference, a status and dates (`network.agencies`).
"""
