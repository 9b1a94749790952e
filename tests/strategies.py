"""Random cases for property tests, made from the declarations themselves."""

from hypothesis import strategies as st

from kkm_helpers.assumptions import ASSUMPTIONS, Assumption


def value_of(assumption: Assumption) -> st.SearchStrategy:
    """Return values that the assumption takes, within its slider and a good deal beyond."""
    if assumption.is_choice:
        return st.sampled_from([choice.name for choice in assumption.choices])
    low, high, _ = assumption.slider
    least, most = assumption.bounds
    low = low / 2 if least is None else max(least, low / 2)
    high = high * 2 if most is None else min(most, high * 2)
    if assumption.is_whole:
        return st.integers(int(low + 0.999), int(high)).map(float)
    # Amounts of people have few digits; the smallest float there is is no revenue.
    return st.floats(low, high).map(lambda number: min(max(round(number, 4), low), high))


# The days off may leave no selling day; tests of that choose them on their own.
FREE = {name: known for name, known in ASSUMPTIONS.items() if known.unit != "days/year"}


def overrides(*, without: tuple[str, ...] = ()) -> st.SearchStrategy[dict]:
    """Return some assumptions with values they take."""
    free = {name: value_of(known) for name, known in FREE.items() if name not in without}
    return st.fixed_dictionaries({}, optional=free)
