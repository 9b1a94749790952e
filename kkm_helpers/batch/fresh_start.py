"""Runs in a kept kernel: makes it as good as new before the next notebook."""

from __future__ import annotations

import gc
import os
import random
import sys
import warnings

from IPython.core.getipython import get_ipython

_ENVIRONMENT = dict(os.environ)


def begin_anew(folder: str, seed: int | None) -> None:
    """Forget what the notebook before has left: names, widgets, working folder, environment, random state.

    Args:
        folder: the working folder from now on.
        seed: start of Python's and numpy's own random numbers; None leaves them to chance.
    """
    widgets = sys.modules.get("ipywidgets")
    if widgets is not None:
        widgets.Widget.close_all()
    shell = get_ipython()
    if shell is not None:
        shell.reset(new_session=True)
    # What is left now are modules. Looking through them for garbage again and again takes a tenth of a notebook's time.
    gc.freeze()
    os.environ.clear()
    os.environ.update(_ENVIRONMENT)
    os.chdir(folder)
    # Leaving this makes Python forget which warnings it has shown already.
    with warnings.catch_warnings():
        pass
    random.seed(seed)
    import numpy as np

    np.random.seed(None if seed is None else seed % 2**32)  # noqa: NPY002 - the one that notebooks share
