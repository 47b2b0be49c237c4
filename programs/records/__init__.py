"""Who looked at what, told from the audit to those who answer for a program: never a name of a party.

`words` says what an entry means, `entries` finds those that are asked for, `about` says which case or colleague an
entry is about, `lines` puts them together as a list shows them.
"""
