"""How long the package and its command take to start, against bare numpy."""

from benchmarks.timing import best_of, command, show


def main():
    """Print both."""
    best = best_of(
        {
            "import numpy": command("-c", "import numpy"),
            "import kkm_helpers": command("-c", "import kkm_helpers"),
        },
        rounds=15,
    )
    show("Import", best, "import numpy", 1.3)
    best = best_of(
        {
            "python -c 'import numpy'": command("-c", "import numpy"),
            "kkm calc": command("-m", "kkm_helpers.cli", "calc"),
            "kkm calc --json": command("-m", "kkm_helpers.cli", "calc", "--json"),
        },
        rounds=15,
    )
    show("Command line, cold", best, "python -c 'import numpy'", 2.5)


if __name__ == "__main__":
    main()
