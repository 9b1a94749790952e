"""The slides as LibreOffice draws them: every word stands in the box of a shape, no box has grown."""

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from pptx.util import Pt

from tests.exports.slides.decks import opened, written
from tests.exports.spreadsheet import converted

TOLERANCE = 3.0
INK = 0.18
"""A word's box reaches as far as the font's largest letter: so much of it above and below is empty."""
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the words of each page of some decks with their boxes, in points."""
    reader = shutil.which("pdftotext")
    if reader is None and not os.environ.get("CI"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    assert reader, "pdftotext is missing on CI"
    folder = tmp_path_factory.mktemp("rendered")
    decks = [("default", "de"), ("demo", "de"), ("passive", "en"), ("long_names", "de"), ("dissolve", "de")]
    files = []
    for name, language in decks:
        files.append(folder / f"{name}_{language}.pptx")
        files[-1].write_bytes(written(name, language))
    drawn = converted(files, folder, "pdf")
    if not all(file.exists() for file in drawn) and not os.environ.get("CI"):
        pytest.skip("LibreOffice cannot draw slides (libreoffice-impress is not installed)")
    return {deck: words_of(reader, file) for deck, file in zip(decks, drawn, strict=True)}


def words_of(reader, file):
    found = subprocess.run([reader, "-bbox", str(file), "-"], check=True, capture_output=True, text=True).stdout
    document = ET.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", found))
    return [
        [
            (word.text or "", *(float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.iter(f"{NAMESPACE}word")
        ]
        for page in document.iter(f"{NAMESPACE}page")
    ]


def areas(slide):
    """Return the box of every shape, of a placeholder that of its layout."""
    for shape in slide.shapes:
        if shape.width:
            yield tuple(side / Pt(1) for side in (shape.left, shape.top, shape.left + shape.width,
                                                  shape.top + shape.height))  # fmt: skip


@pytest.mark.parametrize(
    "deck", [("default", "de"), ("demo", "de"), ("passive", "en"), ("long_names", "de"), ("dissolve", "de")]
)
def test_every_word_stands_in_its_box(pages, deck):
    slides = list(opened(written(*deck)).slides)
    assert len(pages[deck]) == len(slides)
    outside = []
    for slide, words in zip(slides, pages[deck], strict=True):
        boxes = list(areas(slide))
        assert len(words) > 30
        outside += [
            (slide.shapes.title.text[:30], word)
            for word, left, top, right, bottom in words
            if not any(
                box[0] - TOLERANCE <= left
                and box[1] - TOLERANCE <= top + INK * (bottom - top)
                and right <= box[2] + TOLERANCE
                and bottom - INK * (bottom - top) <= box[3] + TOLERANCE
                for box in boxes
            )
        ]
    assert outside == []
