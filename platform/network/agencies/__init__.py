"""Referral agencies: their people, the receipts of what they sent, and the way over to each program.

- `models.py`     agencies, who belongs to them, invitations, programs at hand, receipts: no word about a party;
- `actions/`      asked for, verified, closed; people invited and gone; receipts stored as programs' jobs bring them;
- `handover.py`   the token with which somebody of an agency comes to a program's host, read there by `programs.desk`;
- `software.py`   keys of agencies' software, and the token with which it sends one referral to a program's host;
- `figures.py`    an agency's own numbers, small ones withheld;
- `decisions.py`  what an operator can decide about an agency, on pages beside those of the console;
- `views/`        the pages of agencies, all on the platform's own hosts.

What is written about people is written at a program's host and stays there: see the decision about agencies.
"""
