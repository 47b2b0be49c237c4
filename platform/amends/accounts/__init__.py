"""People who work for a program: sign-in, roles, and who may open which page.

Accounts live in the program's own schema, so that a person, a password or a session of one program is nothing
in another. Invitations, second factors and passkeys come with part 2.
"""
