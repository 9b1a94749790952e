"""LibreOffice as the referee: workbooks recalculated by a program that knows nothing of ours."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol

from kkm_helpers.assumptions import ASSUMPTIONS
from kkm_helpers.engine import Results
from kkm_helpers.formulas.excel import excel_name
from kkm_helpers.language import format_value
from kkm_helpers.model import QUANTITIES

# Without this LibreOffice shows what the file says and calculates nothing.
ALWAYS_RECALCULATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def soffice() -> str:
    """Return the program; skip the test where it is missing, unless on CI, where it must be there."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice (soffice) is not installed")
    assert found, "LibreOffice (soffice) is missing on CI"
    return found


def converted(files: list[Path], folder: Path, kind: str = "xlsx") -> list[Path]:
    """Return the files as LibreOffice writes them after recalculating, one start for all of them."""
    profile, out = folder / "profile", folder / f"as_{kind}"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    out.mkdir(exist_ok=True)
    command = [
        soffice(), "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to", kind, "--outdir", str(out), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120 + 20 * len(files))
    return [out / f"{file.stem}.{kind}" for file in files]


def figures(path: Path) -> dict[str, object]:
    """Return what stands in the cells of each defined name: one value, or a list."""
    workbook = CalamineWorkbook.from_path(path)
    grids = {
        title: workbook.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in workbook.sheet_names
    }
    found: dict[str, object] = {}
    for name, sheet, first, last in defined_names(path):
        (top, left), (bottom, right) = (xl_cell_to_rowcol(cell) for cell in (first, last or first))
        values = [value for row in grids[sheet][top : bottom + 1] for value in row[left : right + 1]]
        found[name] = values if last else values[0]
    return found


def grid(path: Path, sheet: str) -> list[list[object]]:
    """Return the values of a sheet, row by row."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def defined_names(path: Path) -> list[tuple[str, str, str, str]]:
    """Return name, sheet, first and last cell of each defined name for cells; the last is "" for a single one."""
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/workbook.xml").decode()
    names = []
    for attributes, address in re.findall(r"<definedName ([^>]*)>([^<]+)<", text):
        name = re.search(r'name="([^"]+)"', attributes)[1]
        if not name.startswith("_xlnm"):
            sheet, _, cells = html.unescape(address).rpartition("!")
            first, _, last = cells.replace("$", "").partition(":")
            names.append((name, sheet.strip("'$"), first, last))
    return names


def errors(path: Path) -> list[str]:
    """Return every cell that holds an error."""
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        return [f"{name} {cell}" for name in sheets
                for cell in re.findall(r'<c r="([A-Z]+\d+)"[^>]* t="e"', package.read(name).decode())]  # fmt: skip


def differences(found: dict[str, object], results: Results, language: str = "de") -> list[str]:
    """Return each quantity whose cells are not what Python has, to 1e-9 of its size.

    A spreadsheet makes a difference of nearly equal amounts exactly 0 where Python keeps their last digits: that noise
    is allowed for, as a share of the largest amounts that are subtracted.
    """
    noise = 1e-14 * max(float(np.abs(results[name]).max()) for name in ("passive_revenue", "build_revenue"))
    noise *= float(results.assumptions["horizon_months"])
    wrong = []
    for name, quantity in QUANTITIES.items():
        value, cells = results[name], found[excel_name(name)]
        if value is None or isinstance(value, str):
            if cells != (format_value(None, quantity.unit, language) if value is None else value):
                wrong.append(f"{name}: {cells!r} instead of {value!r}")
            continue
        one_or_more, expected = np.atleast_1d(np.asarray(cells, object)), np.atleast_1d(np.asarray(value, float))
        if len(one_or_more) != len(expected) or not all(isinstance(cell, float | int) for cell in one_or_more):
            wrong.append(f"{name}: {cells!r}")
        elif (np.abs(one_or_more.astype(float) - expected) > 1e-9 * np.maximum(1, np.abs(expected)) + noise).any():
            wrong.append(f"{name}: {cells!r} instead of {value!r}")
    return wrong


def with_inputs(path: Path, values: dict[str, float | str], target: Path) -> Path:
    """Write a copy of a workbook with other values in its input cells: the file's own XML, nothing else touched."""
    places = {name: (sheet, first) for name, sheet, first, _ in defined_names(path)}
    cells = {places[excel_name(name)][1]: value for name, value in values.items()}
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        inputs = member_of(source, places["small_customers"][0])
        for member in source.namelist():
            content = source.read(member)
            if member == inputs:
                content = put_in(content.decode(), cells).encode()
            copy.writestr(member, content)
    return target


def member_of(package: zipfile.ZipFile, title: str) -> str:
    """Return where the XML of a sheet lies in the package: sheets are numbered as they were added."""
    titles = re.findall(r'<sheet name="([^"]*)"', package.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{[html.unescape(each) for each in titles].index(title) + 1}.xml"


def put_in(sheet: str, cells: dict[str, float | str]) -> str:
    """Return a sheet's XML with other values in some cells."""

    def replaced(match: re.Match[str]) -> str:
        if match["cell"] not in cells:
            return match[0]
        value = cells[match["cell"]]
        start = f'<c r="{match["cell"]}"{match["style"]}'
        if isinstance(value, str):
            return f'{start} t="inlineStr"><is><t>{html.escape(value)}</t></is></c>'
        return f"{start}><v>{value!r}</v></c>"

    pattern = r'<c r="(?P<cell>[A-Z]+\d+)"(?P<style> s="\d+")?(?: t="\w+")?>(?:<f>[^<]*</f>)?<v>[^<]*</v></c>'
    return re.sub(pattern, replaced, sheet)


def random_values(random: np.random.Generator) -> dict[str, float | str]:
    """Return other values for some assumptions, within their range and a good deal beyond it."""
    values = {}
    for name, known in ASSUMPTIONS.items():
        if name == "horizon_months" or known.unit == "days/year" or random.random() < 0.4:
            continue
        if known.is_choice:
            values[name] = str(random.choice([choice.name for choice in known.choices]))
            continue
        low, high, _ = known.slider
        least, most = known.bounds
        low, high = (max(low / 2, least), high * 2 if most is None else min(high * 2, most))
        value = random.uniform(low, high) if random.random() < 0.9 else low
        values[name] = float(min(max(np.ceil(value), low), high)) if known.is_whole else float(round(value, 6))
    return values
