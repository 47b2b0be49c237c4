"""What the archive says of itself, in plain words; in English, as whoever takes it in elsewhere may be anybody."""

README = """EVERYTHING THAT A PROGRAM KEPT IN AMENDS
=========================================

These files hold personal data of people who were harmed, of people who were held responsible, and of their families.
Keep them as you would keep the cases themselves: encrypted, with as few people as possible, for as short as possible.

manifest.json            what is in here: how many rows of what, the SHA-256 of every file, what was left out and why
manifest.sig             the signature of the platform that made it
rows/TABLE.jsonl         one row a line, as JSON in UTF-8
schemas/TABLE.json       what a line of that table may say (JSON Schema, 2020-12)
files/KEY                stored files as they are; their names and kinds are in rows/programs.storedfile.jsonl
audit/entries.jsonl      who did and who read what: the old program's own record, for reading
audit/verification.json  what was found when the chain of that record was checked, and the signed checkpoints of it

Rows name each other by their keys: a column that is described as "key of programs.referral" holds the key of a line in
rows/programs.referral.jsonl.

A line with nothing but a key and "shut" belongs to a case that was sealed or destroyed. The platform alone opens it, so
that who unpacks this archive does not read what nobody is to read any more. Stored files of such cases are shut too.

{"amends:shredded": true} stands for words that were destroyed with their key, {"amends:blank": true} for a column that
was emptied when its case was destroyed.

Times are UTC. Amounts are in the program's currency, as texts, so that no cent is rounded.

To have all of it in another program of the platform: sign that program up, open "Everything in and out" there, and give
it this archive with its passphrase, as you got it. It is verified before the first row, and compared after the last.
"""
