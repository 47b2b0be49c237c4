"""An application of a program that is entered, and what addresses of the pages of accreditation name."""

import uuid
from typing import Any

from network.accreditation.models import Accreditation, Evidence
from network.accreditation.starters import STARTERS
from programs.accreditation.copies import TO_CONFIRM, Copy, Proof, keep
from programs.models import Program
from tenants.context import platform

NOBODYS = uuid.UUID("0a1b2c3d-0000-4000-8000-0000000000f0")
CRITERION = "training"


def begun_application(canary: str) -> tuple[uuid.UUID, uuid.UUID]:
    """Have the program that is entered begin an application, with a document; return both keys."""
    starter, key, document = STARTERS["practitioner"], uuid.uuid4(), uuid.uuid4()
    proof = Proof(
        str(document), CRITERION, "training", f"{canary}.txt", "txt", 10, "", ("party",), TO_CONFIRM
    )
    copy = Copy(
        id=str(key),
        network=str(NOBODYS),
        network_name="State Network",
        network_slug="state-network",
        standard=starter.slug,
        by=str(NOBODYS),
        title=dict(starter.title),
        number_of_standard=1,
        document=starter.document.as_json(),
        renewal_months=starter.renewal_months,
        answers={CRITERION: {"rating": "fully", "words": f"{canary} of a standard"}},
        proofs=(proof,),
    )
    keep(Program.objects.get(), copy)
    return key, document


def _application(scene: Any) -> dict[str, Any]:
    return {"pk": scene.memberships["accreditation"]}


def _criterion(scene: Any) -> dict[str, Any]:
    return _application(scene) | {"criterion": CRITERION}


def _document(scene: Any) -> dict[str, Any]:
    return _application(scene) | {"evidence": scene.memberships["evidence"]}


class _no_standard:  # noqa: N801 - read as a function
    """No network of the program has a standard with this key, in whatever program one asks."""

    of_all = True

    def __call__(self, _scene: Any) -> dict[str, Any]:
        return {"pk": NOBODYS}


OF_ACCREDITATION: dict[str, Any] = {
    "accredit": None,
    "accredit-start": _no_standard(),
    **dict.fromkeys(("accredit-one", "accredit-apply", "accredit-withdraw"), _application),
    **dict.fromkeys(("accredit-appeal", "accredit-return", "accredit-certificate"), _application),
    "accredit-criterion": _criterion,
    "accredit-evidence": _document,
}
"""Pages inside a program."""


def _row(_scene: Any) -> dict[str, Any]:
    with platform():
        return {"pk": Accreditation.objects.values_list("pk", flat=True).first() or NOBODYS}


def _handed_in(_scene: Any) -> dict[str, Any]:
    with platform():
        return {"pk": Evidence.objects.values_list("pk", flat=True).first() or NOBODYS}


def _row_criterion(scene: Any) -> dict[str, Any]:
    return _row(scene) | {"criterion": CRITERION}


def _step(scene: Any) -> dict[str, Any]:
    return _row(scene) | {"what": "decide"}


def _file(_scene: Any) -> dict[str, Any]:
    return {"form": "csv"}


def _standard(_scene: Any) -> dict[str, Any]:
    return {"slug": "practitioner"}


def _criterion_of_standard(scene: Any) -> dict[str, Any]:
    return _standard(scene) | {"criterion": CRITERION}


ACCREDITATIONS: dict[str, Any] = {
    **dict.fromkeys(("accreditation-pipeline", "accreditation-standards")),
    "accreditation-application": _row,
    "accreditation-act": _step,
    **dict.fromkeys(("accreditation-finding", "accreditation-condition"), _row_criterion),
    "accreditation-evidence": _handed_in,
    **dict.fromkeys(("accreditation-adopt", "accreditation-close", "accreditation-reopen"), _standard),
    **dict.fromkeys(("accreditation-starter", "accreditation-standard", "accreditation-draft"), _standard),
    **dict.fromkeys(("accreditation-draft-new", "accreditation-draft-discard"), _standard),
    "accreditation-draft-publish": _standard,
    **dict.fromkeys(("accreditation-draft-criterion", "accreditation-draft-drop"), _criterion_of_standard),
    "accreditation-pipeline-file": _file,
}
"""Pages of a network's own people; its register is what everybody may read of it."""
