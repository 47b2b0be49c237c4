"""Mistakes that the drill has to find, planted into the processes that it starts and nowhere else."""
