"""How fast it is, always against a peer or a floor measured in the same run."""
