"""Plain papermill runs the notebooks about customer lists: the shipped lists, real lists, and bad input."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from tests.conftest import REPOSITORY, SHARED

pytestmark = pytest.mark.notebook

DEMO = REPOSITORY / "data" / "demo_customers.csv"
RESELLERS = SHARED / "realdata" / "adventureworks_resellers" / "aw_resellers_by_year.csv"


@pytest.fixture(scope="module")
def resellers(execute):
    if not RESELLERS.exists():
        pytest.skip("the real data are not beside this repository (../shared/realdata)")
    return execute("1_identification", "-p", "customers_file", str(RESELLERS), "-p", "language", "en")


def test_the_results_of_a_real_list_are_those_of_plain_pandas(resellers):
    assert resellers.returncode == 0, resellers.stderr
    raw = pd.read_csv(RESELLERS)
    first, second, last = (raw[f"rev_{year}"] for year in (2017, 2018, 2019))
    growing = (first > 0) & (second > first) & (last > second) & (last >= first * 1.25**2) & (last >= 9_375 / 2)
    small = (last < 9_375) & ~growing
    found = resellers.results
    assert found["segment_small_customers"] == small.sum()
    assert found["small_customers"] == (small & (last > 0)).sum()
    assert found["revenue_per_customer"] == pytest.approx(last[small & (last > 0)].mean())
    assert found["revenue"] == pytest.approx(last.sum(), abs=0.005)


def test_all_it_tells_is_in_the_language_asked_for(resellers):
    told = "\n".join(resellers.markdown(cell.id) for cell in resellers.notebook.cells if cell.cell_type == "code")
    assert "## Who is a small customer?" in told
    assert "Kunden" not in told
    assert len(resellers.outputs("charts")) == 2  # no visits in this list


def test_a_list_of_three_thousand_is_shown_within_five_seconds():
    from kkm_helpers.workbook.list_opening import identification_notebook

    started = time.perf_counter()
    page = identification_notebook({"customers_file": str(DEMO), "reference_year": 2025})
    assert len(page.identification.frame) == 3_000
    assert time.perf_counter() - started < 5


def test_two_lists_and_the_worklist_make_a_review(execute, tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    raw = pd.read_csv(DEMO, sep=";", dtype=str, encoding="utf-8-sig")
    before = folder / "vorher.csv"
    raw.drop(columns=["revenue_2025", "last_order"]).to_csv(before, sep=";", index=False)
    done = execute(
        "8_review", "-p", "customers_file", str(before), "-p", "customers_after", str(DEMO), "-p", "market_churn", "0.1"
    )
    assert done.returncode == 0, done.stderr
    assert (done.results["reference_year_before"], done.results["reference_year_after"]) == (2024, 2025)
    assert "simuliert" not in done.markdown("open-lists")
    assert "gegen dieselbe Regel ein Jahr früher" in done.markdown("open-lists")


def test_a_wrong_parameter_stops_in_the_first_cell_with_the_message_alone(execute):
    refused = execute("1_identification", "-p", "defintion", "erp")
    assert refused.returncode != 0
    assert refused.stderr.strip().splitlines()[-1].startswith("defintion: unbekannter Name.")
    (output,) = refused.outputs("open-list")
    assert output.output_type == "error"
    assert "Traceback" not in "\n".join(output.traceback)
