"""What went wrong on this machine, said in a sentence that names the remedy."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Trouble(Exception):
    """Something that the person at the keyboard can repair; shown without a traceback."""


def explain(text: str, *, what: str, folder: Path) -> str:
    """Return a sentence for what a server printed before it ended (`text`), or its own last lines."""
    if is_full_disk(text):
        return full_disk(folder)
    if "Permission denied" in text:
        return f"{what} may not read or write below {folder}. Give its user access, or choose another folder."
    last = "\n".join(text.strip().splitlines()[-5:])
    return f"{what} did not start. It said:\n{last}"


def is_full_disk(text: str) -> bool:
    """Return whether these are the words of a program that found no space."""
    return "No space left on device" in text or "could not resize shared memory" in text


def full_disk(folder: Path) -> str:
    """Return the sentence for a disk without space."""
    return f"The disk that holds {folder} is full. Free some space, then run the command again."


@contextmanager
def plainly(folder: Path) -> Iterator[None]:
    """Turn the refusals of the file system inside the block into sentences about `folder`."""
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Trouble(full_disk(folder)) from error
        if error.errno == errno.EROFS:
            raise Trouble(
                f"{where} lies on a read-only disk. Move the clone to a folder you can write in."
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM):
            raise Trouble(
                f"This user may not write {where}. Change its owner, or use a clone of your own."
            ) from error
        raise
