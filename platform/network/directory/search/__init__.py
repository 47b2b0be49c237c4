"""From a place, words and wishes to one page of programs.

asking.py   the question, as data
text.py     words to a query of words, misspelt ones too
sql.py      the one query, put together from constant pieces; every value is a parameter
finding.py  asks it, counts facets, and relaxes one wish at a time when nothing is found
"""

from network.directory.search.asking import Question
from network.directory.search.finding import Found, Hit, find

__all__ = ["Found", "Hit", "Question", "find"]
"""What views, HSDS and the benchmark call."""
