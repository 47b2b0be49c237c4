"""File storage in a folder of the place's own."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from tenants.place import required_schema


class PlaceStorage(FileSystemStorage):
    """Stores under `<files folder>/<schema>/`; every path is resolved anew, so a storage object binds nothing.

    Raises NotEntered when nowhere, and Django's SuspiciousFileOperation for a path that leaves the folder.
    """

    def _save(self, name: str, content: Any) -> str:
        """Save, and come back only when a loss of power would not lose it: a row is about to speak for it."""
        saved: str = super()._save(name, content)  # type: ignore[misc]
        for path in (Path(self.path(saved)), Path(self.path(saved)).parent):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return saved

    @property
    def base_location(self) -> str:
        """Return the folder of the place that is entered now."""
        return str(Path(settings.TENANCY_FILES_FOLDER) / required_schema())

    @property
    def location(self) -> str:
        """Return the same folder, absolute."""
        return str(Path(self.base_location).resolve())
