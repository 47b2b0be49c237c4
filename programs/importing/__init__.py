"""Takes a program's own spreadsheets in: cases, their people, agreements and payments, mediators (decision 0028).

- `fields`, `case_fields`  what a column can mean, by kind of file, and the headings by which it is known;
- `reading`    turns a file into parts that wait sealed;
- `values`     reads one cell;
- `judging`    reads one row, with all that is wrong with it; `troubles` has the sentences;
- `twice`      finds what is in the file twice, or here already;
- `history`    says what one row of cases becomes; `writing` makes its rows, `others` those of the other kinds;
- `undoing`    what stands in the way of taking a file back, and taking it back;
- `rows`       the row policies that let it.
"""
