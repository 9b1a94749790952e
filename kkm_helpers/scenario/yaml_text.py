"""A scenario's YAML text: its values with the line of each, and the same text with other values.

The text is read by PyYAML, because papermill reads it so: what holds here holds there. What is changed is changed in
the text itself, so that comments, order and spelling of everything else stay as the user wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kkm_helpers.errors import KkmError
from kkm_helpers.scenario.scalars import AmbiguousTextError, read_scalar, write_number, write_text

if TYPE_CHECKING:
    import yaml

KeyPath = tuple[str, ...]

_TAG = "tag:yaml.org,2002:"
_COLLECTION_TAGS = {"mapping": f"{_TAG}map", "sequence": f"{_TAG}seq"}
_COMMENT_LINE = re.compile(r"[ \t]*#.*")


@dataclass(frozen=True)
class YamlFault:
    """What is wrong with the text itself, and where; line and column count from 1."""

    line: int
    column: int
    de: str
    en: str


class YamlTextError(KkmError):
    """The text is no YAML, or YAML that other programs would read differently."""

    def __init__(self, source: str, faults: list[YamlFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "\n".join(f"{source}, Zeile {fault.line}, Spalte {fault.column}: {fault.de}" for fault in faults),
            "\n".join(f"{source}, line {fault.line}, column {fault.column}: {fault.en}" for fault in faults),
        )


# PyYAML's words for what goes wrong, whether its first place (where the thing began) says more, and our words.
_SYNTAX_HINTS: tuple[tuple[str, bool, str, str], ...] = (
    ("found another document", False, "hier beginnt ein zweites Dokument (---); eine Szenariodatei enthält eines.",
     "a second document begins here (---); a scenario file holds one."),
    ("mapping values are not allowed", False,
     "ein Doppelpunkt, wo keiner stehen kann. Text mit Doppelpunkt braucht Anführungszeichen.",
     "a colon where none can stand. Text with a colon needs quotation marks."),
    ("could not find expected ':'", True, "hinter dem Namen fehlt der Doppelpunkt mit Leerzeichen (name: Wert).",
     "the colon and space behind the name are missing (name: value)."),
    ("character '\\t'", False, "ein Tabulator. Bitte mit Leerzeichen einrücken.", "a tab. Please indent with spaces."),
    ("unknown escape", False,
     "ein umgekehrter Schrägstrich in doppelten Anführungszeichen. Schreiben Sie den Pfad mit /, oder in einfachen.",
     "a backslash in double quotation marks. Write the path with /, or in single ones."),
    ("unexpected end of stream", True, "das Anführungszeichen wird nicht geschlossen.",
     "the quotation mark is never closed."),
    ("expected ',' or ']'", True, "die Liste in eckigen Klammern wird nicht geschlossen, oder ein Komma fehlt.",
     "the list in square brackets is never closed, or a comma is missing."),
    ("expected ',' or '}'", True, "der Block in geschweiften Klammern wird nicht geschlossen, oder ein Komma fehlt.",
     "the block in braces is never closed, or a comma is missing."),
    ("<block end>", False, "die Einrückung oder das Zeichen passt nicht zu den Zeilen davor.",
     "the indentation or the character does not fit the lines before."),
    ("cannot start any token", False, "ein Text darf mit diesem Zeichen nur in Anführungszeichen beginnen.",
     "a text may begin with this character in quotation marks only."),
)  # fmt: skip


@dataclass(frozen=True)
class YamlText:
    """A parsed text.

    Attributes:
        text: as it stands in the file, without a byte order mark.
        root: the tree of its nodes; None where the text holds no value.
        values: the values by key, nested as in the text.
        lines: the line of each key, by the path of keys that leads to it.
        unquoted: what stands in the text for each value without quotation marks, by the same path.
    """

    text: str
    root: yaml.MappingNode | None
    values: dict[str, Any]
    lines: dict[KeyPath, int]
    unquoted: dict[KeyPath, str]

    @cached_property
    def newline(self) -> str:
        """How the text ends its lines."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def with_values(self, values: Mapping[str, Any]) -> str:
        """Return the text with `values` in place of its own: what is equal stays as written, comments stay."""
        if self.root is None or self.root.flow_style:
            start, end = (self.root.start_mark.index, _end_of(self.root)) if self.root else (len(self.text),) * 2
            entries = "".join(self._entries(values, indent=0))
            return self._with_newline(self.text[:start]) + entries + self.text[end:].removeprefix(self.newline)
        edits = sorted(self._edits(self.root, self.values, values), reverse=True)
        text = self.text
        for start, end, replacement in edits:
            text = text[:start] + replacement + text[end:]
        return text

    def _edits(
        self, node: yaml.MappingNode, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, replacement) for each part of the text that has to change."""
        indent = node.start_mark.column
        for key_node, value_node in node.value:
            name = key_node.value
            if name not in new:
                yield self._deletion(key_node, value_node, indent)
            elif new[name] == old[name]:
                continue
            elif isinstance(new[name], Mapping) and isinstance(old[name], Mapping) and not value_node.flow_style:
                yield from self._edits(value_node, old[name], new[name])
            else:
                yield self._replacement(key_node, value_node, new[name], indent)
        added = {name: value for name, value in new.items() if name not in old}
        if added:
            place = self._line_end(_end_of(node))
            begins_line = place == 0 or self.text[place - 1] == "\n"
            yield place, place, ("" if begins_line else self.newline) + "".join(self._entries(added, indent))

    def _deletion(self, key: yaml.Node, value: yaml.Node, indent: int) -> tuple[int, int, str]:
        start, end = key.start_mark.index - indent, self._line_end(_end_of(value))
        is_text = not isinstance(value.value, list)
        # In a text of several lines "#" is no comment.
        inner = "" if is_text else self.text[key.end_mark.index : _end_of(value)]
        comments = [line.strip() for line in inner.splitlines()[1:] if _COMMENT_LINE.fullmatch(line)]
        behind = self.text[_end_of(value) : end].strip()
        comments += [behind] if behind.startswith("#") else []
        return start, end, "".join(f"{' ' * indent}{comment}{self.newline}" for comment in comments)

    def _replacement(self, key: yaml.Node, value: yaml.Node, new: Any, indent: int) -> tuple[int, int, str]:  # noqa: ANN401
        written = self._value(new, indent)
        start, end = value.start_mark.index, _end_of(value)
        on_one_line = value.start_mark.line == key.end_mark.line and not written.startswith(self.newline)
        if not on_one_line or self.text[start - 1] == ":":
            start = self.text.index(":", key.end_mark.index) + 1
            written = written if written.startswith(self.newline) else f" {written}"
        return start, end, written + (self.newline if self.text[end - 1] == "\n" else "")

    def _entries(self, values: Mapping[str, Any], indent: int) -> Iterator[str]:
        for name, value in values.items():
            written = self._value(value, indent)
            space = "" if written.startswith(self.newline) else " "
            yield f"{' ' * indent}{write_text(name)}:{space}{written}{self.newline}"

    def _value(self, value: Any, indent: int) -> str:  # noqa: ANN401
        """Return a value as it stands behind "name:"; a block begins with a new line."""
        if isinstance(value, Mapping):
            block = "".join(self._entries(value, indent + 2))
            return f"{self.newline}{block.removesuffix(self.newline)}" if block else "{}"
        if isinstance(value, (list, tuple)):
            return f"[{', '.join(_flow(item) for item in value)}]"
        return _scalar(value)

    def _line_end(self, index: int) -> int:
        """Return where the line that `index` stands in, or just behind, is over."""
        if index and self.text[index - 1] == "\n":
            return index
        return self.text.find("\n", index) + 1 or len(self.text)

    def _with_newline(self, text: str) -> str:
        return text if not text or text.endswith("\n") else text + self.newline


def _end_of(node: yaml.Node) -> int:
    """Return where a node's own text ends; the mark of a block stands behind the comments that follow it."""
    if isinstance(node.value, list) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end_of(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _scalar(value: Any) -> str:  # noqa: ANN401
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return write_number(value) if isinstance(value, (int, float)) else write_text(str(value))


def _flow(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_flow(name)}: {_flow(item)}' for name, item in value.items())}}}"
    # A comma or a bracket inside a list would end the text, so it stands in quotation marks.
    written = _scalar(value)
    return f'"{written}"' if isinstance(value, str) and not written.startswith('"') else written


EMPTY = YamlText("", None, {}, {}, {})


def decode(content: bytes, source: str) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Raises:
        KkmError: it is in another encoding; the message names the line.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise KkmError(
            f"{source}, Zeile {line}: die Datei ist nicht in UTF-8 geschrieben. Bitte speichern Sie sie im Editor mit "
            "der Kodierung UTF-8.",
            f"{source}, line {line}: the file is not written in UTF-8. Please save it with the encoding UTF-8.",
        ) from error


def parse(text: str, source: str) -> YamlText:
    """Return the values of a YAML text that is one mapping, or nothing at all.

    Args:
        text: the YAML.
        source: how the text is called in messages.

    Raises:
        YamlTextError: with line and column of each problem.
    """
    # PyYAML takes 20 ms, and most calculations have no scenario.
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        raise YamlTextError(source, [_unprintable(text, error.position)]) from error
    except yaml.MarkedYAMLError as error:
        raise YamlTextError(source, [_syntax_fault(error)]) from error
    except RecursionError as error:
        too_deep = YamlFault(1, 1, "die Klammern sind zu tief verschachtelt.", "the brackets are nested too deeply.")
        raise YamlTextError(source, [too_deep]) from error
    if root is None:
        return YamlText(text, None, {}, {}, {})
    if not isinstance(root, yaml.MappingNode):
        fault = YamlFault(
            root.start_mark.line + 1, root.start_mark.column + 1,
            "erwartet sind Zeilen der Form name: Wert.", "lines of the form name: value are expected.",
        )  # fmt: skip
        raise YamlTextError(source, [fault])
    reading = _Reading(yaml.SafeLoader("").resolve)
    values = reading.mapping(root, ())
    if reading.faults:
        raise YamlTextError(source, reading.faults)
    return YamlText(text, root, values, reading.lines, reading.unquoted)


@dataclass
class _Reading:
    """Turns nodes into values and gathers what is wrong with them on the way."""

    resolve: Any
    faults: list[YamlFault] = field(default_factory=list)
    lines: dict[KeyPath, int] = field(default_factory=dict)
    unquoted: dict[KeyPath, str] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, path: KeyPath) -> Any:  # noqa: ANN401
        if id(node) in self.seen:
            # A few lines of references to references could stand for gigabytes.
            self.fault(node, "Verweise (& und *) gehören in keine Szenariodatei; schreiben Sie den Wert aus.",
                       "references (& and *) have no place in a scenario file; write the value itself.")  # fmt: skip
            return None
        self.seen.add(id(node))
        if not isinstance(node.value, list):
            if node.style is None:
                self.unquoted[path] = node.value
            return self.scalar(node)
        if node.tag != _COLLECTION_TAGS[node.id]:
            return self.unknown_tag(node)
        if node.id == "mapping":
            return self.mapping(node, path)
        return [self.value(item, (*path, str(position))) for position, item in enumerate(node.value)]

    def mapping(self, node: yaml.Node, path: KeyPath) -> dict[str, Any]:
        self.seen.add(id(node))
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = self.scalar(key_node) if isinstance(key_node.value, str) else None
            if not isinstance(name, str):
                self.fault(key_node, "vor dem Doppelpunkt muss ein Name stehen.", "a name must stand before the colon.")
                continue
            if name in values:
                line = self.lines[(*path, name)]
                self.fault(
                    key_node,
                    f"{name} steht schon in Zeile {line}. Bitte entfernen Sie eine der beiden Angaben.",
                    f"{name} stands in line {line} already. Please remove one of the two.",
                )
                continue
            self.lines[(*path, name)] = key_node.start_mark.line + 1
            values[name] = self.value(value_node, (*path, name))
        return values

    def scalar(self, node: yaml.Node) -> Any:  # noqa: ANN401
        is_plain = node.style is None
        if node.tag != self.resolve(type(node), node.value, (is_plain, not is_plain)):
            return self.unknown_tag(node)
        if not is_plain:
            return node.value
        try:
            return read_scalar(node.value)
        except AmbiguousTextError as error:
            spellings = [error.better] if error.better else []
            spellings.append(f'"{error.text}"')
            self.fault(
                node,
                f"{error.text} lesen YAML-Programme verschieden. Schreiben Sie {', oder als Text '.join(spellings)}.",
                f"YAML programs read {error.text} differently. Please write {', or as text '.join(spellings)}.",
            )
            return None

    def unknown_tag(self, node: yaml.Node) -> None:
        self.fault(node, f"die Auszeichnung {node.tag} ist in einer Szenariodatei nicht erlaubt.",
                   f"the tag {node.tag} is not allowed in a scenario file.")  # fmt: skip

    def fault(self, node: yaml.Node, de: str, en: str) -> None:
        self.faults.append(YamlFault(node.start_mark.line + 1, node.start_mark.column + 1, de, en))


def _syntax_fault(error: yaml.MarkedYAMLError) -> YamlFault:
    problem = f"{error.context or ''} {error.problem or ''}"
    unknown = ("", False, f"kein gültiges YAML ({error.problem}).", f"no valid YAML ({error.problem}).")
    _, where_it_began, de, en = next((hint for hint in _SYNTAX_HINTS if hint[0] in problem), unknown)
    mark = error.context_mark if where_it_began and error.context_mark else error.problem_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return YamlFault(line, column, f"Syntaxfehler: {de}", f"syntax error: {en}")


def _unprintable(text: str, position: int) -> YamlFault:
    line_start = text.rfind("\n", 0, position) + 1
    code = f"U+{ord(text[position]):04X}"
    return YamlFault(
        text.count("\n", 0, position) + 1,
        position - line_start + 1,
        f"das Steuerzeichen {code} ist in YAML nicht erlaubt.",
        f"the control character {code} is not allowed in YAML.",
    )
