"""Small customer lists for tests, written the way people think of them: one dict per customer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

TODAY = date(2025, 6, 1)
REALDATA = Path(__file__).resolve().parents[3] / "shared" / "realdata"
NUMBERS = ("employees", "orders", "visits", "share_of_wallet", "potential", "contribution_margin", "discount")
DATES = ("last_order", "last_visit")


def customer_list(*customers: dict) -> pd.DataFrame:
    """Return a frame as the reader gives it; `r2024=100` is short for revenue_2024."""
    rows = [{name.replace("r20", "revenue_20"): value for name, value in row.items()} for row in customers]
    frame = pd.DataFrame(rows)
    if "customer_id" not in frame:
        frame.insert(0, "customer_id", [f"{number:05d}" for number in range(1, len(frame) + 1)])
    for name in frame.columns:
        if name in NUMBERS or name.startswith(("revenue_", "orders_2", "order_interval")):
            frame[name] = frame[name].astype("float64")
        elif name in DATES:
            frame[name] = pd.to_datetime(frame[name])
        elif name == "competition":
            frame[name] = frame[name].astype("boolean")
        elif name == "never_visited":
            frame[name] = frame[name].fillna(value=False).astype(bool)
        else:
            frame[name] = frame[name].fillna("").astype("str")
    return frame
