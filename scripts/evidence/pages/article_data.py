"""A paper as structured data: schema.org's ScholarlyArticle, with what was confirmed and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence import citation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from evidence.model.reference import Person, Reference
    from evidence.model.study import Study


def article_data(study: Study, reference: Reference, url: str) -> Mapping[str, Any] | None:
    """Return a paper as structured data; None for what is no article, or whose title was not confirmed.

    A field of the bibliography goes in only where the study's record says that it was seen.

    Args:
        study: The study that the paper reports.
        reference: Its entry in the bibliography.
        url: Address of our page about it.
    """
    seen = {what for item in study.verified for what in item.what}
    if reference.type != "article" or "title" not in seen or not reference.title:
        return None
    values: dict[str, Any] = {"@type": "ScholarlyArticle", "name": reference.title}
    if "authors" in seen and reference.authors and not reference.others:
        values["author"] = [_author(person) for person in reference.authors]
    if "publication" in seen:
        values |= _published(reference)
    values |= _identified(reference, seen)
    return values | {"subjectOf": {"@type": "WebPage", "url": url}}


def _author(person: Person) -> dict[str, str]:
    if person.group:
        return {"@type": "Organization", "name": person.family}
    name = " ".join(part for part in (person.given, person.family, person.suffix) if part)
    return {"@type": "Person", "name": name, "familyName": person.family} | (
        {"givenName": person.given} if person.given else {}
    )


def _published(reference: Reference) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if reference.year:
        values["datePublished"] = reference.year
    if reference.pages:
        values["pagination"] = reference.pages
    if reference.journal:
        within: dict[str, Any] = {"@type": "Periodical", "name": reference.journal}
        if reference.volume:
            within = {"@type": "PublicationVolume", "volumeNumber": reference.volume, "isPartOf": within}
        if reference.number:
            within = {"@type": "PublicationIssue", "issueNumber": reference.number, "isPartOf": within}
        values["isPartOf"] = within
    return values


def _identified(reference: Reference, seen: AbstractSet[str]) -> dict[str, Any]:
    numbers = {"doi": reference.doi, "pmid": reference.pmid, "pmcid": reference.pmcid}
    confirmed = {name: number for name, number in numbers.items() if number and name in seen}
    if not confirmed:
        return {}
    addresses = {
        "doi": citation.doi_url(reference.doi),
        "pmid": f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/",
        "pmcid": f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.pmcid}/",
    }
    return {
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name.upper(), "value": number}
            for name, number in confirmed.items()
        ],
        "sameAs": [addresses[name] for name in confirmed],
    }
