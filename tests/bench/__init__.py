"""Benchmarks, run by `make bench`: figures are ratios within one run, and nothing is asserted about time."""
