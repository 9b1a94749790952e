"""The case as slides that can be edited: native charts and tables, titles that are findings, notes for the speaker."""
