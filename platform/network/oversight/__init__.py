"""Networks that oversee programs, and the officers who act for them; in the public schema, without any case.

A network pays for programs by `billing`, which knows it by an opaque key (`paying.py`). What a network may see of its
members comes with their consent, in part 8; paying gives nothing of it.
"""
