"""What all programs share, in the public schema: agencies and receipts, later the directory, oversight and figures.

Nothing here can see a program's schema. What it knows of a program arrived by a crossing job of the outbox, as
ids, enumerations, dates and numbers; about a party to a case it knows nothing. Rows of programs are named by
UUIDs without foreign keys, because no key crosses the wall.
"""
