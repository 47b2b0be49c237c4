"""Accreditation: standards as versions, applications of programs, reviews by two people, and what stands for how long.

A program applies inside itself; its words and its evidence cross to here, and what is decided here is pushed back as a
copy (`programs.accreditation`). Nothing about a party to a case is in any of it: the program compares what it hands in
with the names that it alone knows, before it leaves. See the decision 0034.
"""
