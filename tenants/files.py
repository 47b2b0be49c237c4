"""File storage in a folder of the place's own."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from tenants.place import required_schema


class PlaceStorage(FileSystemStorage):
    """Stores under `<files folder>/<schema>/`; every path is resolved anew, so a storage object binds nothing.

    Raises NotEntered when nowhere, and Django's SuspiciousFileOperation for a path that leaves the folder.
    """

    @property
    def base_location(self) -> str:
        """Return the folder of the place that is entered now."""
        return str(Path(settings.TENANCY_FILES_FOLDER) / required_schema())

    @property
    def location(self) -> str:
        """Return the same folder, absolute."""
        return str(Path(self.base_location).resolve())
