"""Sign-up: on the public site somebody makes a program of their own, and is in it two seconds later.

    views.start      one form; a hidden key makes a form that is sent twice one program
      -> limits      how often one address of the network or one e-mail address may do so
      -> names       the subdomain: reserved names and look-alikes are refused, with names that are free
      -> actions     claim a prepared schema (public), furnish it (in the program), open it (public)
      -> hand-over   a signed link, for one use within minutes, that signs the founder in on the new host

The claim commits before the program is furnished, so that a prepared schema is never given to two; a process that is
killed in between leaves a tenant that is `pending`, and the same form, sent again, finishes it.

A new program is unverified: see `programs/actions/verification.py`. What the platform keeps of a sign-up holds no
person; who signed up is known in the program alone.
"""
