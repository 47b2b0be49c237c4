"""A process of its own that finds out what a file is and writes it anew: `python -m amends.files.checking`.

The file comes by standard input, the answer by standard output: "ok <kind>" or "no <reason>" and a line's end, then the
content. Whatever a hostile file does to a library happens here: with no secret in the environment, little memory and
time, no file that could be written, and nothing kept afterwards.
"""

import contextlib
import resource
import sys

from amends.files import packages, pdfs, pictures, texts
from amends.files.kinds import Unfit, family_of

MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 10


def cleaned(content: bytes) -> tuple[str, bytes]:
    """Return what kind of file this is and its content written anew; raise Unfit."""
    family = family_of(content)
    if family == "zip":
        return packages.cleaned(content)
    if family == "pdf":
        return family, pdfs.cleaned(content)
    if family == "txt":
        return family, texts.cleaned(content)
    return family, pictures.cleaned(content, family)


def limit(seconds: int = MOST_SECONDS) -> None:
    """Bound what this process may take: memory, `seconds` of processor, and no file at all."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # A system that does not know a limit still has the time that the parent waits.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main() -> None:
    """Answer for one file."""
    limit()
    try:
        kind, content = cleaned(sys.stdin.buffer.read())
        answer = b"ok %s\n" % kind.encode() + content
    except Unfit as error:
        answer = b"no %s\n" % error.reason.encode()
    except (MemoryError, RecursionError):
        answer = b"no slow\n"
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
