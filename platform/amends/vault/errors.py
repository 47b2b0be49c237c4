"""What goes wrong in the vault; no message ever holds a value."""


class VaultError(Exception):
    """A sealed value or a key cannot be used."""


class Shredded(VaultError):
    """The key was destroyed on purpose: what it sealed is gone, in every backup too."""

    # A list with one shredded case still renders; the template shows nothing in its place.
    silent_variable_failure = True


class Unreadable(VaultError):
    """The value was changed, or moved from another row, column, table or tenant."""


class UnknownKey(VaultError):
    """The key store does not hold this key for this tenant."""


class WrongTenant(VaultError):
    """A value or key of one tenant was used while another was entered."""


class NoRootKey(VaultError):
    """No root key is configured, or not the one that wrapped what is being opened."""


class NoKeyHolder(VaultError):
    """A row with sealed columns names nobody whose key seals them."""


class SealedFieldError(VaultError, TypeError):
    """Something was asked of a sealed column that only a readable one can do, or that would store plain text."""
