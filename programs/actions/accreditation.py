"""Write what the program says about accreditations, and take over what is decided. The platform hears by a crossing."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from amends import audit, outbox
from amends.accounts.models import Role, User
from amends.actions import Refused, action
from amends.files.examining import Examined
from network.accreditation import store
from network.accreditation.models import State
from network.accreditation.states import ASKED
from programs.accreditation import reasons
from programs.accreditation.copies import (
    ARRIVED,
    DRAFT,
    LEAVING,
    READY,
    TO_CONFIRM,
    Copy,
    Proof,
    copies_of,
    keep,
)
from programs.accreditation.offers import TAKEN
from programs.accreditation.terms import may_appeal
from programs.accreditation.traces import found_in, found_in_file
from programs.files import tidy_name
from programs.models import Program
from tenants.ids import uuid7

MOST_DOCUMENTS = 60
# What somebody who runs the program hears of by letter, besides the page.
TOLD_BY_LETTER = tuple(
    state.value for state in State if state not in (State.APPLIED, State.WITHDRAWN, State.RENEWED)
)


@action
def start_accreditation(*, actor: Any, standard: Mapping[str, Any], today: date) -> Copy:
    """Begin an application, which stays in the program until it is sent; Refused while there is one already.

    `standard` is what `programs.accreditation.offers.Offer.told` holds.
    """
    program = Program.objects.select_for_update().get()
    _refuse_known(program, standard["network"], standard["standard"], today)
    copy = Copy(id=str(uuid7()), **standard)
    keep(program, copy)
    audit.record("accreditation_begun", program, actor=actor, accreditation=UUID(copy.id))
    return copy


@action
def answer_criterion(*, actor: Any, accreditation: str, criterion: str, rating: str, words: str) -> Copy:
    """Say how the program meets a criterion; Refused for words that look as if they were about somebody."""
    program, copy = _one(accreditation)
    if not copy.takes_evidence or copy.content.find(criterion) is None:
        raise Refused(reasons.IS_OVER)
    if found_in(words):
        raise Refused(reasons.NAMES_SOMEBODY)
    after = replace(copy, answers={**copy.answers, criterion: {"rating": rating, "words": words}})
    audit.record("accreditation_answered", program, actor=actor, accreditation=UUID(copy.id))
    return _say(program, after) if copy.state != DRAFT else _keep(program, after)


@action
def hand_in_evidence(
    *, actor: Any, accreditation: str, criterion: str, kind: str, examined: Examined, name: str
) -> Proof:
    """Keep a document for a criterion in the program, after it was looked through.

    What was found has to be confirmed or withdrawn before it leaves; where nothing was, it leaves with the application.
    """
    program, copy = _one(accreditation)
    if not copy.takes_evidence or copy.content.find(criterion) is None:
        raise Refused(reasons.IS_OVER)
    if len(copy.proofs) >= MOST_DOCUMENTS:
        raise Refused(reasons.TOO_MANY)
    named = tidy_name(name, examined.kind.extension)
    if found_in(named.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")):
        raise Refused(reasons.NOT_NAMED)
    found = found_in_file(examined.kind.id, examined.content)
    key = uuid7()
    proof = Proof(
        id=str(key),
        criterion=criterion,
        kind=kind,
        name=named,
        file_kind=examined.kind.id,
        size=len(examined.content),
        key=base64.b64encode(store.put(key, examined.content)).decode(),
        found=tuple(found),
        state=TO_CONFIRM if found else READY,
    )
    keep(program, _bring(copy.with_proof(proof)))
    audit.record(
        "evidence_handed_in", program, actor=actor, accreditation=UUID(copy.id), evidence=key, found=found
    )
    return proof


@action
def confirm_evidence(*, actor: Any, accreditation: str, evidence: str) -> Proof:
    """Say, after looking at a document, that it is about nobody of a case; it may leave from then on."""
    program, copy = _one(accreditation)
    proof = _proof(copy, evidence)
    if proof.state != TO_CONFIRM:
        raise Refused(reasons.IS_OVER)
    ready = replace(proof, state=READY)
    keep(program, _bring(copy.with_proof(ready)))
    audit.record(
        "evidence_confirmed",
        program,
        actor=actor,
        accreditation=UUID(copy.id),
        evidence=UUID(proof.id),
        found=list(proof.found),
    )
    return ready


@action
def withdraw_evidence(*, actor: Any, accreditation: str, evidence: str) -> None:
    """Take a document away before the platform has it; Refused afterwards."""
    program, copy = _one(accreditation)
    proof = _proof(copy, evidence)
    if proof.state in (LEAVING, ARRIVED) or (copy.state != DRAFT and proof.state == READY):
        raise Refused(reasons.IS_OVER)
    _keep(program, replace(copy, proofs=tuple(each for each in copy.proofs if each.id != proof.id)))
    audit.record(
        "evidence_withdrawn", program, actor=actor, accreditation=UUID(copy.id), evidence=UUID(proof.id)
    )
    outbox.queue("programs.drop_evidence", evidence_id=UUID(proof.id))


@action
def apply_for_accreditation(*, actor: Any, accreditation: str, today: date) -> Copy:
    """Send an application; Refused while it is not complete, or while a document waits to be looked at."""
    program, copy = _one(accreditation)
    if copy.state != DRAFT:
        raise Refused(reasons.IS_OVER)
    missing = [reasons.INCOMPLETE] if copy.lacks() else []
    if any(each.state == TO_CONFIRM for each in copy.proofs):
        missing.append(reasons.TO_LOOK_AT)
    if missing:
        raise Refused(*missing)
    audit.record("accreditation_applied", program, actor=actor, accreditation=UUID(copy.id))
    return _say(program, replace(copy, state=State.APPLIED, wish="applied", unfit=""))


@action
def withdraw_application(*, actor: Any, accreditation: str) -> Copy:
    """Take an application back before it is decided; a draft is gone."""
    program, copy = _one(accreditation)
    if copy.state not in (DRAFT, *ASKED):
        raise Refused(reasons.IS_OVER)
    audit.record("accreditation_withdrawn", program, actor=actor, accreditation=UUID(copy.id))
    for each in copy.proofs:
        if each.key:
            outbox.queue("programs.drop_evidence", evidence_id=UUID(each.id))
    if copy.state == DRAFT:
        del program.accreditations[copy.id]
        program.save(update_fields=["accreditations"])
        return copy
    proofs = tuple(replace(each, key="") for each in copy.proofs if each.state == ARRIVED)
    return _say(program, replace(copy, state=State.WITHDRAWN, wish="withdrawn", proofs=proofs))


@action
def appeal_decision(*, actor: Any, accreditation: str, words: str, now: datetime) -> Copy:
    """Appeal against a decision, once; Refused when it is too late, or for words about somebody."""
    program, copy = _one(accreditation)
    if not may_appeal(copy, now):
        raise Refused(reasons.TOO_LATE)
    if found_in(words):
        raise Refused(reasons.NAMES_SOMEBODY)
    audit.record("accreditation_appealed", program, actor=actor, accreditation=UUID(copy.id))
    return _say(program, replace(copy, appeal=words))


@action
def give_annual_return(*, actor: Any, accreditation: str, words: str, today: date) -> Copy:
    """Say once a year how the standard is still met; Refused while none is due, or for words about somebody."""
    program, copy = _one(accreditation)
    is_given = any(each["due"] == copy.return_due for each in copy.returns)
    if not copy.return_is_soon(today) or is_given:
        raise Refused(reasons.IS_OVER)
    if found_in(words):
        raise Refused(reasons.NAMES_SOMEBODY)
    audit.record("annual_return_given", program, actor=actor, accreditation=UUID(copy.id))
    given = {"id": str(uuid7()), "due": copy.return_due, "words": words}
    return _say(program, replace(copy, returns=(*copy.returns, given)))


@action
def take_accreditation(*, actor: None, word: Mapping[str, Any]) -> Copy | None:
    """Take over the network's word; one that was overtaken changes nothing.

    The platform is brought what it lacks, and told whether the reviewer has an account here, which this program alone
    knows: at the beginning, after each finding, and before it is decided. While the platform has not heard the
    program's own last word, a withdrawal stays one.
    """
    program = Program.objects.select_for_update().get()
    raw = program.accreditations.get(word["id"])
    before = Copy.read(raw) if raw else None
    if before is None or word["version"] <= before.version:
        audit.record("accreditation_overtaken", program, actor=actor, accreditation=UUID(word["id"]))
        return before
    said = {name: value for name, value in word.items() if name in Copy.__dataclass_fields__}
    if before.wish == "withdrawn" and word["heard"] < before.number:
        said["state"] = before.state
    after = replace(_arrived(before, word["arrived"]), **said)
    audit.record("accreditation_heard", program, actor=actor, accreditation=UUID(after.id), state=after.state)
    after = _compare(program, _bring(after), word["reviewer"])
    keep(program, after)
    is_due = after.return_told and after.return_told != before.return_told
    if (after.state != before.state and after.state in TOLD_BY_LETTER) or is_due:
        _write_to_administrators(after)
    return after


@action
def hear_accreditation_unfit(*, actor: None, accreditation: UUID, reason: str) -> None:
    """Note that an application was never put to the network, and why: it is a draft again."""
    program = Program.objects.select_for_update().get()
    raw = program.accreditations.get(str(accreditation))
    if raw is not None and raw["state"] == State.APPLIED and not raw["version"]:
        copy = Copy.read(raw)
        keep(program, replace(copy, state=DRAFT, wish="", unfit=reason, heard=copy.number))
    audit.record("accreditation_unfit", program, actor=actor, accreditation=accreditation)


def _refuse_known(program: Program, network: str, standard: str, today: date) -> None:
    known = [each for each in copies_of(program) if (each.network, each.standard) == (network, standard)]
    if any(each.state_on(today) in TAKEN for each in known):
        raise Refused(reasons.KNOWN_ALREADY)


def _one(accreditation: str) -> tuple[Program, Copy]:
    program = Program.objects.select_for_update().get()
    raw = program.accreditations.get(str(accreditation))
    if raw is None:
        raise Refused(reasons.IS_OVER)
    return program, Copy.read(raw)


def _proof(copy: Copy, evidence: str) -> Proof:
    found = next((each for each in copy.proofs if each.id == str(evidence)), None)
    if found is None:
        raise Refused(reasons.IS_OVER)
    return found


def _keep(program: Program, copy: Copy) -> Copy:
    keep(program, copy)
    return copy


def _say(program: Program, copy: Copy) -> Copy:
    """Keep the program's word, and queue that the platform hears it."""
    after = replace(copy, number=copy.number + 1)
    keep(program, after)
    outbox.queue("programs.tell_accreditation", accreditation_id=UUID(after.id), number=after.number)
    return after


def _bring(copy: Copy) -> Copy:
    """Queue that documents leave which may, once the platform knows the application; they are on their way then."""
    if not copy.version or not copy.takes_evidence:
        return copy
    for each in copy.proofs:
        if each.state == READY:
            outbox.queue("programs.bring_evidence", accreditation_id=UUID(copy.id), evidence_id=UUID(each.id))
            copy = copy.with_proof(replace(each, state=LEAVING))
    return copy


def _arrived(copy: Copy, keys: list[str]) -> Copy:
    """Note which documents the platform has; they are not kept here any more."""
    proofs = []
    for each in copy.proofs:
        if each.id in keys and each.state != ARRIVED:
            outbox.queue("programs.drop_evidence", evidence_id=UUID(each.id))
            proofs.append(replace(each, state=ARRIVED, key=""))
        else:
            proofs.append(each)
    return replace(copy, proofs=tuple(proofs))


def _compare(program: Program, copy: Copy, reviewer: Mapping[str, Any] | None) -> Copy:
    """Say whether a reviewer has an account here, each time that is asked; who had one belongs from then on."""
    if reviewer is None:
        return copy
    key, asked = reviewer["id"], reviewer.get("asked", 0)
    if key in copy.belongs and copy.answered.get(key, 0) >= asked:
        return copy
    belongs = copy.belongs.get(key, False) or User.objects.filter(email__iexact=reviewer["email"]).exists()
    after = replace(copy, belongs={**copy.belongs, key: belongs}, answered={**copy.answered, key: asked})
    return _say(program, after)


def _write_to_administrators(copy: Copy) -> None:
    for user in User.objects.filter(is_active=True, roles__contains=[Role.PROGRAM_ADMIN]).only("pk"):
        outbox.queue(
            "programs.accreditation_letter", user_id=user.pk, accreditation_id=UUID(copy.id), state=copy.state
        )
