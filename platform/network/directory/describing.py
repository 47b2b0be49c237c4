"""A program in the words of schema.org, for search engines; what is not public is not in the facts to begin with."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from network.directory.facts import Facts, Site
from network.directory.models import Listing
from network.directory.vocabulary import FACETS, GOVERNMENTAL

ESCAPED = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
"""What would end the element that the text stands in."""
MOST_AREAS = 50


def description_of(listing: Listing, facts: Facts, places: Mapping[str, str], address: str) -> SafeString:
    """Return the JSON-LD of a program's page, safe to stand in a `<script type="application/ld+json">`."""
    document = _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentService" if facts.agency_type in GOVERNMENTAL else "Service",
            "@id": address,
            "url": address,
            "name": facts.name,
            "description": facts.description,
            "serviceType": "Victim-offender mediation",
            "provider": _provider(facts),
            "areaServed": [
                {"@type": "AdministrativeArea", "name": places[code]}
                for code in facts.serves[:MOST_AREAS]
                if code in places
            ],
            "availableChannel": _channels(facts),
        }
    )
    # Every character that could end the element is escaped, so nothing that a program wrote is markup.
    return mark_safe(json.dumps(document, ensure_ascii=False).translate(ESCAPED))  # noqa: S308


def _provider(facts: Facts) -> dict[str, Any]:
    return {
        "@type": "GovernmentOrganization" if facts.agency_type in GOVERNMENTAL else "NGO",
        "name": facts.parent or facts.name,
        "telephone": facts.telephone,
        "email": facts.email,
        "url": facts.website,
    }


def _channels(facts: Facts) -> list[dict[str, Any]]:
    spoken = [
        code
        for code, _label in FACETS["language"].values
        if facts.answer("language", code) == "yes" and code not in ("interpreter", "sign")
    ]
    common = {"@type": "ServiceChannel", "availableLanguage": spoken, "serviceUrl": facts.refer_url}
    sites = [site for site in facts.sites if not site.is_confidential and site.city]
    if not sites:
        return [{**common, "servicePhone": _telephone(facts.telephone)}]
    return [
        {
            **common,
            "servicePhone": _telephone(site.telephone or facts.telephone),
            "serviceLocation": {"@type": "Place", "name": site.name, "address": _address(site)},
        }
        for site in sites
    ]


def _telephone(number: str) -> dict[str, str]:
    return {"@type": "ContactPoint", "telephone": number} if number else {}


def _address(site: Site) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": site.address,
        "addressLocality": site.city,
        "addressRegion": site.state,
        "postalCode": site.postal_code,
        "addressCountry": site.country,
    }


def _without_empty(value: Any) -> Any:
    """Return the document without empty texts and lists: what is not stated is not said."""
    if isinstance(value, dict):
        cleaned = {key: _without_empty(each) for key, each in value.items()}
        kept = {key: each for key, each in cleaned.items() if each not in ("", [], {}, None)}
        return {} if set(kept) == {"@type"} else kept
    if isinstance(value, list):
        return [cleaned for each in value if (cleaned := _without_empty(each))]
    return value
