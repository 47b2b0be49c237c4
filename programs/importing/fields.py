"""What a column of a file can mean, by kind of file; the headings are those by which it is known in three languages."""

from collections.abc import Mapping, Sequence

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from programs.importing.case_fields import CASES, NUMBER
from programs.importing.declared import Field, fold
from programs.importing.survey_fields import SURVEYS
from programs.models.agreement import ItemKind, ItemStatus
from programs.models.imported import ImportKind
from programs.models.mediator import Standing
from programs.models.participant import Role
from programs.models.restitution import PaymentMeans
from programs.policy.vocabulary import Level

PEOPLE: tuple[Field, ...] = (
    Field(
        NUMBER.id,
        NUMBER.label,
        headings=NUMBER.headings,
        longest=60,
        is_needed=True,
        hint=_("Yours, or the reference that the case has here."),
    ),
    Field("role", _("Role"), "choice", "role|type|party|rol|tipo", Role, is_needed=True),
    Field("name", _("Name"), "text", "name|full name|nom|nom complet|nombre|nombre completo", is_needed=True),
    Field("phone", _("Telephone"), "text", "phone|telephone|tel|telefono|mobile", longest=40),
    Field("email", _("E-mail"), "email", "email|e mail|courriel|correo|correo electronico", longest=254),
    Field("address", _("Address"), "text", "address|adresse|direccion|domicilio", longest=500),
    Field(
        "organisation",
        _("Is it an organization?"),
        "yes_no",
        "organization|organisation|organizacion|business",
    ),
    Field("minor", _("Is it a minor?"), "yes_no", "minor|mineur|menor"),
)

MEDIATORS: tuple[Field, ...] = (
    Field(
        "name",
        _("Name"),
        "text",
        "name|full name|mediator|volunteer|nom|mediateur|nombre|mediador",
        is_needed=True,
        longest=150,
    ),
    Field(
        "email",
        _("E-mail"),
        "email",
        "email|e mail|courriel|correo|correo electronico",
        is_needed=True,
        longest=254,
    ),
    Field(
        "standing",
        _("Standing"),
        "choice",
        "standing|type|status|statut|estatus|condicion",
        Standing,
        is_needed=True,
    ),
    Field("level", _("Level"), "choice", "level|niveau|nivel", Level),
    Field(
        "training_hours",
        _("Hours of training"),
        "count",
        "training|training hours|heures de formation|horas de formacion",
    ),
    Field("since", _("Mediator since"), "day", "since|start|start date|joined|depuis|desde|fecha de inicio"),
    Field("place", _("Place"), "text", "place|town|city|area|ville|ciudad|zona", longest=100),
)

AGREEMENTS: tuple[Field, ...] = (
    PEOPLE[0],
    Field(
        "item",
        _("What was agreed"),
        "choice",
        "item|type|kind|term|obligation|genre|tipo|termino",
        ItemKind,
        is_needed=True,
    ),
    Field(
        "text",
        _("In words"),
        "text",
        "text|description|details|terms|texte|details de l entente|texto|detalle",
        longest=2000,
    ),
    Field("amount", _("Amount"), "money", "amount|restitution|montant|monto|importe"),
    Field("hours", _("Hours"), "hours", "hours|heures|horas"),
    Field(
        "agreed_on",
        _("Agreed on"),
        "day",
        "date|agreed|agreement date|signed|date de l entente|signe le|fecha|fecha del acuerdo",
        is_needed=True,
    ),
    Field("due_on", _("To be kept by"), "day", "due|due date|echeance|fecha limite|vencimiento"),
    Field("status", _("How far it is kept"), "choice", "status|state|kept|etat|statut|estado", ItemStatus),
)

PAYMENTS: tuple[Field, ...] = (
    PEOPLE[0],
    Field(
        "paid_on",
        _("Paid on"),
        "day",
        "date|paid|paid on|payment date|date de paiement|paye le|fecha|fecha de pago",
        is_needed=True,
    ),
    Field("amount", _("Amount"), "money", "amount|payment|montant|monto|importe|pago"),
    Field("hours", _("Hours"), "hours", "hours|heures|horas"),
    Field("means", _("How it was paid"), "choice", "means|method|how|moyen|mode|medio|metodo", PaymentMeans),
)

FIELDS: Mapping[str, Sequence[Field]] = {
    ImportKind.CASES: CASES,
    ImportKind.PEOPLE: PEOPLE,
    ImportKind.MEDIATORS: MEDIATORS,
    ImportKind.AGREEMENTS: AGREEMENTS,
    ImportKind.PAYMENTS: PAYMENTS,
    ImportKind.SURVEYS: SURVEYS,
}


def fields_of(kind: str) -> dict[str, Field]:
    """Return the fields of a kind of file by their ids."""
    return {field.id: field for field in FIELDS[kind]}


def guessed(kind: str, headings: Sequence[str]) -> list[str]:
    """Return which field each heading means, "" for one that nobody knows; each field once, the first column wins."""
    known: dict[str, str] = {}
    for field in reversed(FIELDS[kind]):
        names = [field.id, *field.headings.split("|")]
        for language in ("en", "fr", "es"):
            with translation.override(language):
                names.append(str(field.label))
        known |= dict.fromkeys(map(fold, names), field.id)
    found: list[str] = []
    for heading in headings:
        field_id = known.get(fold(heading), "")
        found.append("" if field_id in found else field_id)
    return found
