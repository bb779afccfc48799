"""Benchmarks, run as `python -m tests.bench`: two ways of doing the same thing, side by side in one run.

What counts are the ratios; absolute figures say as much about the machine as about the program.
"""
