"""The one way to send a message to a person, and a viewer for what was sent on this machine.

This room knows no person. A `Recipient` is an address that somebody above has found fit to be used now: for parties
to a case only `programs` can make one, because only it knows which channel, hours and words are safe; a test in
tests/meta lists the modules that may. One message goes to exactly one of them, so that none shows a party's address
to another.

    @letter("accounts.reset_link")                an owner's job: ids in, a Letter (recipient, subject, body) out
    outbox.queue("accounts.reset_link", ...)      in the business transaction, like every other job
      -> letters: begin, commit                   the send key (the job's id) and the attempt are on record first
      -> send -> providers                        mail: `local`, `smtp`; SMS: `local`, `twilio`; in no transaction
      -> letters: end, commit                     sent, refused, or not sent and tried again

Delivery is at least once. When an attempt did not come back (a killed worker, a line that broke after the last word),
nobody can know whether the message left: `Delivery.is_maybe_sent` says so to people, the provider is asked first
where it can tell, and the same key goes out again. A Delivery holds no address and no word of the message.

In development messages go to files below AMENDS_MAIL_FOLDER, and `viewer` shows them, SMS too, on loopback.
"""

from amends.mail.letters import Letter, letter
from amends.mail.recipient import Channel, Discretion, Recipient

__all__ = ["Channel", "Discretion", "Letter", "Recipient", "letter"]
