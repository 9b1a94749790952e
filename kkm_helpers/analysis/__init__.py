"""What the answer hangs on: intervals, tornado, Monte Carlo, required values, stress cases, tables of two."""
