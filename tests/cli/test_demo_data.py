import pytest

from kkm_helpers.cli import main


def test_the_list_is_written_where_asked(tmp_path, capsys):
    file = tmp_path / "k.csv"
    assert main(["demo-data", "-o", str(file), "--customers", "12", "--seed", "3"]) == 0
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 13
    assert capsys.readouterr().err == f"{file}: 12 erfundene Kunden.\n"


def test_without_a_name_it_stands_in_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["demo-data", "--customers", "2", "--language", "en"]) == 0
    assert (tmp_path / "demo_customers.csv").read_text(encoding="utf-8-sig").startswith("customer_id,name,")


def test_nothing_is_overwritten_without_force(tmp_path, capsys):
    file = tmp_path / "k.csv"
    file.write_text("mein", encoding="utf-8")
    assert main(["demo-data", "-o", str(file), "--customers", "2"]) == 1
    assert "gibt es schon" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "mein"
    assert main(["demo-data", "-o", str(file), "--customers", "2", "--force"]) == 0
    assert file.read_text(encoding="utf-8-sig").startswith("customer_id;")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["-o", "k.pdf"], 1, "die Endung muss .csv oder .xlsx sein"),
        (["-o", "gibt/es/nicht.csv"], 1, "lässt sich nicht schreiben"),
        (["--customers", "0"], 2, "'0' ist keine ganze Zahl von 1 bis 1000000"),
        (["--customers", "-5"], 2, "keine ganze Zahl"),
        (["--seed", "x"], 2, "keine ganze Zahl"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path, monkeypatch, capsys, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    assert main(["demo-data", *arguments]) == code
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
