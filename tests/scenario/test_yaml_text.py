import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kkm_helpers.errors import KkmError
from kkm_helpers.scenario.yaml_text import EMPTY, YamlTextError, decode, parse

COMMENTED = """\
# Kopf
name: Nord   # der Name
visits_per_customer: 4  # vier reichen
captured_share: 0.04

notes:   # wer
  # zuerst
  captured_share: Leitung, 12.11.   # Protokoll
  churn_passive: Annahme
  # zuletzt
uncertainty:
  captured_share:
    - 0.01
    - 0.05   # hoch
# Ende
"""


def test_values_and_lines_are_those_of_the_text():
    found = parse(COMMENTED, "x.yaml")
    assert found.values == yaml.safe_load(COMMENTED)
    assert found.lines["captured_share",] == 4
    assert found.lines["notes", "churn_passive"] == 9


def test_equal_values_leave_the_text_untouched():
    assert parse(COMMENTED, "x.yaml").with_values(yaml.safe_load(COMMENTED)) == COMMENTED


def test_a_changed_value_changes_nothing_else():
    values = yaml.safe_load(COMMENTED) | {"captured_share": 0.06}
    expected = COMMENTED.replace("captured_share: 0.04", "captured_share: 0.06")
    assert parse(COMMENTED, "x.yaml").with_values(values) == expected


def test_a_removed_key_leaves_its_comment_behind():
    values = yaml.safe_load(COMMENTED)
    del values["visits_per_customer"], values["notes"]
    written = parse(COMMENTED, "x.yaml").with_values(values)
    assert yaml.safe_load(written) == values
    assert "\n# vier reichen\ncaptured_share: 0.04\n" in written
    assert "\n# zuerst\n# Protokoll\n" not in written  # the comment of a dropped line inside a dropped block goes
    for comment in ("# Kopf", "# der Name", "# zuerst", "# zuletzt", "# hoch", "# Ende"):
        assert comment in written


def test_new_keys_stand_behind_the_last_one_and_before_closing_comments():
    values = yaml.safe_load(COMMENTED) | {"churn_passive": 0.1}
    assert parse(COMMENTED, "x.yaml").with_values(values) == COMMENTED.replace("# Ende", "churn_passive: 0.1\n# Ende")


def test_a_list_is_replaced_as_a_whole_and_keeps_the_comment_behind_it():
    values = yaml.safe_load(COMMENTED)
    values["uncertainty"]["captured_share"] = [0.02, 0.06]
    written = parse(COMMENTED, "x.yaml").with_values(values)
    assert "  captured_share: [0.02, 0.06]   # hoch\n# Ende" in written
    assert yaml.safe_load(written) == values


def test_line_endings_of_windows_stay():
    text = COMMENTED.replace("\n", "\r\n")
    values = yaml.safe_load(text) | {"churn_passive": 0.1, "utility": {"weights": {"focus": 10}}}
    written = parse(text, "x.yaml").with_values(values)
    assert yaml.safe_load(written) == values
    assert "\n" not in written.replace("\r\n", "")


_LEAVES = st.one_of(
    st.integers(-100, 100), st.floats(-1e6, 1e6), st.booleans(), st.text(st.characters(codec="utf-8"), max_size=12)
)
_NAMES = st.sampled_from(["alpha", "beta", "gamma", "delta", "ja", "1", "a b"])
_TREES = st.dictionaries(
    _NAMES, st.recursive(_LEAVES, lambda inner: st.dictionaries(_NAMES, inner, min_size=1, max_size=3), max_leaves=6)
)


@given(_TREES, _TREES, st.sampled_from(["block", "flow", "ours"]))
def test_any_values_become_any_others(old, new, style):
    text = EMPTY.with_values(old) if style == "ours" else yaml.safe_dump(old, default_flow_style=style == "flow")
    try:
        parsed = parse(text, "x.yaml")
    except YamlTextError:
        return  # PyYAML wrote a text without quotation marks that YAML 1.2 reads otherwise
    assert parsed.values == old
    written = parsed.with_values(new)
    assert parse(written, "x.yaml").values == new
    assert (yaml.safe_load(written) or {}) == new


@pytest.mark.parametrize(
    ("text", "line", "column", "de", "en"),
    [
        ("a: 1\nb: [1, 2\n", 2, 4, "eckigen Klammern", "square brackets"),
        ("a: 1\nvisits 4\nb: 2\n", 2, 1, "fehlt der Doppelpunkt", "colon"),
        ("a: b: c\n", 1, 5, "Doppelpunkt, wo keiner", "colon where none"),
        ("notes:\n\tx: 1\n", 2, 1, "Tabulator", "tab"),
        ('a: "C:\\daten"\n', 1, 8, "Schrägstrich", "backslash"),
        ('a: "offen\nb: 1\n', 1, 4, "nicht geschlossen", "never closed"),
        ("a: 1\n  b: 2\n", 2, 4, "Doppelpunkt, wo keiner", "colon where none"),
        ("a: 1\n---\nb: 2\n", 2, 1, "zweites Dokument", "second document"),
        ("- a\n", 1, 1, "name: Wert", "name: value"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "schon in Zeile 1", "line 1 already"),
        ("a: &x 1\nb: *x\n", 1, 4, "Verweise", "references"),
        ("a: !!python/object:os.system x\n", 1, 4, "Auszeichnung", "tag"),
        ("a: !!str 5\n", 1, 4, "Auszeichnung", "tag"),
        ("a: 1e-3\n", 1, 4, "Schreiben Sie 0.001", "Please write 0.001"),
        ("yes: 1\n", 1, 1, '"yes"', '"yes"'),
        ("? [a]\n: 1\n", 1, 3, "muss ein Name stehen", "a name must stand"),
        ("a: x\x07y\n", 1, 5, "U+0007", "U+0007"),
        ("a: @x\n", 1, 4, "Anführungszeichen", "quotation marks"),
        ("[" * 1000, 1, 1, "verschachtelt", "nested"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text, line, column, de, en):
    with pytest.raises(YamlTextError) as caught:
        parse(text, "fall.yaml")
    error = caught.value
    assert (error.faults[0].line, error.faults[0].column) == (line, column)
    assert error.de.startswith(f"fall.yaml, Zeile {line}, Spalte {column}: ")
    assert error.en.startswith(f"fall.yaml, line {line}, column {column}: ")
    assert de in error.de
    assert en in error.en


def test_a_bomb_of_references_is_refused_at_once():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    with pytest.raises(YamlTextError, match="Verweise"):
        parse("\n".join(lines), "x.yaml")


def test_a_text_without_values_is_empty():
    assert parse("", "x.yaml").values == {}
    assert parse("# nur ein Kommentar\n", "x.yaml").with_values({"a": 1}) == "# nur ein Kommentar\na: 1\n"


def test_only_utf_8_is_read():
    assert decode(b"\xef\xbb\xbfname: \xc3\x84", "x.yaml") == "name: Ä"
    with pytest.raises(KkmError, match=r"x\.yaml, Zeile 2: .*UTF-8"):
        decode("a: 1\nname: Ä".encode("cp1252"), "x.yaml")
    with pytest.raises(KkmError, match="UTF-8"):
        decode("name: x".encode("utf-16"), "x.yaml")
