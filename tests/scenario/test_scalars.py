import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.scenario.scalars import (
    AmbiguousTextError,
    grouped_or_decimal,
    plain_numbers_meant,
    read_argument,
    read_scalar,
    write_number,
    write_text,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        ("-4", -4),
        ("0.05", 0.05),
        (".5", 0.5),
        ("1.0e-3", 0.001),
        ("007.5", 7.5),
        ("true", True),
        ("False", False),
        ("", None),
        ("~", None),
        ("history", "history"),
        ("0,05", "0,05"),
        ("2024-12-31", "2024-12-31"),
    ],
)
def test_unambiguous_scalars_are_read_as_papermill_reads_them(text, value):
    assert read_scalar(text) == value
    assert type(read_scalar(text)) is type(value)


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("1e-3", "0.001"),
        ("1e3", "1000"),
        ("1_000", "1000"),
        ("010", "10"),
        ("-.5", "-0.5"),
        ("0o10", None),
        ("0x1F", None),
        ("0b11", None),
        ("12:30", None),
        ("yes", "true"),
        ("Off", "false"),
        ("=", None),
        ("<<", None),
    ],
)
def test_what_yaml_versions_read_differently_is_refused_with_a_better_spelling(text, better):
    with pytest.raises(AmbiguousTextError) as caught:
        read_scalar(text)
    assert caught.value.better == better


# Letters, digits and signs of numbers, truth values and dates: what could be read as something else than text.
_TRICKY = st.text("0123456789.eE+-_:xobyesnoffYtru~=<", max_size=7)


@given(_TRICKY)
def test_no_scalar_is_read_otherwise_than_by_pyyaml(text):
    try:
        value = read_scalar(text)
    except AmbiguousTextError:
        return
    if ": " in text or text.endswith(":") or text[:2] in ("- ", "? ") or text in ("-", "?", "---", "..."):
        return  # no scalar at all
    read = yaml.compose(text, yaml.SafeLoader)
    # papermill leaves dates as text
    tag = read.tag.rpartition(":")[2].replace("timestamp", "str") if read else "null"
    kinds = {"str": str, "int": int, "float": float, "bool": bool, "null": type(None)}
    assert isinstance(value, kinds[tag])
    if tag in ("int", "float"):
        read_value = yaml.safe_load(text)
        assert value == read_value or (math.isnan(value) and math.isnan(read_value))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_number_is_the_same_number_for_everybody(number):
    text = write_number(number)
    assert float(read_scalar(text)) == number
    assert float(yaml.safe_load(text)) == number


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_a_written_text_is_the_same_text_for_everybody(text):
    assert yaml.safe_load(f"key: {write_text(text)}\n") == {"key": text}


def test_an_ordinary_text_is_written_without_quotation_marks():
    assert write_text("Vertriebsleitung, Workshop am 12.11.") == "Vertriebsleitung, Workshop am 12.11."
    assert write_text("yes") == '"yes"'
    assert write_text("2024") == '"2024"'


def test_arguments_are_plain_numbers_or_text():
    assert read_argument("1e-3") == 0.001
    assert read_argument(" 4 ") == 4
    assert read_argument("010") == 10
    assert read_argument("0,05") == "0,05"
    assert read_argument("1_000") == "1_000"
    assert read_argument("nan") == "nan"
    assert read_argument("history") == "history"


def test_a_point_before_three_digits_may_mean_thousands_to_a_german():
    salary, share = ASSUMPTIONS["field_rep_salary"], ASSUMPTIONS["captured_share"]
    assert grouped_or_decimal("70.000", salary) == ("70000", "70")
    assert grouped_or_decimal("7.500", salary) == ("7500", "7.5")
    assert grouped_or_decimal("70000.00", salary) is None
    assert grouped_or_decimal("0.050", share) is None
    assert grouped_or_decimal("1.000", share) is None


def test_numbers_for_people_are_understood_to_say_how_to_write_them():
    share, money = ASSUMPTIONS["captured_share"], ASSUMPTIONS["field_rep_salary"]
    assert plain_numbers_meant("0,05", share) == ("0.05",)
    assert plain_numbers_meant("8 %", share) == ("0.08",)
    assert plain_numbers_meant("70 T€", money) == ("70000",)
    assert plain_numbers_meant("70.000,50", money) == ("70000.5",)
    assert plain_numbers_meant("1,234", money) == ("1.234", "1234")
    assert plain_numbers_meant("viel", money) == ()
