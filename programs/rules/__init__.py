"""A program's own rules: a tree of comparisons, judged on one case, asked of all cases, and said as a sentence.

`tree` is the document, `known` what can be compared, `judging` and `querying` its two readings, `saying` its sentence.
"""
