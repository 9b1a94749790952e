"""Revenue in one system, visits in the other; lists that stand in a database."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import sqlalchemy as sa

from kkm_helpers.customers.reading import CustomerListError, Mapping, guessed_mapping, read_customers
from kkm_helpers.customers.reading.joining import comparable_id
from kkm_helpers.errors import KkmError
from tests.customers.reading.looking import column, warned

if TYPE_CHECKING:
    from collections.abc import Iterator

ERP = "Kundennummer;Name;Umsatz 2024\n0000100;A;5,00\n0000200;B;6,00\n0000300;C;7,00\n"


@pytest.fixture
def erp(tmp_path: Path) -> Path:
    path = tmp_path / "erp.csv"
    path.write_text(ERP, encoding="utf-8")
    return path


# ---- CRM


def test_a_crm_list_is_joined_whatever_zeros_and_blanks(erp: Path, tmp_path: Path) -> None:
    crm = tmp_path / "crm.csv"
    crm.write_text(
        "Account Number,Besuche,Letzter Besuch,Außendienst,Name\n 100 ,2,2024-05-01,Meier,A "
        "AG\n200,,,,B\n999,1,2024-01-01,X,Y\n",
        encoding="utf-8",
    )
    listed = read_customers(erp, crm=crm)
    assert column(listed, "visits") == [2.0, None, None]
    assert column(listed, "last_visit") == [pd.Timestamp("2024-05-01"), None, None]
    assert column(listed, "field_rep") == ["Meier", "", ""]
    assert column(listed, "name") == ["A", "B", "C"]
    assert listed.report.crm is not None
    assert (listed.report.crm.matched, listed.report.crm.only_in_list, listed.report.crm.only_in_crm) == (
        2,
        ("0000300",),
        ("999",),
    )
    assert listed.report.to_json()["crm"]["matched"] == 2
    assert "visits" not in listed.report.columns_missing
    assert warned(listed, "name", "Verschiedenes")


def test_a_visit_log_becomes_visits_and_the_last_one(erp: Path, tmp_path: Path) -> None:
    crm = tmp_path / "besuche.csv"
    crm.write_text(
        "Kd-Nr;Besuchsdatum\n100;01.03.2024\n100;01.03.2024\n100;01.09.2024\n100;01.09.2023\n200;15.01.2023\n",
        encoding="utf-8",
    )
    listed = read_customers(erp, crm=crm)
    assert column(listed, "visits") == [2.0, 0.0, None]  # logged twice is one; 2023 lies more than a year back
    assert column(listed, "last_visit")[0] == pd.Timestamp("2024-09-01")


@pytest.mark.parametrize(("number", "same"), [("0000100", "100"), (" 1 00 ", "100"), ("a1", "A1"), ("000", "0")])
def test_comparable_ids(number: str, same: str) -> None:
    assert comparable_id(number) == comparable_id(same)


# ---- mapping files


def test_the_guess_can_be_written_corrected_and_used(erp: Path, tmp_path: Path) -> None:
    erp.write_text(ERP.replace("Umsatz 2024", "Umsatz (T€)"), encoding="cp1252")
    first = read_customers(erp, today=date(2025, 3, 1))
    path = tmp_path / "zuordnung.yaml"
    guessed_mapping(first.report).write(path)
    written = Mapping.load(path)
    assert written.columns == {"customer_id": "Kundennummer", "name": "Name", "revenue_2024": "Umsatz (T€)"}
    assert (written.delimiter, written.number_format, written.units) == (";", "german", {"revenue_2024": 1000.0})
    again = read_customers(erp, mapping=path)
    pd.testing.assert_frame_equal(again.frame, first.frame)
    with pytest.raises(KkmError, match="--force"):
        written.write(path)
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("revenue_2024: Umsatz", "revenue_2021: Umsatz")
        .replace("revenue_2024: 1000", "revenue_2021: 1"),
        encoding="utf-8",
    )
    assert column(read_customers(erp, mapping=path), "revenue_2021") == [5.0, 6.0, 7.0]


def test_a_mapping_file_that_is_no_yaml_or_missing(erp: Path, tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.yaml"
    broken.write_text("columns: {", encoding="utf-8")
    with pytest.raises(CustomerListError, match="YAML"):
        read_customers(erp, mapping=broken)
    with pytest.raises(CustomerListError, match=r"fehlt\.yaml"):
        read_customers(erp, mapping=tmp_path / "fehlt.yaml")


# ---- databases

PASSWORD = "geheim"  # noqa: S105 - of a server that lives for one test
CREATE = (
    "create table kunden (kundennummer varchar(10), name varchar(40), umsatz_2023 numeric(12,2), "
    "umsatz_2024 numeric(12,2), letzter_besuch date)"
)
INSERT = "insert into kunden values ('0000100', 'Müller', 10.25, -5.5, '2024-12-31'), ('0000200', 'NA', null, 7, null)"


def check_table(listed: object) -> None:
    frame = listed.frame  # type: ignore[attr-defined]
    assert frame["customer_id"].tolist() == ["0000100", "0000200"]
    assert frame["name"].tolist() == ["Müller", "NA"]
    assert frame["revenue_2023"].iloc[0] == 10.25
    assert pd.isna(frame["revenue_2023"].iloc[1])
    assert frame["revenue_2024"].tolist() == [-5.5, 7.0]
    assert frame["last_visit"].iloc[0] == pd.Timestamp("2024-12-31")
    assert listed.report.control_totals["revenue_2024"].imported == 1.5  # type: ignore[attr-defined]


def fill(address: str) -> None:
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql(CREATE)
        connection.exec_driver_sql(INSERT)
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_table_and_a_query_of_a_file_database(tmp_path: Path, kind: str) -> None:
    if kind == "duckdb":
        pytest.importorskip("duckdb_engine")
    address = f"{kind}:///{(tmp_path / 'erp.db').as_posix()}"
    fill(address)
    check_table(read_customers(source=address, table="kunden"))
    query = tmp_path / "kunden.sql"
    query.write_text(
        "-- alle Kunden\nSELECT kundennummer, name, umsatz_2023, umsatz_2024, letzter_besuch FROM kunden ORDER BY 1;\n",
        encoding="utf-8",
    )
    check_table(read_customers(source=address, query=query))
    with pytest.raises(CustomerListError, match="nicht"):
        read_customers(source=address, table="gibts_nicht")
    with pytest.raises(CustomerListError, match="SELECT"):
        read_customers(source=address, query="DELETE FROM kunden")
    with pytest.raises(CustomerListError, match="--query"):
        read_customers(source=address)
    check_table(read_customers(source=address, table="kunden"))  # nothing was deleted


def test_a_database_is_opened_read_only(tmp_path: Path) -> None:
    address = f"sqlite:///{(tmp_path / 'erp.db').as_posix()}"
    fill(address)
    with pytest.raises(CustomerListError, match="readonly"):
        read_customers(source=address, query="WITH alle AS (SELECT 1) DELETE FROM kunden")
    check_table(read_customers(source=address, table="kunden"))


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CustomerListError, match="gibt es nicht"):
        read_customers(source=f"sqlite:///{(tmp_path / 'fehlt.db').as_posix()}", table="kunden")
    assert not (tmp_path / "fehlt.db").exists()
    with pytest.raises(CustomerListError, match="nicht lesbar"):
        read_customers(source="keine adresse", table="kunden")
    with pytest.raises(CustomerListError, match="Paket"):
        read_customers(source="klingon://server/db", table="kunden")


def test_a_password_in_the_address_is_refused_and_never_shown() -> None:
    with pytest.raises(CustomerListError, match="KKM_DATABASE_PASSWORD") as raised:
        read_customers(source="postgresql+psycopg://kkm:geheim@localhost/erp", table="kunden")
    assert "geheim" not in raised.value.de + raised.value.en


class Keyring:
    """Stands in for the package keyring: knows one password, notes what it is asked for."""

    def __init__(self, password: str | None) -> None:
        self.password = password
        self.asked: list[tuple[str, str]] = []

    def get_password(self, service: str, user: str) -> str | None:
        self.asked.append((service, user))
        return self.password


def test_the_keyring_is_asked_where_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    keyring = Keyring(PASSWORD)
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.delenv("KKM_DATABASE_PASSWORD", raising=False)
    address = "postgresql+psycopg://kkm@localhost:1/erp?connect_timeout=2"
    with pytest.raises(CustomerListError, match="localhost") as raised:
        read_customers(source=address, table="kunden")
    assert keyring.asked == [("kkm", "kkm@localhost/erp")]
    assert PASSWORD not in raised.value.de + raised.value.en
    monkeypatch.setenv("KKM_DATABASE_PASSWORD", "anderes")
    with pytest.raises(CustomerListError):
        read_customers(source=address, table="kunden")
    assert len(keyring.asked) == 1  # the environment goes before


def test_the_way_into_the_keyring_is_told() -> None:
    with pytest.raises(CustomerListError, match="keyring set kkm kkm@server/erp"):
        read_customers(source="postgresql+psycopg://kkm:geheim@server/erp", table="kunden")


def test_northwinds_order_lines_through_a_join(tmp_path: Path, shared: Path) -> None:
    folder = shared / "realdata" / "northwind"
    if not folder.exists():
        pytest.skip("the real data are not beside this repository (../shared/realdata)")
    address = f"sqlite:///{(tmp_path / 'northwind.db').as_posix()}"
    engine = sa.create_engine(address)
    for name in ("customers", "orders", "order_details"):
        pd.read_csv(folder / f"{name}.csv").to_sql(name, engine, index=False)
    engine.dispose()
    listed = read_customers(
        source=address,
        query="SELECT o.CustomerID, c.CompanyName, c.City, o.OrderID, o.OrderDate, d.Amount FROM orders o "
        "JOIN order_details d ON d.OrderID = o.OrderID JOIN customers c ON c.CustomerID = o.CustomerID",
    )
    by_year = pd.read_csv(folder / "northwind_customers_by_year.csv").set_index("customer_id")
    frame = listed.frame.set_index("customer_id")
    assert len(frame) == 89
    for year in (1996, 1997, 1998):
        expected = by_year.loc[frame.index, f"rev_{year}"]
        assert (frame[f"revenue_{year}"] - expected).abs().max() < 0.01
        assert (frame[f"orders_{year}"] == by_year.loc[frame.index, f"orders_{year}"]).all()
    assert round(sum(t.imported for t in listed.report.control_totals.values()), 2) == 1_265_793.04


@pytest.fixture
def shared() -> Path:
    return Path(__file__).resolve().parents[4] / "shared"


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[str]:
    """Start a server from Debian's package, return an address with a user that needs a password."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries or sys.platform == "win32":
        pytest.skip("PostgreSQL's server is not installed (Debian: apt install postgresql)")
    pytest.importorskip("psycopg")
    as_user = None
    folder = tmp_path / "postgres"
    folder.mkdir()
    if os.geteuid() == 0:
        as_user = "postgres"  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        for parent in folder.parents:
            if parent.stat().st_uid == 0 and str(parent).startswith(str(tmp_path.parents[2])):
                parent.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secret = folder / "geheim"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    secret.chmod(0o644)
    data = folder / "data"

    def run(*command: object) -> None:
        subprocess.run([*map(str, command)], check=True, capture_output=True, timeout=120, cwd="/", user=as_user)

    run(
        binaries[-1] / "initdb",
        "-D",
        data,
        "-U",
        "kkm",
        "--auth=scram-sha-256",
        f"--pwfile={secret}",
        "--encoding=UTF8",
        "--locale=C",
    )
    server = subprocess.Popen(
        [
            str(binaries[-1] / "postgres"), "-D", str(data), "-p", str(port), "-c", "fsync=off",
            "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", user=as_user,
    )  # fmt: skip
    try:
        ready = [str(binaries[-1] / "pg_isready"), "-h", "127.0.0.1", "-p", str(port)]
        for _ in range(300):  # it takes connections before it answers them
            if subprocess.run(ready, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.1)
        yield f"postgresql+psycopg://kkm@127.0.0.1:{port}/postgres"
    finally:
        run(binaries[-1] / "pg_ctl", "-D", data, "stop", "-m", "immediate")
        server.wait(timeout=30)


def test_a_real_postgresql_server(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KKM_DATABASE_PASSWORD", raising=False)
    with pytest.raises(CustomerListError):
        read_customers(source=postgres, table="kunden")
    fill(str(sa.make_url(postgres).set(password=PASSWORD).render_as_string(hide_password=False)))
    monkeypatch.setitem(sys.modules, "keyring", Keyring(PASSWORD))
    check_table(read_customers(source=postgres, table="kunden"))
    monkeypatch.setitem(sys.modules, "keyring", Keyring(None))
    monkeypatch.setenv("KKM_DATABASE_PASSWORD", PASSWORD)
    listed = read_customers(source=postgres, table="public.kunden")
    check_table(listed)
    assert "geheim" not in listed.source
    check_table(read_customers(source=postgres, query="SELECT *, 1::int AS eins FROM kunden ORDER BY kundennummer"))
    with pytest.raises(CustomerListError, match="data-modifying"):
        read_customers(source=postgres, query="WITH weg AS (DELETE FROM kunden RETURNING *) SELECT * FROM weg")
    check_table(read_customers(source=postgres, table="kunden"))


def test_decimals_and_blanks_from_a_query_are_exact(tmp_path: Path) -> None:
    address = f"sqlite:///{(tmp_path / 'erp.db').as_posix()}"
    fill(address)
    listed = read_customers(source=address, query="SELECT kundennummer, umsatz_2024 FROM kunden")
    assert Decimal(str(listed.frame["revenue_2024"].sum())) == Decimal("1.5")
