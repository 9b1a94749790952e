"""The services for scenarios: open and save one, the stress cases, and several side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kkm_helpers.analysis.scenario_comparison import differences_table, figures_table
from kkm_helpers.analysis.stress import STRESS_CASES
from kkm_helpers.charts.scenario_comparison import values_of_scenarios
from kkm_helpers.engine import Results, evaluate
from kkm_helpers.errors import KkmError
from kkm_helpers.language import choose
from kkm_helpers.scenario import Scenario, build_case
from kkm_helpers.scenario.exported import is_workbook, load_exported
from kkm_helpers.scenario.storage import scenario_of_text, scenario_text
from kkm_helpers.scenario.yaml_text import EMPTY, YamlText, decode, parse
from kkm_helpers.widgets.blocks import drawing, table, words
from kkm_helpers.widgets.services import Answer, Request, Service
from kkm_helpers.widgets.session import Session, checked_values, opened

MOST_COMPARED = 7
LARGEST_SCENARIO = 20 * 1024 * 1024
SAVED_AS = Path("scenario.yaml")
"""Where a page's scenario stands: beside the files that it names, wherever that will be."""


def open_scenario(session: Session, request: Request) -> Answer:
    """Open a scenario file: `name` of the file, its bytes as the one buffer.

    Answers `case` as the page opens it, with the `text` it is saved into again, `language` where the file says one, and
    `notes` on what the user should know.
    """
    name = str(request.content.get("name") or "")
    if len(request.buffers) != 1 or len(request.buffers[0]) > LARGEST_SCENARIO:
        raise KkmError(
            f"{name}: Das ist keine Szenariodatei. Öffnen lassen sich YAML-Dateien und Arbeitsmappen, die hier "
            "ausgegeben wurden.",
            f"{name}: This is no scenario file. YAML files and workbooks that were exported here can be opened.",
        )
    scenario, text = _read(Path(name).name, bytes(request.buffers[0]))
    notes = [note.text(session.language) for note in scenario.remarks]
    if scenario.customers_file:
        listed = scenario.customers_file.name
        notes.append(
            choose(
                session.language,
                f"Die Kundenliste {listed} laden Sie bitte im Schritt Identifikation; bis dahin gelten die Vorgaben.",
                f"Please load the customer list {listed} in the step Identification; until then the defaults hold.",
            )
        )
    scenario = replace(scenario, customers_file=None, crm_file=None)
    case = build_case(scenario)
    session.case = replace(case, customers=session.case.customers, identification=session.case.identification)
    return Answer({"case": {**opened(case), "text": text}, "language": scenario.language, "notes": notes})


def _read(name: str, content: bytes) -> tuple[Scenario, str]:
    if not is_workbook(Path(name)):
        text = parse(decode(content, name), name)
        return scenario_of_text(text, Path(name)), text.text
    with TemporaryDirectory(prefix="kkm_") as folder:
        file = Path(folder, f"case{Path(name).suffix.lower()}")
        file.write_bytes(content)
        try:
            scenario = load_exported(file)
        except KkmError as error:
            # The folder is ours; the user knows the file by its name.
            raise KkmError(error.de.replace(str(file), name), error.en.replace(str(file), name)) from error
    scenario = replace(scenario, path=None, name=scenario.name or Path(name).stem)
    return scenario, scenario_text(scenario, SAVED_AS)


def save_scenario(session: Session, request: Request) -> Answer:
    """Answer the case on view as the text of a scenario file, and what the file is called.

    `text` is what the file held that the case on view was opened from, if any: its comments stay, and so do the files
    that it names.
    """
    scenario, there = session.scenario(), _text_of(request.content.get("text"))
    if there is not EMPTY:
        named = scenario_of_text(there, SAVED_AS)
        scenario = replace(
            scenario, path=None, customers_file=named.customers_file, crm_file=named.crm_file,
            mapping=scenario.mapping or named.mapping,
        )  # fmt: skip
    text = scenario_text(scenario, scenario.path or SAVED_AS, there)
    return Answer({"name": f"{file_stem(scenario)}.yaml"}, [text.encode("utf-8")])


def _text_of(text: object) -> YamlText:
    return parse(text, SAVED_AS.name) if isinstance(text, str) and text else EMPTY


def file_stem(scenario: Scenario) -> str:
    """Return what a file of a scenario is called, without its ending: no sign in it that a system refuses."""
    stem = re.sub(r"[^\w\- ]+", "_", scenario.title, flags=re.UNICODE).strip(" _")[:80]
    return stem or "kleinkunden"


def stress(_session: Session, request: Request) -> Answer:
    """Answer `changes`, the assumptions of a stress case that differ from `values`; asked: those and its `name`."""
    asked = request.content.get("name")
    values = evaluate(**checked_values(request.content.get("values"))).assumptions
    for each in STRESS_CASES:
        if each.name == asked:
            return Answer({"changes": each.overrides(values)})
    known = ", ".join(each.name for each in STRESS_CASES)
    raise KkmError(f"{asked}: unbekannter Fall ({known}).", f"{asked}: unknown case ({known}).")


def compare(session: Session, request: Request) -> Answer:
    """Answer `blocks` that hold scenarios against each other; asked: `scenarios`, each with `name` and `values`."""
    asked = request.content.get("scenarios")
    if not isinstance(asked, list) or not 0 < len(asked) <= MOST_COMPARED:
        raise KkmError(
            f"Nebeneinander stehen 1 bis {MOST_COMPARED} Szenarien.", f"1 to {MOST_COMPARED} scenarios can be compared."
        )
    cases = [_named_case(each) for each in asked]
    language = session.language
    return Answer(
        {
            "blocks": [
                drawing(values_of_scenarios(cases, language)),
                table(figures_table(cases, language)),
                table(differences_table(cases, language))
                if differences_table(cases, language).rows
                else words(choose(language, "Alle Annahmen sind gleich.", "All assumptions are the same.")),
            ]
        }
    )


def _named_case(asked: object) -> tuple[str, Results]:
    if not isinstance(asked, dict):
        raise KkmError("Das ist kein Szenario.", "That is no scenario.")
    return str(asked.get("name") or "–")[:80], evaluate(**checked_values(asked.get("values")))


SERVICES: Mapping[str, Service[Session]] = {
    "open_scenario": Service(open_scenario),
    "save_scenario": Service(save_scenario),
    "stress": Service(stress),
    "compare": Service(compare, slow=True),
}
