"""Takes in the files of a request: sealed as they come, so that nothing of them lies readable on the disk.

Django's own handlers write what is larger than 2.5 MB to a temporary file in the clear. A page that takes files says
so (`takes_files`); any other gets at most LARGEST_ELSEWHERE. What is too large is cut
off, and its `size` says so: the page can tell which file it was, and loses nothing else.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from amends.vault.streams import SealedSpool

V = TypeVar("V", bound=Callable[..., Any])

LARGEST_ELSEWHERE = 1_000_000
SPARE, SPARE_FOLD = 10_000_000, 4
"""What a body may have more than the page takes: somebody's slip is told by name, and not by a page that is gone."""


def takes_files(*, most: int, largest: int) -> Callable[[V], V]:
    """Let a view be sent `most` files of `largest` bytes each."""

    def mark(view: V) -> V:
        view.takes_files = (most, largest)  # type: ignore[attr-defined]
        return view

    return mark


class SealedUpload(UploadedFile):
    """A file that came in; `size` is what was sent, of which less is there when it was too large."""


class SealedUploadHandler(FileUploadHandler):
    """Settings.FILE_UPLOAD_HANDLERS names this, and nothing else."""

    def __init__(self, request: Any = None):
        super().__init__(request)
        self.left = self.largest = -1

    def handle_raw_input(  # type: ignore[override]
        self, input_data: Any, meta: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        """Refuse a body that is far larger than what its page takes, before any of it is read."""
        most, largest = self._taken()
        if content_length > SPARE + most * largest * SPARE_FOLD:
            raise RequestDataTooBig(f"The body has {content_length} bytes.")

    def _taken(self) -> tuple[int, int]:
        match = getattr(self.request, "resolver_match", None)
        return getattr(match and match.func, "takes_files", (1, LARGEST_ELSEWHERE))

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        most, self.largest = self._taken()
        if self.left < 0:  # the first file
            self.left = most * (self.largest + 1)
        self.spool = SealedSpool()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        # One byte more than may be: whoever reads it sees that it is too large.
        room = max(0, min(self.largest + 1 - self.spool.size, self.left))
        self.spool.write(raw_data[:room])
        self.left -= len(raw_data[:room])

    def file_complete(self, file_size: int) -> SealedUpload:
        size = file_size if self.spool.size == file_size else max(file_size, self.largest + 1)
        return SealedUpload(self.spool, self.file_name, self.content_type, size)  # type: ignore[arg-type]
