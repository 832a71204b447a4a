"""What the words of the vocabulary mean to a reader, where a word alone would not tell.

Printed on the pages of studies and documents as they stand here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model.vocabulary import Design, Reading, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

DESIGN_MEANING: Mapping[Design, str] = {
    Design.RANDOMIZED_PARALLEL: (
        "Chance decides who gets what, and the groups are compared. This is the fairest test of whether a treatment "
        "works. It says little about rare harms, and with few people chance can still mislead."
    ),
    Design.RANDOMIZED_CROSSOVER: (
        "Each person tries everything, one after the other, in an order drawn by lot. It can show short-lived effects "
        "with few people. It cannot show slow or lasting ones, and what is left of the first treatment can blur the "
        "second."
    ),
    Design.RANDOMIZED_WITHIN_PERSON: (
        "Two treatments are tried on the same person, say one on each arm, and lots decide which goes where. It needs "
        "few people. It would miss an effect that spreads through the whole body."
    ),
    Design.CONTROLLED_NON_RANDOMIZED: (
        "Groups are compared, but lots did not decide who got what. A gap can come from the treatment, or from how the "
        "groups were made up. It cannot tell the two apart."
    ),
    Design.BEFORE_AFTER: (
        "The same people are measured before and after, with nobody to compare them with. It can show that something "
        "changed. It cannot show why: time, hope and chance change people as well."
    ),
    Design.COHORT: (
        "People are followed over time to see what happens to them. It can show how often something happens and what "
        "comes first. At what brought it about it can only hint."
    ),
    Design.CASE_CONTROL: (
        "People who have an illness are compared with people who do not, looking back. It can point to a link, even "
        "where the illness is rare. It cannot tell a cause from a coincidence."
    ),
    Design.CROSS_SECTIONAL: (
        "Many people are looked at once. It can show what goes together. It cannot show what came first."
    ),
    Design.SURVEY: (
        "People are asked once. It can show how many have, do or think something, if those asked stand for the rest. "
        "It cannot show whether a treatment works."
    ),
    Design.CASE_SERIES: (
        "A report on some patients, with nobody to compare them with. It can show that something happens. It cannot "
        "show how often, or what it came from."
    ),
    Design.CASE_REPORT: (
        "The story of one patient, or of very few. It can show that something can happen. It cannot show how often."
    ),
    Design.DIAGNOSTIC_ACCURACY: (
        "A test is held against a better one in the same people. It can show how often the test is right. It cannot "
        "show that anybody fares better for it."
    ),
    Design.HUMAN_PHYSIOLOGY: (
        "Something is measured in the bodies of volunteers, mostly for minutes or hours. It can show what a body does "
        "at that time. It cannot show that ill people get better."
    ),
    Design.ANIMAL_EXPERIMENT: (
        "Animals are treated, or kept in a field. It can show what is possible in a living body and hint at how. What "
        "holds in animals often does not hold in people."
    ),
    Design.IN_VITRO: (
        "Cells, blood or tissue are studied in a dish or tube. It can show what could happen up close. It cannot show "
        "that it happens in a living person."
    ),
    Design.PHYSICS: (
        "A field, a force or the like is measured or worked out. It can show what a magnet does and how far it "
        "reaches. It cannot show how anybody feels."
    ),
    Design.META_ANALYSIS: (
        "All studies of a question are looked for by a plan, and their figures are put together. It gives the best "
        "overall estimate there is. It is no better than the studies in it, and it can hide how they differ."
    ),
    Design.SYSTEMATIC_REVIEW: (
        "All studies of a question are looked for by a plan and weighed. It gives the fairest overview there is. It "
        "is no better than the studies in it."
    ),
    Design.NARRATIVE_REVIEW: (
        "Experts tell what is known, with studies of their own choice. It gives background and ideas. It cannot settle "
        "a question, because nobody sees what was left out."
    ),
    Design.GUIDELINE: (
        "Experts tell doctors and patients what to do, mostly on the ground of reviews. It can show what medicine "
        "advises and why. It is no test of its own."
    ),
    Design.TEXTBOOK: (
        "A book from which a subject is taught. It can show what has long been agreed. It does not test anything, and "
        "it is slow with open questions."
    ),
    Design.TRADE_BOOK: (
        "A book by and for people of the trade, or for everybody. It can show what is taught or believed there. It "
        "cannot show that it is so."
    ),
    Design.AGENCY_PAGE: (
        "A page by a public body, a hospital or a health service. It can show what that body says or rules. How it got "
        "there is often not told."
    ),
    Design.REFERENCE_PAGE: (
        "A page on which others look things up. It can show plain facts. It does not test anything by itself."
    ),
    Design.NEWS_REPORT: (
        "A report in the news or in a magazine. It can show that something was said or done. Its figures are second "
        "hand, and details can be wrong."
    ),
    Design.SELLER_PAGE: (
        "A page by somebody who sells such things. It can show what is on offer and what is said of it. It cannot show "
        "that this is so: the seller chose what to print."
    ),
    Design.STANDARD_OR_LAW: (
        "A rule that makers, sellers or everybody has to keep. It can show what is asked of them. It says little about "
        "whether a treatment works."
    ),
}
"""What a study of each design can show and what it cannot."""

READING_NOTICE: Mapping[Reading, str] = {
    Reading.RECORD: "Little of this was read: a database record or an excerpt. Take what stands here with care.",
    Reading.SECOND_HAND: "The work itself was not read. What stands here is what others say of it. Take it with care.",
}
"""What to know before anything else where less than the abstract was read."""

ROLE_MEANING: Mapping[Role, str] = {
    Role.CLAIM: "says something that can be held against evidence",
    Role.HEADING: "stands above a part of the text",
    Role.ANNOUNCEMENT: "says what the text is about or what comes next",
    Role.QUESTION: "asks something; where the text answers it, the question counts as part of the claim",
    Role.OPINION: "gives a view that no evidence could settle",
    Role.HISTORY: "tells how something came about",
    Role.DESCRIPTION: "names or describes things",
    Role.DISCLAIMER: "says what the text does not want to be taken for",
    Role.ADVICE: "tells readers what to do, without a claim about magnets",
}
"""What a sentence of a reviewed document does."""
