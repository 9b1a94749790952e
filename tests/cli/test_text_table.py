from kkm_helpers.cli.text_table import table_lines


def test_columns_line_up_and_numbers_stand_to_the_right():
    rows = [("a", "1.000\xa0€", "x"), "eine Zeile darüber", ("bb\nzwei", "5\xa0€", "y")]
    assert list(table_lines(("Name", "Wert", "Art"), rows, right=(1,))) == [
        "Name     Wert  Art",
        "──────────────────",
        "a     1.000\xa0€  x",
        "eine Zeile darüber",
        "bb        5\xa0€  y",
        "zwei",
    ]


def test_a_table_too_wide_breaks_its_text_and_never_its_values():
    label = "ein langer Text " * 8
    lines = list(table_lines(("Text", "Wert"), [(label, "123.456.789\xa0€ im Jahr")], right=(1,)))
    assert max(map(len, lines)) <= 80
    assert lines[2].endswith("123.456.789\xa0€ im Jahr")
    assert " ".join(line[:57].strip() for line in lines[2:]).split() == label.split()
