"""Benchmarks: each module or package here has `main(arguments) -> Report` and compares us with named peers in the same run."""
