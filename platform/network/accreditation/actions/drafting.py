"""Write the next version of a standard as a draft; nobody is judged by it before it is published."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from amends import audit
from amends.actions import Refused, action
from network.accreditation import reasons
from network.accreditation.actions.standards import publish_standard
from network.accreditation.changes import as_draft, latest_of
from network.accreditation.criteria import MOST_CRITERIA, Document, in_language
from network.accreditation.models import Standard, StandardVersion

LONGEST_KEY = 50


@action
def draft_standard(
    *,
    actor: Any,
    standard: Standard,
    title: Mapping[str, str],
    renewal_months: int,
    has_annual_return: bool,
    sources: Sequence[str],
) -> Standard:
    """Write all of the next version but its criteria into the draft."""
    row, draft = _open(standard)
    draft |= {"title": dict(title), "renewal_months": renewal_months, "has_annual_return": has_annual_return}
    draft["document"]["sources"] = list(sources)
    return _keep(row, draft, actor)


@action
def draft_criterion(
    *, actor: Any, standard: Standard, criterion: str, told: Mapping[str, Any], is_new: bool
) -> Standard:
    """Write a criterion into the draft, instead of the one of this key, or after the others where it is new.

    `told` has title, text, evidence, weight and required, as `criteria.Document` reads them; BadDocument for what it
    does not.
    """
    row, draft = _open(standard)
    criteria = draft["document"]["criteria"]
    keys = [each["id"] for each in criteria]
    if is_new:
        if len(criteria) >= MOST_CRITERIA:
            raise Refused(reasons.TOO_MANY_CRITERIA)
        criteria.append({"id": _key_for(told["title"], _keys_ever(row, keys)), **told})
    elif criterion not in keys:
        raise Refused(reasons.NO_CRITERION)
    else:
        criteria[keys.index(criterion)] = {"id": criterion, **told}
    # What is none is refused here as well, whoever calls: BadDocument.
    Document.read({"criteria": [{**told, "id": "one", "required": True}], "sources": ["one"]})
    return _keep(row, draft, actor)


@action
def drop_criterion(*, actor: Any, standard: Standard, criterion: str) -> Standard:
    """Leave a criterion out of the draft; Refused for the last one, and for one that is gone already."""
    row, draft = _open(standard)
    kept = [each for each in draft["document"]["criteria"] if each["id"] != criterion]
    if len(kept) == len(draft["document"]["criteria"]):
        raise Refused(reasons.NO_CRITERION)
    draft["document"]["criteria"] = kept
    return _keep(row, draft, actor)


@action
def discard_standard_draft(*, actor: Any, standard: Standard) -> Standard:
    """Throw the draft away; what is published stays as it is."""
    row = Standard.objects.select_for_update().get(pk=standard.pk)
    row.draft = None
    row.save(update_fields=["draft"])
    audit.record("standard.draft_discarded", row, actor=actor)
    return row


@action
def publish_standard_draft(*, actor: Any, standard: Standard, number: int, now: datetime) -> StandardVersion:
    """Publish the draft as version `number`, which is what whoever presses read; Refused when it is another by now."""
    row = Standard.objects.select_for_update(of=("self",)).select_related("network").get(pk=standard.pk)
    latest = latest_of(row)
    if number != latest.number + 1 or row.draft is None:
        raise Refused(reasons.OVERTAKEN)
    draft = row.draft
    if draft == as_draft(latest):
        raise Refused(reasons.NOTHING_CHANGED)
    if not any(each["required"] for each in draft["document"]["criteria"]):
        raise Refused(reasons.NONE_REQUIRED)
    if not draft["document"]["sources"]:
        raise Refused(reasons.NO_SOURCES)
    version: StandardVersion = publish_standard(
        actor=actor, network=row.network, slug=row.slug, now=now, **draft
    )
    row.draft = None
    row.save(update_fields=["draft"])
    audit.record("standard.draft_published", row, actor=actor, number=version.number)
    return version


def _open(standard: Standard) -> tuple[Standard, dict[str, Any]]:
    row = Standard.objects.select_for_update().get(pk=standard.pk)
    return row, deepcopy(row.draft) if row.draft is not None else as_draft(latest_of(row))


def _keep(row: Standard, draft: dict[str, Any], actor: Any) -> Standard:
    row.draft = draft
    row.save(update_fields=["draft"])
    audit.record("standard.drafted", row, actor=actor)
    return row


def _keys_ever(row: Standard, keys: list[str]) -> set[str]:
    """Return the keys of all criteria that there were: one that comes back under an old key would be another."""
    documents = row.versions.values_list("document", flat=True)
    return {each["id"] for document in documents for each in document["criteria"]} | set(keys)


def _key_for(title: Mapping[str, str], taken: set[str]) -> str:
    stem = slugify(in_language(title))[:LONGEST_KEY].strip("-") or "criterion"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
