"""Sets a paper as a PDF: tagged, for readers as much as for printers (PDF/UA-1), without a word about who made it."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


class NoRenderer(Exception):
    """No renderer is installed here; the page for printing says the same."""


def render(name: str, said: Mapping[str, Any]) -> bytes:
    """Return the PDF of what a paper says, by the layout `name`.typ; raises NoRenderer.

    What is said is data to the layout and never read as its language, so no word of anybody can be an instruction;
    the compiler sees no file of this machine, and no font but its own.
    """
    try:
        import typst
    except ImportError as error:
        raise NoRenderer("The package typst has no build for this platform.") from error
    files = {"main": _layout(name), "said.json": json.dumps(said).encode()}
    # Its stubs name one file alone; several, by their names, are in its documentation.
    compiled: bytes = typst.compile(files, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)  # type: ignore[call-overload]
    return compiled


@cache
def _layout(name: str) -> bytes:
    return (FOLDER / f"{name}.typ").read_bytes()
