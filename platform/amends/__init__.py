"""The machine: what every request needs; knows nothing of mediation."""
