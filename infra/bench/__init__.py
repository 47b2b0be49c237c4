"""Benchmarks: each module or package has `main(arguments) -> Report` and measures against peers in the same run."""
