"""Which claims show the fixed block of signs that need a doctor: those that people with such complaints read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.model.claim import Claim

_COMPLAINT = re.compile(r"\b(?:pain|ache|aching|headache|numb|tingl|nerve|sore)", re.IGNORECASE)


def needs_warning_signs(claim: Claim) -> bool:
    """Tell whether a claim is about pain, nerves or numbness, by its title, its wording and the outcome it asks for."""
    outcome = claim.question.outcome if claim.question else ""
    return any(_COMPLAINT.search(text) for text in (claim.title, claim.short_claim, outcome))
