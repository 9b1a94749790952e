"""Reading customer lists: files of every kind and databases, as clients really bring them.

The steps, one module each: `files`, `databases` (decode) -> `text_table` (texts with their lines) -> `splitting`,
`header` -> `recognition` (columns) -> `left_out` (rows) -> `cell_values` (`numbers`, `units`, dates) -> `gathering`
(customers) -> `joining` (a second list). `importing` strings them together.
"""

from kkm_helpers.customers.reading.files import SIZE_LIMIT
from kkm_helpers.customers.reading.importing import headers_in, read_customers
from kkm_helpers.customers.reading.mapping import Mapping, guessed_mapping
from kkm_helpers.customers.reading.memory_file import MemoryFile
from kkm_helpers.customers.reading.problems import CustomerListError, SecondListError
from kkm_helpers.customers.reading.strictness import demand_strict

__all__ = [
    "SIZE_LIMIT",
    "CustomerListError",
    "Mapping",
    "MemoryFile",
    "SecondListError",
    "demand_strict",
    "guessed_mapping",
    "headers_in",
    "read_customers",
]
