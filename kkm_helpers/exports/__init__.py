"""The case leaves the room: files for people who have no Python."""

from kkm_helpers.exports.exporting import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]
