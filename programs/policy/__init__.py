"""A program's policy: what it has decided about its own work, as a typed document in immutable versions.

`document` is what guards, forms and pages read; `catalogue` declares each setting once (question, explanation, source,
kind); a kind (`kinds`) knows which values there are, how they are said, and which of two is stricter. From that follow
`floors` (what no version may loosen: fixed minimums of a track, and those of networks), `comparing` (two versions in
words) and `simulating` (what a draft would do to the cases that are open). `versions` reads what is stored; every
write is in `programs.actions.policy`.
"""
