"""Columns that are sealed in the database and read like any other attribute.

    class Party(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid7, editable=False)   # known before the insert
        name = SealedCharField(max_length=200)

        objects = SealedQuerySet.as_manager()

        @property
        def vault_key_holder(self):
            return self.case                                                     # a HoldsSecrets

Reading an attribute opens it, with the keys of the whole list that it came with fetched once; a value that nobody
reads is never opened and is saved as it is. The database cannot search, sort, compare or change what it cannot
read, so such requests are refused. Renaming a table or column needs `bound_to="table.column"` with the old names.
"""

import datetime as dt
import json
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core import checks, validators
from django.db import models
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from amends.vault import cipher
from amends.vault.bootstrapper import ring
from amends.vault.errors import NoKeyHolder, SealedFieldError, WrongTenant
from amends.vault.sealed import UNREAD, Ciphertext, Sealed, Unsealed
from tenants.context import current_schema, required_schema


def key_id_for(instance: Any) -> UUID:
    """Return the id of the key that seals this row: its own, or its holder's."""
    subject = instance
    while not isinstance(getattr(subject, "vault_key", None), UUID):
        subject = getattr(subject, "vault_key_holder", None)
        if subject is None:
            raise NoKeyHolder(f"{type(instance).__name__} has no vault_key and no vault_key_holder.")
    return subject.vault_key


class SealedAttribute(DeferredAttribute):
    """Opens a sealed value when it is read, and keeps what is assigned until it is saved."""

    field: "SealedField"

    def __get__(self, instance: Any, cls: type | None = None) -> Any:
        if instance is None:
            return self
        held = instance.__dict__.get(self.field.attname, UNREAD)
        if held is None:
            return None
        if held is UNREAD:
            instance.refresh_from_db(fields=[self.field.attname])
            return self.__get__(instance, cls)
        if held.plain is UNREAD:
            held.plain = self.field.open(held)
        return held.plain

    def __set__(self, instance: Any, value: Any) -> None:
        held = instance.__dict__.get(self.field.attname)
        if isinstance(value, Sealed):
            if value.pk is None:
                value.pk = instance.pk
        elif value is not None:
            if isinstance(held, Sealed) and held.plain is not UNREAD and held.plain == value:
                return  # A form writes back what it showed: nothing to seal anew.
            value = Unsealed(value)
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field):
    """The common part; a kind of field says how its values become bytes and back."""

    descriptor_class = SealedAttribute
    mutable = False

    def __init__(self, *args: Any, bound_to: str | None = None, **kwargs: Any):
        self.bound_to = bound_to
        # Serializers and dumpdata would write plain text: they leave these columns out.
        kwargs["serialize"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("serialize", None)
        if self.bound_to:
            kwargs["bound_to"] = self.bound_to
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    # How a value becomes bytes; a kind of field may override these.

    def to_bytes(self, value: Any) -> bytes:
        """Return the plain text of a value."""
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> Any:
        """Return the value of a plain text."""
        return plain.decode()

    # Opening and sealing.

    def _bound(self, schema: str, pk: Any, key_id: UUID) -> bytes:
        table, column = (self.bound_to or f"{self.model._meta.db_table}.{self.column}").split(".")
        return cipher.binding(schema, table, column, pk, key_id)

    def open(self, held: Sealed) -> Any:
        """Return the value of what was read; raise Shredded, Unreadable or WrongTenant."""
        schema = required_schema()
        if held.schema != schema:
            raise WrongTenant("A sealed value was read outside the tenant that it was loaded in.")
        key_id = held.key_id
        opener = ring().opener(key_id, held.batch)
        return self.from_bytes(cipher.open_sealed(opener, self._bound(schema, held.pk, key_id), held.raw))

    def seal(self, value: Any, schema: str, pk: Any, key_id: UUID) -> bytes:
        """Return a value sealed for one row."""
        plain = self.to_bytes(self.to_python(value))
        return cipher.seal(ring().sealer(key_id), key_id, self._bound(schema, pk, key_id), plain)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value), current_schema())

    def pre_save(self, model_instance: Any, add: bool) -> Ciphertext | None:
        """Return the bytes to store: as they were when nothing changed, else sealed for this row and key."""
        held = model_instance.__dict__.get(self.attname)
        if held is None:
            return None
        schema, pk, key_id = required_schema(), model_instance.pk, key_id_for(model_instance)
        if pk is None:
            raise SealedFieldError(f"{self}: a row needs its id before its values can be sealed.")
        if isinstance(held, Sealed) and self._stays(held, schema, pk, key_id):
            return Ciphertext(held.raw)
        value = getattr(model_instance, self.attname)
        fresh = Sealed(self.seal(value, schema, pk, key_id), schema, pk)
        fresh.plain = value
        model_instance.__dict__[self.attname] = fresh
        return Ciphertext(fresh.raw)

    def _stays(self, held: Sealed, schema: str, pk: Any, key_id: UUID) -> bool:
        if (held.schema, held.pk, held.key_id) != (schema, pk, key_id):
            return False
        return not (self.mutable and held.plain is not UNREAD)

    # What a sealed column refuses.

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Ciphertext):
            raise SealedFieldError(f"{self} is sealed: only saving its row can change it.")
        return None if value is None else connection.Database.Binary(value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if hasattr(value, "as_sql"):
            raise SealedFieldError(f"{self} is sealed: the database cannot compute it.")
        return self.get_db_prep_value(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        raise SealedFieldError(f"{self} is sealed: it cannot be searched, only tested with isnull.")

    def get_transform(self, lookup_name: str) -> Any:
        raise SealedFieldError(f"{self} is sealed: the database cannot compute with it.")

    def value_to_string(self, obj: Any) -> str:
        raise SealedFieldError(f"{self} is sealed: serializers leave it out.")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_row()]

    def _check_row(self) -> list[checks.CheckMessage]:
        from amends.vault.queryset import SealedQuerySet

        meta: Any = self.model._meta
        found: list[tuple[str, str]] = []
        if self.unique or getattr(self, "db_index", False) or self.primary_key or self.has_db_default():
            found.append(
                ("unique, db_index, primary_key and db_default mean nothing to sealed bytes", "E001")
            )
        order = [field.attname for field in meta.concrete_fields]
        if order.index(meta.pk.attname) > order.index(self.attname):
            found.append(("the primary key must be declared before a sealed field", "E002"))
        if not isinstance(meta.default_manager.get_queryset(), SealedQuerySet):
            found.append(("the model's manager must come from SealedQuerySet", "E003"))
        if not any(hasattr(self.model, name) for name in ("vault_key", "vault_key_holder")):
            found.append(("the model needs HoldsSecrets or a vault_key_holder", "E004"))
        if any(str(name).lstrip("-") == self.name for name in meta.ordering):
            found.append(("rows cannot be ordered by a sealed field", "E005"))
        return [checks.Error(f"{self}: {text}.", obj=self, id=f"vault.{code}") for text, code in found]


class SealedTextField(SealedField):
    """Sealed text of any length."""

    description = _("Sealed text")

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        defaults = {"form_class": forms.CharField, "widget": forms.Textarea}
        return super().formfield(**{**defaults, **kwargs})


class SealedCharField(SealedTextField):
    """Sealed text of one line; the length is checked by forms and `full_clean`, never by the database."""

    description = _("Sealed text of one line")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(validators.MaxLengthValidator(self.max_length))

    def formfield(self, **kwargs: Any) -> Any:
        defaults = {"max_length": self.max_length, "widget": forms.TextInput}
        return super().formfield(**{**defaults, **kwargs})


class SealedDateField(SealedField):
    """A sealed day."""

    description = _("Sealed date")
    empty_strings_allowed = False
    # Django's own field knows how to read and refuse a day.
    _day: ClassVar = models.DateField()

    def to_python(self, value: Any) -> dt.date | None:
        return self._day.to_python(value)

    def to_bytes(self, value: Any) -> bytes:
        return value.isoformat().encode()

    def from_bytes(self, plain: bytes) -> Any:
        return dt.date.fromisoformat(plain.decode())

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.DateField, **kwargs})


class SealedJSONField(SealedField):
    """A sealed structure; changed in place it is sealed anew when the row is saved."""

    description = _("Sealed structure")
    empty_strings_allowed = False
    mutable = True

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":")).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.JSONField, **kwargs})


class SealedBytesField(SealedField):
    """Sealed bytes, such as the key of a content that lies elsewhere."""

    description = _("Sealed bytes")
    empty_strings_allowed = False

    def to_python(self, value: Any) -> Any:
        return value

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def from_bytes(self, plain: bytes) -> Any:
        return plain
