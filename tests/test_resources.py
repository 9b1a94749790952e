from pathlib import Path

import pytest

from kkm_helpers import resources
from kkm_helpers.errors import KkmError

REPOSITORY = Path(__file__).parents[1]


def test_a_checkout_has_them_beside_the_package():
    assert resources.data_folder() == REPOSITORY / "data"
    assert resources.notebooks_folder() == REPOSITORY / "notebooks"
    assert resources.checkout() == REPOSITORY


def test_an_installation_has_them_inside_the_package(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "kkm_helpers"
    (package / "data").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.data_folder() == package / "data"
    assert resources.checkout() is None
    with pytest.raises(KkmError, match="Der Ordner notebooks fehlt"):
        resources.notebooks_folder()
