"""A claim page as ClaimReview, the structured data by which search engines know a check of somebody's claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.model.claim import EmptyBody
from evidence.model.vocabulary import VERDICT_MEANING, Verdict
from evidence.pages.words import sentence_case, words
from evidence.prose import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.appraise import Appraisal
    from evidence.pages.context import PageContext

# Only these four have a place on a line from wrong to right. The other three would get a number that says "half true",
# where they say "cannot be told".
RATINGS: Mapping[Verdict, int] = {
    Verdict.CONTRADICTED: 1,
    Verdict.NOT_SUPPORTED: 2,
    Verdict.OVERSTATED: 3,
    Verdict.SUPPORTED: 5,
}
BEST, WORST = 5, 1


def claim_review(page: PageContext, appraisal: Appraisal) -> dict[str, Any]:
    """Return the ClaimReview of a claim. Neither documents nor their authors get an address that they do not have."""
    claim = appraisal.claim
    documents = dict.fromkeys(item.document for item in claim.stated_in)
    dates = [change.date for change in claim.changes]
    return {
        "@type": "ClaimReview",
        "url": page.address,
        "claimReviewed": claim.short_claim,
        "datePublished": min(dates).isoformat(),
        "dateModified": max(*dates, claim.reviewed).isoformat(),
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "author": {"@type": "Organization", "name": page.site.name, "url": page.site.url},
        "itemReviewed": {
            "@type": "Claim",
            "appearance": [{"@type": "CreativeWork", "name": page.source_title(name)} for name in documents],
        },
        "reviewRating": rating(appraisal),
        "reviewBody": f"{plain(claim.answer)} {certainty(appraisal)}".strip(),
    }


def rating(appraisal: Appraisal) -> dict[str, Any]:
    """Return the verdict in words with its reason, and as a number where it has one."""
    verdict = appraisal.claim.verdict
    number = RATINGS.get(verdict)
    numbers = {} if number is None else {"ratingValue": number, "bestRating": BEST, "worstRating": WORST}
    return {"@type": "Rating", "alternateName": verdict.word, "ratingExplanation": reason(appraisal), **numbers}


def reason(appraisal: Appraisal) -> str:
    """Return the main reason as the head of the page prints it, as a sentence."""
    body = appraisal.limiting.body if appraisal.limiting else None
    if body is not None and not isinstance(body, EmptyBody):
        return f"{sentence_case(plain(body.main_reason)).rstrip('.')}."
    return plain(appraisal.claim.verdict_reason or VERDICT_MEANING[appraisal.claim.verdict])


def certainty(appraisal: Appraisal) -> str:
    """Say how sure the evidence is; it stands in words beside the rating and never in its number."""
    if appraisal.grade is None or appraisal.limiting is None:
        return ""
    return f"Certainty of the evidence: {appraisal.grade.word} ({words(appraisal.limiting.body.basis)})."
