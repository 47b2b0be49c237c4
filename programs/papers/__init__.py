"""Papers that leave a case for people to read, sign and keep: what stands on each, and its PDF (decision 0024).

`agreement` says what stands on an agreement, in one language; a template shows it for printing, and `pdf` sets it.
"""
