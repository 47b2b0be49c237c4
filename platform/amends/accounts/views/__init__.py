"""Pages of accounts: signing in, one's own account, and the people of this place."""

from django.http import HttpRequest

from amends.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in: the access table let it pass."""

    user: User
