"""A whole program, out of the platform and into an empty program (decision 0038).

Out, each a job or a few:
- `gathering`   rows as lines of JSON, in sealed parts, and at the end what changed meanwhile: all of one moment;
- `packing`     one file of the archive after the other, and the manifest; then the archive as one sealed content;
- `zipping`     the form of the archive: a ZIP that any unpacker opens with its passphrase.

In:
- `arriving`    whether an archive may be taken in: signed, of a form that is known, into an empty program;
- `checking`    every file against the manifest, rows laid out in parts with parents first;
- `entering`    rows into tables, each read back and compared.

Both:
- `travelling`  what travels, what stays, and why;
- `rows`        a row as JSON and back, and its digest;
- `schemas`     the JSON Schema of each kind of row, and whether another's fits;
- `secrets`     the signature of an archive, and the box in which sealed cases travel;
- `parts`       the sealed parts in which lines wait.
"""
