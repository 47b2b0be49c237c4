"""Files that people send: taken in without a trace on disk, known by their bytes, cleaned, scanned. No tables.

- `uploads`   how a request's files are taken in: sealed as they come, and no larger than the page says;
- `kinds`     what may be sent, told by the bytes and never by a name or the browser's word;
- `checking`  a process of its own with little memory and time, which finds the kind and writes the content anew:
  `pictures`, `pdfs`, `packages` (docx, odt), `texts`, and `hidden` for what pictures inside others say;
- `remuxing`  another such process, for sound and film, which reads and gives back piece by piece (`recordings`);
- `examining` asks that process, and then the virus scanner (`scanner`) if there is one.

What is kept is what was written anew: whatever a file held beside its content is not in it.
"""
