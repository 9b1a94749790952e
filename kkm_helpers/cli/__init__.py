"""The command line: `kkm …`."""

from kkm_helpers.cli.program import main

__all__ = ["main"]
