"""Where an export comes from."""

from __future__ import annotations

from datetime import datetime

import pytest

from kkm_helpers.errors import KkmError
from kkm_helpers.exports.provenance import made_at, mark_of, provenance, title_of
from kkm_helpers.scenario import Scenario, build_case


def test_the_date_can_be_fixed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert made_at() == datetime(2023, 11, 14, 22, 13, 20)  # noqa: DTZ001 - as Excel has it
    assert "14.11.2023" in provenance(build_case(), "de", made_at())
    assert "2023-11-14" in provenance(build_case(), "en", made_at())


@pytest.mark.parametrize("value", ["yesterday", "1e99", "9" * 30])
def test_a_date_that_is_none_is_an_error_in_words(monkeypatch, value):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(KkmError, match="SOURCE_DATE_EPOCH"):
        made_at()


def test_without_it_is_now(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert abs((datetime.now() - made_at()).total_seconds()) < 5  # noqa: DTZ005


def test_the_mark_stands_for_the_assumptions():
    assert mark_of(build_case()) == mark_of(build_case(Scenario(name="another name")))
    assert mark_of(build_case()) != mark_of(build_case(None, {"churn_passive": 0.1}))


def test_a_case_without_a_name_is_called_by_its_subject():
    assert title_of(build_case(), "en") == "Business case small customers"
    assert title_of(build_case(Scenario(name="Nord")), "en") == "Nord"
