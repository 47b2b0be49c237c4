"""What letters and messages to one person say: standard words in each language, and a program's own in their place.

`declared` says what a wording is, `standard` holds those that come with every program (`words/`), `own` those that a
program's policy adds or changes, `merging` fills one in, and `wall` finds whether it names somebody of the other side.
See `infra/decisions/0017-letters.md`.
"""
