"""A file that was taken in and checked, and what the addresses of imports name."""

import uuid
from typing import Any

from django.utils import timezone

from programs.actions.imports import check_import_part, compare_import, name_columns, upload_import


def imported_file(scene: Any) -> Any:
    rows = iter([(1, ["Name", "Email"]), (2, [scene.canary, "canary@import.example"])])
    told = {"form_key": uuid.uuid4(), "kind": "mediators", "file_name": f"{scene.canary}.csv", "rows": rows}
    batch = upload_import(actor=scene.world.alice, now=timezone.now(), **told)
    name_columns(actor=scene.world.alice, batch=batch, columns=batch.columns, constants={})
    check_import_part(actor=None, batch_id=batch.pk, number=0, now=timezone.now())
    return compare_import(actor=None, batch_id=batch.pk)


def _import(scene: Any) -> dict[str, Any]:
    return {"pk": scene.rows["programs.ImportBatch"].pk}


OF_IMPORTS = {
    "imports": None,
    "import": _import,
    "import-columns": _import,
    "import-words": _import,
    "import-begin": _import,
    "import-failed": _import,
    "import-undo": _import,
    "import-discard": _import,
}
