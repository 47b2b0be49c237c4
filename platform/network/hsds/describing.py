"""A listing in the words of HSDS 3.1: only what is stated, and never where a confidential site is."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from network.directory.facts import Facts, Site
from network.directory.models import Listing
from network.directory.vocabulary import FACETS, Answer, Capacity
from network.hsds.terms import Term, by_token, held_by

Json = dict[str, Any]
SIGN_LANGUAGES = "sgn"  # ISO 639-2, all of them
ADULT = 18  # years
DECIDING = ("referrer", "stage", "age", "offence")
BEGINNINGS = {Answer.YES: "", Answer.ASSESS: "Each case is looked at: ", Answer.NO: "Not: "}


class Description:
    """What one listing is: `service`, `organization` and `locations`, flat or with all that hangs on them."""

    def __init__(self, listing: Listing, place_names: Mapping[str, str]) -> None:
        self.listing, self.facts, self.place_names = listing, listing.stated, place_names
        self.id = str(listing.pk)
        self.says = frozenset(self.facts.tokens(Answer.YES))
        self.sites = [site for site in self.facts.sites if not site.is_confidential]

    def key(self, *parts: str) -> str:
        """Return the id of something that hangs on the listing: always the same one."""
        return str(uuid.uuid5(self.listing.pk, ":".join(parts)))

    def minimal_service(self) -> Json:
        """Return what tells whether somebody's copy is still good."""
        return {
            "id": self.id,
            "name": self.facts.name,
            "status": self._status,
            "last_modified": self.listing.updated_at.isoformat(),
        }

    def service(self, *, is_full: bool) -> Json:
        """Return the service, with its organization."""
        facts = self.facts
        flat = {
            **self.minimal_service(),
            "organization_id": self.id,
            "description": facts.description,
            "url": _address(facts.website),
            "email": _email(facts.email),
            "application_process": " ".join(filter(None, (facts.how_to_refer, _address(facts.refer_url)))),
            "interpretation_services": self._interpretation(),
            "fees_description": facts.cost,
            "eligibility_description": self._eligibility(),
            **self._ages(),
            "assured_date": self.listing.confirmed_on.isoformat() if self.listing.confirmed_on else "",
            "alert": self._alert(),
            "organization": self.organization(is_full=False),
        }
        hanging = {
            "phones": self._phones(),
            "schedules": [{"id": self.key("hours"), "service_id": self.id, "description": facts.hours}]
            if facts.hours
            else [],
            "service_areas": self._areas(),
            "service_at_locations": [self.service_at(site, is_full=True) for site in self.sites],
            "languages": self._languages(),
            "cost_options": self._costs(),
            "attributes": self._attributes("service", of_organization=False),
        }
        return _stated({**flat, **(hanging if is_full else {})})

    def organization(self, *, is_full: bool) -> Json:
        """Return who runs the program; the specification wants a description, so it may be empty."""
        facts = self.facts
        flat = {
            "id": self.id,
            "name": facts.parent or facts.name,
            "alternate_name": facts.name if facts.parent and facts.parent != facts.name else "",
            "email": _email(facts.email),
            "website": _address(facts.website),
        }
        hanging = {
            "phones": self._phones("organization"),
            "locations": [self.location(site) for site in self.sites],
            "attributes": self._attributes("organization", of_organization=True),
        }
        return {**_stated({**flat, **(hanging if is_full else {})}), "description": facts.description}

    def service_at(self, site: Site, *, is_full: bool) -> Json:
        """Return the service at one of its sites."""
        flat = {
            "id": site.id,
            "service_id": self.id,
            "location_id": site.id,
            "description": site.area,
            "location": self.location(site, is_full=is_full),
        }
        return _stated({**flat, **({"service_areas": self._areas(site)} if is_full else {})})

    def location(self, site: Site, *, is_full: bool = True) -> Json:
        """Return a site that everybody may know."""
        flat = {
            "id": site.id,
            "location_type": "physical",
            "organization_id": self.id,
            "name": site.name,
            "description": site.area,
            "latitude": site.latitude,
            "longitude": site.longitude,
        }
        hanging = {
            "addresses": self._addresses(site),
            "phones": self._phone(site.telephone, "location_id", site.id),
            "accessibility": [
                {"id": self.key(site.id, term.token), "location_id": site.id, "description": term.name}
                for term in self._affirmed("access")
            ],
        }
        return _stated({**flat, **(hanging if is_full else {})})

    @property
    def _status(self) -> str:
        return "temporarily closed" if self.facts.capacity == Capacity.CLOSED else "active"

    def _affirmed(self, facet: str) -> list[Term]:
        return [
            term for token, term in by_token().items() if token in self.says and term.taxonomy.key == facet
        ]

    def _interpretation(self) -> str:
        return by_token()["language:interpreter"].name if "language:interpreter" in self.says else ""

    def _eligibility(self) -> str:
        """For each question about which cases and people are taken: what is, what is looked at, and what is not."""
        told = []
        for facet in DECIDING:
            by_answer = {answer: self._names(facet, answer) for answer in BEGINNINGS}
            sentences = [f"{BEGINNINGS[answer]}{names}." for answer, names in by_answer.items() if names]
            if sentences:
                told.append(f"{FACETS[facet].label}: {' '.join(sentences)}")
        return " ".join(told)

    def _names(self, facet: str, answer: Answer) -> str:
        return "; ".join(
            str(label) for value, label in FACETS[facet].values if self.facts.answer(facet, value) == answer
        )

    def _ages(self) -> Json:
        """Of the person responsible, and only where one side of the line is denied."""
        juvenile, adult = self.facts.answer("age", "juvenile"), self.facts.answer("age", "adult")
        if (juvenile, adult) == (Answer.NO, Answer.YES):
            return {"minimum_age": ADULT}
        return {"maximum_age": ADULT - 1} if (juvenile, adult) == (Answer.YES, Answer.NO) else {}

    def _alert(self) -> str:
        waiting = f"About {self.facts.waiting_days} days." if self.facts.waiting_days is not None else ""
        capacity = by_token()[f"capacity:{self.facts.capacity}"].name + "." if self.facts.capacity else ""
        is_invented = "This program is invented." if self.listing.is_sample else ""
        return " ".join(filter(None, (is_invented, capacity, waiting)))

    def _phones(self, entity: str = "service") -> list[Json]:
        """The program's own number, and those of sites whose place is nobody's business."""
        own = self._phone(self.facts.telephone, f"{entity}_id", self.id)
        if entity != "service":
            return own
        return own + [
            phone
            for site in self.facts.sites
            if site.is_confidential
            for phone in self._phone(site.telephone, "service_id", self.id, description=site.area, of=site.id)
        ]

    def _phone(self, number: str, key: str, value: str, *, description: str = "", of: str = "") -> list[Json]:
        if not number:
            return []
        made = {"id": self.key("phone", key, of or value), "number": number, "description": description}
        return [_stated({**made, key: value})]

    def _areas(self, site: Site | None = None) -> list[Json]:
        key, value = ("service_at_location_id", site.id) if site else ("service_id", self.id)
        return [
            {
                "id": self.key("area", value, code),
                key: value,
                "name": self.place_names.get(code, code),
                "uri": f"urn:amends:place:{code}",
            }
            for code in self.facts.serves
        ]

    def _languages(self) -> list[Json]:
        return [
            {
                "id": self.key(term.token),
                "service_id": self.id,
                "name": term.name,
                "code": SIGN_LANGUAGES if term.value == "sign" else term.value,
            }
            for term in self._affirmed("language")
            if term.value != "interpreter"
        ]

    def _costs(self) -> list[Json]:
        return [
            {"id": self.key(term.token), "service_id": self.id, "option": term.name, "amount": 0}
            for term in self._affirmed("cost")
        ]

    def _attributes(self, entity: str, *, of_organization: bool) -> list[Json]:
        return [
            {
                "id": self.key("attribute", entity, term.token),
                "link_id": self.id,
                "link_entity": entity,
                "link_type": term.taxonomy.key,
                "taxonomy_term_id": str(term.id),
                "value": answer,
                "label": term.name,
                "taxonomy_term": term.as_json(),
            }
            for term, answer in held_by(self.facts)
            if (term.taxonomy.key in ("agency_type", "faith")) == of_organization
        ]

    def _addresses(self, site: Site) -> list[Json]:
        if not (site.address and site.city):
            return []
        return [
            {
                "id": self.key("address", site.id),
                "location_id": site.id,
                "address_1": site.address,
                "city": site.city,
                "state_province": site.state,
                "postal_code": site.postal_code,
                "country": site.country,
                "address_type": "physical",
            }
        ]


def _stated(values: Mapping[str, Any]) -> Json:
    """Return what is stated: nothing empty, no list without members."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [])}


def _address(text: str) -> str:
    """Return an address of the web as it is, or nothing if it is none."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc and text.isascii() else ""


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def codes_of(listings: Iterable[Listing]) -> set[str]:
    """Return the codes of all places that the listings serve."""
    return {code for listing in listings for code in Facts.from_json(listing.facts).serves}
