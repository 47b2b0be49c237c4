"""The public directory: which program serves a place, and takes this kind of case.

    facts.py       what a listing says, as typed facts: the only thing that is written
    vocabulary.py  the questions, and the answers that there are
    index.py       what search reads, made from the facts in the action that stores them
    search/        from words, places and wishes to one page of programs; SQL written by hand
    views, urls    pages for people; `network.hsds` is the same for software

Everything here is public. What a program keeps to itself never arrives: a confidential site is an area and a number.
"""
