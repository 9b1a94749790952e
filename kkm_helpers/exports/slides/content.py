"""The deck of a case: slides written in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from kkm_helpers.analysis.assessment import assess
from kkm_helpers.exports.provenance import provenance, title_of
from kkm_helpers.exports.report.blocks import clean, clipped, rewritten
from kkm_helpers.exports.report.content import LONGEST_TEXT, LONGEST_TITLE
from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.slides import closing, customers, money, opening
from kkm_helpers.exports.slides.deck import Deck, Slide
from kkm_helpers.language import Language, choose
from kkm_helpers.progress import counted
from kkm_helpers.scenario import Case

SLIDES: tuple[Callable[[Material], Slide | None], ...] = (
    opening.decision, opening.situation, customers.threshold, customers.segments, customers.potential, customers.team,
    money.cash, money.options, money.risk, closing.preconditions, closing.next_steps, closing.assumptions,
)  # fmt: skip


def deck_of(case: Case, language: Language, made: datetime) -> Deck:
    """Return the slides of a case: twelve, or eleven where no customer list is loaded.

    Args:
        case: of a customer list only figures of groups are told, never a customer.
        language: "de" or "en".
        made: when it is made.

    Raises:
        KkmError: the scenario's rank correlations, weights or answers cannot be used.
    """
    material = Material(case, assess(case), language, made)
    title = clipped(title_of(case, language), LONGEST_TITLE)
    deck = Deck(
        title,
        provenance(case, language, made),
        made.strftime(choose(language, "%d.%m.%Y", "%Y-%m-%d")),
        tuple(
            slide
            for write in counted("Inhalt von Folie", "content of slide", SLIDES)
            if (slide := write(material)) is not None
        ),
        language,
    )
    cleaned: Deck = rewritten(rewritten(deck, clean), partial(clipped, most=LONGEST_TEXT))
    return cleaned
