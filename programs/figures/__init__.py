"""A program's own figures: exact, of its own rows only, each with the id of its definition (3.13, W3; decision 0030).

`periods` says which days, `definitions` what each figure means, `cases` what became of a case in one row of SQL;
`counting` makes the tables, `report` puts them together, `files` writes them as CSV and XLSX. What leaves the program
for figures across programs goes another way: sealed, and with noise (`statistics`).
"""
