"""Settings of all tests: how many examples hypothesis tries, and where the real data lie if they are there."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No deadline: the machine's load says nothing about the code. Nightly tries many more examples.
settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", settings.get_profile("default"), max_examples=2_000)
settings.load_profile("nightly" if os.environ.get("KKM_NIGHTLY") else "default")

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture
def specification() -> str:
    """Return the text of the model's specification; skip where it does not lie beside the repository."""
    path = SHARED / "spec" / "model.md"
    if not path.exists():
        pytest.skip("the specification is not beside this repository (../shared/spec/model.md)")
    return path.read_text(encoding="utf-8")
