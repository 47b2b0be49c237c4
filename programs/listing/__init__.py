"""What the public directory says of the program, and how it gets there.

    document.py    what people here typed: a draft, and what of it was published; every answer is yes, no or missing
    derived.py     what the program's row and its policy hold already, which nobody types a second time
    assembling.py  both together as the facts of the directory
    publishing.py  a new version crosses (`programs.publish_listing`) whenever one of the two changes
    claims.py      listings from public sources that may be the program's own

The public side stores and serves it (`network.directory`); a confidential site leaves the program as an area in words
and a telephone number.
"""
