"""One row of a file once it was read."""

from dataclasses import dataclass, field
from typing import Any

from programs.importing.troubles import Trouble


@dataclass
class Judged:
    """What a row says by the ids of fields, what is wrong with it, and by what it is known when it comes twice."""

    line: int
    told: dict[str, Any] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    case: Any = None
    person: Any = None
    key: Any = None
    """Of a form of a survey: the key that it has here, where the file says whose it is; `pair` is the person's."""
    pair: Any = None

    def stored(self) -> dict[str, Any]:
        """Return what a part keeps of it, sealed."""
        told = {"line": self.line, "troubles": [list(each) for each in self.troubles], "marks": self.marks}
        return told | ({"key": str(self.key)} if self.key else {})
