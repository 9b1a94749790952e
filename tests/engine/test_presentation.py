"""The operators of what is shown."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.engine.presentation import (
    joined,
    largest,
    last,
    pick,
    position_of_smallest,
    smallest,
    spread,
)

SERIES = np.array([2.0, -1.0, 5.0, -1.0])


def test_a_series_is_joined_looked_into_and_measured():
    assert joined(0, SERIES, 7).tolist() == [0, 2, -1, 5, -1, 7]
    assert joined(1, [2, 3]).tolist() == [1, 2, 3]
    assert (last(SERIES), pick(SERIES, 2), smallest(SERIES), largest(SERIES)) == (-1, 5, -1, 5)
    assert position_of_smallest(SERIES) == 1, "the first of them"


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=5))
def test_labels_keep_their_order_and_their_distance(places):
    moved = spread(places, 1.0, -99, 99)
    assert sum(moved) == pytest.approx(sum(places), abs=1e-9)
    order = sorted(range(len(places)), key=places.__getitem__)
    distances = [moved[above] - moved[below] for below, above in pairwise(order)]
    assert all(distance > 0.9 for distance in distances)


def test_labels_that_are_apart_stay():
    assert spread([3.0, 1.0, 5.0], 1.0, 0, 9) == [3, 1, 5]


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=5))
def test_labels_stay_on_the_scale(places):
    moved = spread(places, 1.0, -10, 10)
    assert all(-10 <= place <= 10 for place in moved)
    order = sorted(range(len(places)), key=places.__getitem__)
    assert all(moved[above] - moved[below] > 0.9 for below, above in pairwise(order))
