"""`python -m kkm_helpers.cli …` is `kkm …`."""

import sys

from kkm_helpers.cli.program import main

sys.exit(main())
