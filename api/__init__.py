"""The REST API: the top layer, a second door to what the pages of a program do.

- `models`, `tokens`, `actions`, `views`: tokens, made and revoked on pages of the program's host by its administrators;
- `middleware`: who asks. It reads the token, sets `request.user` to its owner and forgets every cookie, so that the
  access policy and `visible_to` decide about a token as they decide about its owner;
- `v1`: the endpoints. What a token's scopes do not name is refused beside that (`v1/endpoint.py`); every trouble is
  an RFC 9457 problem (`v1/problems.py`, `amends/web/problems.py`); every POST takes effect once (`v1/once.py`).

Each endpoint calls the same action as its page, with the same form, so that both have the same rule. The steps of
cases and referrals are made from `programs.doors`, and so are their schemas.
"""
