"""The one way to send a message to a person, and a viewer for what was sent on this machine.

This room knows no person. A `Recipient` (`recipient`) is an address that somebody above has found fit to be used now:
for parties to a case only `programs` can make one, because only it knows which channel, hours and words are safe.
`send` writes to exactly one of them at a time, so that no message can show one party's address to another.

In development Django writes each message to a file below AMENDS_MAIL_FOLDER, and `viewer` shows them on loopback.
"""
