"""The schema as a tag, switched on entering and leaving a place."""

from contextvars import ContextVar, Token

_tag: ContextVar[str] = ContextVar("observed_schema", default="-")


def schema_tag() -> str:
    """Return the schema to show: a tenant's, "public", or "-" when nowhere."""
    return _tag.get()


class Tags:
    """The bootstrapper that log records and Sentry events take their schema from."""

    def enter(self, schema: str) -> Token[str]:
        """Show `schema` from now on."""
        return _tag.set(schema)

    def leave(self, token: Token[str]) -> None:
        """Show what was shown before."""
        _tag.reset(token)


bootstrapper = Tags()
