from __future__ import annotations

from datetime import date

import pytest

from kkm_helpers.language.dates import date_order, is_no_date, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "31.12.2024", "2024-12-31", "20241231", "31/12/24", "31.12.24", "31-12-2024", "45657", "45657,5", "Dez 24",
        "Dez. 2024", "12/2024", "12.2024", "2024-12", "31. Dezember 2024", "2024-12-31T10:05:00", "31.12.2024 10:05",
        "2024-12-31 00:00:00.000", " 31.12.2024 ", "31 Dec 2024", "2024/12/31",
    ],
)  # fmt: skip
def test_last_day_of_2024_in_every_form(text: str) -> None:
    assert parse_date(text) == date(2024, 12, 31)


def test_slashes_follow_the_order_and_dots_do_not() -> None:
    assert parse_date("03/04/2024", "month_first") == date(2024, 3, 4)
    assert parse_date("03/04/2024", "day_first") == date(2024, 4, 3)
    assert parse_date("03.04.2024", "month_first") == date(2024, 4, 3)


@pytest.mark.parametrize(
    "text",
    ["", "32.01.2024", "13/13/2024", "12345", "99999", "1501", "Foo 24", "1,5", "13/2024", "00/2024", "20241399"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["00.00.0000", "31.12.9999", "9999-12-31", "99991231", "00000000", "0000-00-00", "00.00.00", "9999-12-31 00:00:00"],
)
def test_the_systems_ways_to_say_no_date(text: str) -> None:
    assert is_no_date(text)


@pytest.mark.parametrize("text", ["31.12.2024", "01.01.2000", "", "20000101"])
def test_days_are_dates(text: str) -> None:
    assert not is_no_date(text)


def test_the_order_is_found_from_the_whole_column() -> None:
    assert date_order(["03/04/2024", "12/31/2024"]).order == "month_first"
    assert date_order(["03/04/2024", "31/12/2024"]).order == "day_first"
    assert not date_order(["03/04/2024"]).decided
    assert date_order(["31/12/2024"]).decided


def test_two_digit_years_turn_at_69() -> None:
    assert parse_date("01.01.68").year == 2068
    assert parse_date("01.01.69").year == 1969
