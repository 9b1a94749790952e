"""Visitors at the same time: a few of those of benchmarks/visitors.py, each with figures of its own."""

import pytest

from benchmarks.visitors import together, wrong_figures

pytestmark = pytest.mark.browser


def test_each_has_its_own_figures_and_only_one_notices_a_killed_kernel(chromium, app):
    met = together(chromium, app.url, visitors=3, seconds=5)
    assert all(len(moves) > 1 for moves in met["moves"])
    assert [line for moves in met["moves"] for line in wrong_figures(moves)] == []
    assert met["is_back"]
    assert met["others_notice"] == []
