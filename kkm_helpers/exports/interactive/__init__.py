"""The case as one file with sliders that needs no Python, no server and no other host."""
