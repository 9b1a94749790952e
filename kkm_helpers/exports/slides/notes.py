"""What the speaker has: where a slide's main figure comes from."""

from __future__ import annotations

from collections.abc import Iterable

from kkm_helpers.exports.report.material import Material
from kkm_helpers.exports.slides.texts import PATH
from kkm_helpers.formulas import explain


def path_notes(material: Material, *names: str) -> tuple[str, ...]:
    """Return the calculation path of some quantities: each in words, and with the numbers put in.

    Args:
        material: the case.
        names: public names; `option_…` is the figure of the option looked at.
    """
    return (f"{PATH.text(material.language)}:", *_lines(material, names))


def _lines(material: Material, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        found = explain(name.replace("option_", f"{material.option}_"), material.results, material.language)
        yield f"{found.formula}"
        if found.numbers:
            yield f"   {found.numbers}"
