"""Which encoding a text is in: marks first, then valid UTF-8, then the single-byte encoding that makes German of it."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kkm_helpers.customers.reading.problems import CustomerListError
from kkm_helpers.customers.reading.signatures import looks_like_utf16

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kkm_helpers.customers.reading.memory_file import File

SAMPLE_BYTES = 1 << 18
_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "cp850", "mac_roman", "cp1250")
_USUAL = frozenset("äöüÄÖÜßéèêëáàâíìîóòôúùûñçÉÈÀÇåøæÅØÆ€§°²³µ·–—„“”‚‘’…©®™½¼¾\u00a0")
_MOJIBAKE = re.compile("Ã[\u00a4\u00b6\u00bc\u0178\u201e\u2013\u0153\u00a9\u00a8]|â‚¬")
_FEW_ERRORS = 0.05


@dataclass(frozen=True)
class Encoding:
    """The encoding of a text.

    Attributes:
        name: as Python knows it ("utf-8", "utf-8-sig", "cp1252", "utf-16" …).
        errors: "strict", or "replace" where a UTF-8 file has some broken characters.
        broken: how many bytes are broken.
    """

    name: str
    errors: str = "strict"
    broken: int = 0


def find_encoding(data: bytes | File) -> Encoding:
    """Return the encoding of a text; of a file as a whole, piece by piece."""
    head = next(iter(chunks(data)), b"")[:SAMPLE_BYTES]
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name)
    if name16 := looks_like_utf16(head):
        return Encoding(name16)
    valid, invalid = _utf8_characters(data)
    if invalid == 0:
        return Encoding("utf-8")
    if invalid <= _FEW_ERRORS * valid:
        return Encoding("utf-8", "replace", invalid)
    return Encoding(_single_byte(_non_ascii_sample(data)))


def known_encoding(name: str) -> Encoding:
    """Return the encoding of that name.

    Raises:
        CustomerListError: there is none.
    """
    try:
        return Encoding(codecs.lookup(name).name)
    except LookupError:
        raise CustomerListError(
            f"Die Kodierung „{name}“ ist unbekannt. Möglich sind zum Beispiel utf-8, utf-16, cp1252.",
            f"The encoding “{name}” is unknown. Possible are for instance utf-8, utf-16, cp1252.",
        ) from None


def chunks(data: bytes | File) -> Iterator[bytes]:
    """Yield the data in pieces, so that the whole need not be held."""
    with io.BytesIO(data) if isinstance(data, bytes) else data.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


def _utf8_characters(data: bytes | File) -> tuple[int, int]:
    """Return how many non-ASCII characters are valid UTF-8, and how many bytes are not."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    valid = invalid = 0
    for chunk in chunks(data):
        text = decoder.decode(chunk)
        if not text.isascii():
            broken = text.count("\ufffd")
            invalid += broken
            valid += len(text) - len(text.encode("ascii", "ignore")) - broken
    return valid, invalid + decoder.decode(b"", final=True).count("\ufffd")


def _non_ascii_sample(data: bytes | File) -> bytes:
    """Return the lines around non-ASCII characters: a name in line 90,000 decides as well as one in line 3."""
    found: list[bytes] = []
    size = 0
    for chunk in chunks(data):
        for match in re.finditer(rb"[^\n]{0,80}[\x80-\xff][^\n]{0,80}", chunk):
            found.append(match[0])
            size += len(match[0])
            if size > SAMPLE_BYTES:
                return b"\n".join(found)
    return b"\n".join(found)


def _single_byte(sample: bytes) -> str:
    """Return the single-byte encoding under which the non-ASCII characters are most like those of business letters."""
    scores = {name: _plausibility(sample, name) for name in _SINGLE_BYTE}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.8:  # noqa: PLR2004 - nearly all characters are usual ones
        return "cp1252" if scores["cp1252"] >= scores[best] - 0.02 else best
    from charset_normalizer import from_bytes

    guess = from_bytes(sample).best()
    return guess.encoding if guess is not None else "cp1252"


def _plausibility(sample: bytes, name: str) -> float:
    text = sample.decode(name, errors="replace")
    foreign = [character for character in text if character > "\x7f"]
    return sum(character in _USUAL for character in foreign) / len(foreign) if foreign else 1.0


def looks_converted_wrongly(text: str) -> bool:
    """Return whether UTF-8 was once read as cp1252 and saved so ("MÃ¼nchen")."""
    return not text.isascii() and _MOJIBAKE.search(text) is not None


def converted_back(text: str) -> str:
    """Return the text as it was meant where it looks converted wrongly ("München"), else as it is."""
    if not looks_converted_wrongly(text):
        return text
    for name in ("cp1252", "latin-1"):
        try:
            return text.encode(name).decode("utf-8")
        except UnicodeError:
            continue
    return text
