"""The pages of the directory, for everybody."""

from network.directory.views.programs import program, program_in
from network.directory.views.searching import in_state, search, sources

__all__ = ["in_state", "program", "program_in", "search", "sources"]
"""What the URLs lead to."""
