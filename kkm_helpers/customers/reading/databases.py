"""Databases through SQLAlchemy: read-only, in chunks, the password never from the address."""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkm_helpers.customers.reading.packages import too_large
from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.progress import Progress, no_progress
from kkm_helpers.customers.reading.text_table import CHUNK_ROWS, Source, TableBuilder, TextTable

if TYPE_CHECKING:
    import sqlalchemy as sa

PASSWORD_VARIABLE = "KKM_DATABASE_PASSWORD"  # noqa: S105 - the name of a variable
KEYRING_SERVICE = "kkm"
_READS = re.compile(r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*(?:select|with|values|from|table)\b", re.IGNORECASE | re.DOTALL)
_CELL_BYTES = 8
_LONGEST_PATH = 1000


def load_database(
    address: str, *, query: str | Path | None, table: str | None, size_limit: int, progress: Progress = no_progress
) -> tuple[Source, str]:
    """Return the rows of a query or a table, and the address without password.

    Args:
        address: SQLAlchemy address without password; that comes from the variable `KKM_DATABASE_PASSWORD` or the
            keyring (service "kkm", user "user@host/database").
        query: SQL, or the file that holds it.
        table: name of a table or view ("schema.name" allowed).
        size_limit: largest size of the decoded rows, in bytes, counted with 8 bytes a cell.
        progress: told the row that was reached.

    Raises:
        CustomerListError: the address, the query or the connection is bad.
    """
    if (query is None) == (table is None):
        raise CustomerListError(
            "Für eine Datenbank bitte genau eines angeben: --query DATEI oder --table NAME.",
            "Please give exactly one of these for a database: --query FILE or --table NAME.",
        )
    try:
        from sqlalchemy import exc
    except ImportError as error:
        raise _missing("sqlalchemy") from error
    url = _url(address)
    shown = url.render_as_string(hide_password=True)
    try:
        engine = _engine(_with_password(url))
        try:
            source = _read(engine, _statement(engine, query, table), size_limit, shown, progress)
        finally:
            engine.dispose()
    except (exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise _missing(getattr(error, "name", None) or url.drivername) from error
    except exc.NoSuchTableError as error:
        raise CustomerListError(
            f"In {shown} gibt es keine Tabelle „{table}“.", f"There is no table “{table}” in {shown}."
        ) from error
    except exc.SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise CustomerListError(
            f"Die Datenbank {shown} antwortet nicht wie erwartet: {cause}. Bitte Adresse, Abfrage und Rechte prüfen.",
            f"The database {shown} does not answer as expected: {cause}. Please check address, query and rights.",
        ) from error
    return source, shown


def _url(address: str) -> sa.URL:
    import sqlalchemy as sa

    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError:
        raise CustomerListError(
            "Die Adresse der Datenbank ist nicht lesbar. Sie sieht zum Beispiel so aus: "
            "postgresql+psycopg://benutzer@server/datenbank "
            "oder sqlite:///erp.db.",
            "The address of the database cannot be read. It looks for instance like this: "
            "postgresql+psycopg://user@server/database "
            "or sqlite:///erp.db.",
        ) from None
    if url.password is not None:
        raise CustomerListError(
            "In der Adresse der Datenbank steht ein Kennwort. Bitte dort weglassen und in der Umgebungsvariablen "
            f"{PASSWORD_VARIABLE} oder im Schlüsselbund hinterlegen (mit dem Paket keyring: keyring set "
            f"{KEYRING_SERVICE} {_keyring_user(url)}).",
            "The address of the database holds a password. Please leave it out there and put it into the environment "
            f"variable {PASSWORD_VARIABLE} or the keyring (with the package keyring: keyring set {KEYRING_SERVICE} "
            f"{_keyring_user(url)}).",
        )
    if (
        url.get_backend_name() in ("sqlite", "duckdb")
        and url.database not in (None, "", ":memory:")
        and not Path(str(url.database)).is_file()
    ):
        raise CustomerListError(
            f"Die Datenbankdatei „{url.database}“ gibt es nicht. Bitte den Pfad prüfen.",
            f"There is no database file “{url.database}”. Please check the path.",
        )
    return url


def _keyring_user(url: sa.URL) -> str:
    """Return the name under which the keyring keeps the password of a database."""
    return f"{url.username}@{url.host or 'localhost'}/{url.database or ''}"


def _with_password(url: sa.URL) -> sa.URL:
    if url.username is None:
        return url
    password = os.environ.get(PASSWORD_VARIABLE)
    if password is None:
        try:
            password = import_module("keyring").get_password(KEYRING_SERVICE, _keyring_user(url))
        except Exception:  # noqa: BLE001 - no keyring, no backend for it: then the server decides without a password
            password = None
    return url if password is None else url.set(password=password)


def _engine(url: sa.URL) -> sa.Engine:
    """Return an engine that cannot write, as far as the database knows such a thing."""
    import sqlalchemy as sa

    backend = url.get_backend_name()
    if backend == "sqlite" and url.database not in (None, "", ":memory:"):
        path = Path(str(url.database)).resolve().as_uri()
        return sa.create_engine(sa.URL.create("sqlite", database=f"{path}?mode=ro", query={"uri": "true"}))
    if backend == "duckdb" and url.database not in (None, "", ":memory:"):
        return sa.create_engine(url, connect_args={"read_only": True})
    options = {"postgresql_readonly": True} if backend == "postgresql" else {}
    return sa.create_engine(url, execution_options=options)


def _statement(engine: sa.Engine, query: str | Path | None, table: str | None) -> sa.TextClause:
    import sqlalchemy as sa

    if table is not None:
        quote = engine.dialect.identifier_preparer.quote_identifier
        return sa.text("SELECT * FROM " + ".".join(quote(part) for part in table.split(".")))  # noqa: S608 - the name is quoted
    text = _query_text(query)
    if not _READS.match(text):
        raise CustomerListError(
            "Die Abfrage liest nicht nur: Sie muss mit SELECT oder WITH beginnen.",
            "The query does not just read: it must begin with SELECT or WITH.",
        )
    return sa.text(text.rstrip().rstrip(";").replace(":", "\\:"))


def _query_text(query: str | Path | None) -> str:
    path = Path(str(query))
    if isinstance(query, str) and len(query.split()) > 1 and not (len(query) < _LONGEST_PATH and path.is_file()):
        return query
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise CustomerListError(
            f"Die Datei mit der Abfrage „{path}“ ist nicht lesbar. Bitte den Pfad prüfen.",
            f"The file with the query “{path}” cannot be read. Please check the path.",
        ) from None


def _read(engine: sa.Engine, statement: Any, size_limit: int, shown: str, progress: Progress) -> Source:  # noqa: ANN401
    builder = TableBuilder()
    line = 1
    with engine.connect() as connection:
        result = connection.execution_options(stream_results=True, max_row_buffer=CHUNK_ROWS).execute(statement)
        headers = tuple(result.keys())
        while chunk := result.fetchmany(CHUNK_ROWS):
            builder.add(chunk, range(line, line + len(chunk)))
            line += len(chunk)
            if line * len(headers) * _CELL_BYTES > size_limit:
                raise too_large(shown, line * len(headers) * _CELL_BYTES, size_limit)
            progress(line)
        connection.rollback()
    table = builder.table()
    return Source(TextTable(table.columns, table.lines, header=headers), native=True)


def _missing(name: str) -> CustomerListError:
    return CustomerListError(
        f"Für diese Datenbank fehlt das Paket „{name}“. Bitte installieren: pip install {name}",
        f"The package “{name}” for this database is missing. Please install it: pip install {name}",
    )
