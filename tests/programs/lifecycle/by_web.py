"""A walk gone again as people and software go it: by the pages of the program, or by its API, to the same outcome.

Everything else of a walk stays: what is foretold, what is believed, what is compared. Only the steps of a case are
taken by requests, in somebody's name, at the time that the walk has come to.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from unittest import mock

from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from programs.doors import DOORS
from programs.forms.fields import FormKeyField
from programs.models import Agreement, AgreementItem, EligibilityCheck, RestitutionPayment
from programs.models.choice import Wish
from programs.models.eligibility import EligibilityRule
from programs.steps import CASE_STEPS, STEPS
from tests.api.rig import Software, token_of
from tests.programs.lifecycle.acting import WORDINGS, told_in, why_shared, words_of
from tests.programs.lifecycle.ground import Ground
from tests.programs.lifecycle.moves import Move
from tests.programs.lifecycle.play import Play, Tally, Walk
from tests.programs.lifecycle.shadow import Case, Diverged, World

HOST = "alpha.localhost"
OF_CASES = {step.id for step in CASE_STEPS}
ANSWERED = {
    "record_acknowledgement": EligibilityRule.ACKNOWLEDGEMENT,
    "override_acknowledgement": EligibilityRule.ACKNOWLEDGEMENT,
    "override_offence": EligibilityRule.OFFENCE,
    "record_substance": EligibilityRule.SUBSTANCE,
    "override_substance": EligibilityRule.SUBSTANCE,
}


def _check(rule: str) -> Callable[[Any], Any]:
    return lambda case: EligibilityCheck.objects.filter(case=case, rule=rule)


MADE: dict[str, Callable[[Any], Any]] = {
    "add_agreement_item": lambda case: AgreementItem.objects.filter(agreement__case=case).order_by("-pk"),
    **{step: _check(rule) for step, rule in ANSWERED.items()},
    "amend_agreement": lambda case: Agreement.objects.filter(case=case).order_by("-version"),
    **dict.fromkeys(
        ("record_payment", "record_hours", "reverse_payment"),
        lambda case: RestitutionPayment.objects.filter(item__agreement__case=case).order_by("-pk"),
    ),
}
"""What a step makes that later moves speak of."""


LEADS_ON = {"write_letter": "/letters/"}
"""Steps whose page leads on to what they made, not back to the case."""


class NotTypable(Exception):
    """The form itself refuses an answer that the rules allow: nobody can give it by a page."""


@dataclass
class ByWeb(Ground):
    """The real program, reached by requests; `is_api` says by which."""

    ground: Ground
    is_api: bool
    asked: int = 0
    clients: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tenant, self.other, self.users = self.ground.tenant, self.ground.other, self.ground.users

    def take(self, world: World, move: Move) -> tuple[frozenset[str], Any]:
        """Take a step of a case by a request; return what refused it, and what it made."""
        if move.step not in OF_CASES or not move.actor:
            return super().take(world, move)
        step, case = STEPS[move.step], world.cases[move.case]
        self.asked += 1
        key = self._key(step.about, case, move.asked)
        answers = TYPED.get(move.step, lambda _world, _case, _asked, _ground: {})(
            world, case, move.asked, self
        )
        with mock.patch("django.utils.timezone.now", lambda: world.now):
            found = (self._by_api if self.is_api else self._by_page)(case, move, key, answers)
        if found:
            return found, None
        return found, MADE[move.step](case.key).first() if move.step in MADE else None

    def _key(self, about: str, case: Case, asked: dict[str, Any]) -> Any:
        if about == "case":
            return case.key
        if about == "person":
            return case.people[asked["person"]].key
        item = case.papers[asked["item"][0]].items[asked["item"][1]]
        return item.key if about == "item" else item.ledger[asked["row"]].key

    def _by_page(self, case: Case, move: Move, key: Any, answers: dict[str, Any]) -> frozenset[str]:
        client = self.clients.setdefault(move.actor, Client(SERVER_NAME=HOST))
        client.force_login(self.account(move.actor))
        keys = {
            n: new_key() for n, f in DOORS[move.step].form.base_fields.items() if isinstance(f, FormKeyField)
        }
        sent = dict(pair for name, value in answers.items() for pair in _boxes(name, value))
        response = client.post(reverse(STEPS[move.step].page, args=[key]), sent | keys)
        if response.status_code in (403, 404):
            return frozenset({"role_allowed" if response.status_code == 403 else "case_visible"})
        if response.status_code == 409:
            return frozenset(reason["id"] for reason in response.context["reasons"])
        door = DOORS[move.step]
        if response.status_code == 200 and not door.shows:
            raise NotTypable(f"{move}: {response.context['form'].errors}")
        leads_to = LEADS_ON.get(move.step, reverse(door.back, args=[case.key]))
        if response.status_code != 200 and not response["Location"].startswith(leads_to):
            raise Diverged(f"{move}: the page leads to {response['Location']}")
        return frozenset()

    def _by_api(self, _case: Case, move: Move, key: Any, answers: dict[str, Any]) -> frozenset[str]:
        if move.actor not in self.clients:
            self.clients[move.actor] = Software(token_of(self.account(move.actor))[1], HOST)
        path = reverse(f"api-step-{move.step.replace('_', '-')}", args=[key])
        response = self.clients[move.actor].send(
            path, {name: _json(value) for name, value in answers.items()}
        )
        if response.status_code in (403, 404):
            return frozenset({"role_allowed" if response.status_code == 403 else "case_visible"})
        if response.status_code == 409:
            return frozenset(reason["id"] for reason in response.json()["unmet"])
        if response.status_code != 200:
            raise NotTypable(f"{move}: {response.status_code} {response.content.decode()}")
        return frozenset()


def new_key() -> str:
    return str(uuid.uuid4())


def _boxes(name: str, value: Any) -> list[tuple[str, Any]]:
    """Return an answer as a page's form sends it."""
    if isinstance(value, dt.date):
        return [(f"{name}_{part}", getattr(value, part)) for part in ("day", "month", "year")]
    if isinstance(value, bool):
        return [(name, "yes" if value else "no")] if name in YES_NO else ([(name, "on")] if value else [])
    return [(name, value)]


def _json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, bool | list) else str(value)


YES_NO = ("takes_part", "is_ready", "differs")
"""Asked with two answers; other switches are boxes to tick."""


def same(*names: str) -> Callable[..., dict[str, Any]]:
    """Return the answers that the move calls by the names of the form."""
    return lambda world, case, a, ground: {name: a[name] for name in names}


def _contact(world: World, case: Case, a: dict[str, Any], ground: Any) -> dict[str, Any]:
    at = (world.now + a["ago"]).astimezone(world.zone)
    return {
        "purpose": a["purpose"], "channel": a["channel"], "result": a["result"], "reason": a["why"],
        "survey_offered": a["survey"], "topics": list(a["topics"]), "day": at.date(), "at": at.strftime("%H:%M"),
    }  # fmt: skip


def _choices(world: World, case: Case, a: dict[str, Any], ground: Any) -> dict[str, Any]:
    open_ones = list(Wish.values if a["is_complete"] else Wish.values[1:])
    return {"takes_part": a["takes_part"], "mode": a["mode"], "open": open_ones}


def _session(world: World, case: Case, a: dict[str, Any], ground: Any) -> dict[str, Any]:
    starts, ends = (at.astimezone(world.zone) for at in (a["starts"], a["starts"] + a["length"]))
    return {
        "mode": a["mode"], "place": "Library", "fits_choices": a["fits"], "day": starts.date(),
        "starts": starts.strftime("%H:%M"), "ends": ends.strftime("%H:%M"),
    }  # fmt: skip


def _risk(world: World, case: Case, a: dict[str, Any], ground: Any) -> dict[str, Any]:
    plan = "They leave one by one." if a["is_planned"] else ""
    return {"level": a["level"], "factors": ["fear"], "reasons": "As they told us.", "safety_plan": plan}


def _item(world: World, case: Case, a: dict[str, Any], ground: Any) -> dict[str, Any]:
    figure = (
        {"amount" if a["kind"] == "monetary_restitution" else "hours": a["figure"]} if a["figure"] else {}
    )
    return {"kind": a["kind"], "text": told_in(case, a), "due_date": a["due"], **figure}


def _people(name: str) -> Callable[..., dict[str, Any]]:
    return lambda world, case, a, ground: {name: [str(case.people[number].key) for number in a[name]]}


def _user(ground: Any, name: str) -> str:
    return str(ground.users[name].pk)


TYPED: dict[str, Callable[[World, Case, dict[str, Any], Any], dict[str, Any]]] = {
    "begin_screening": lambda w, c, a, g: {"coordinator": _user(g, a["coordinator"])},
    "record_acknowledgement": same("answer"),
    **dict.fromkeys(("override_acknowledgement", "override_offence", "override_substance"), same("text")),
    "record_substance": same("answer"),
    "record_risk": _risk,
    "record_legal_posture": lambda w, c, a, g: {
        **same("appeal", "conviction", "no_contact_order")(w, c, a, g),
        "wording": "Read out" if a["no_contact_order"] == "exception" else "",
    },
    "assign_mediator": lambda w, c, a, g: {
        "mediator": _user(g, a["mediator"]),
        "supervisor": _user(g, a["supervisor"]),
        "connection": a["connection"],
    },
    "record_contact": _contact,
    "send_participant_link": lambda w, c, a, g: {"is_safe": True, "reason": why_shared(a)},
    "write_letter": lambda w, c, a, g: {
        "wording": WORDINGS[a["purpose"]], "written_in": "en", "channel": a["channel"], "words": words_of(c, a),
        "is_safe": True, "reason": why_shared(a),
    },
    "record_choices": _choices,
    "record_minor": lambda w, c, a, g: {"is_minor": {True: "yes", False: "no", None: "unknown"}[a["is_minor"]]},
    "record_guardian": lambda w, c, a, g: {
        "guardian": str(c.people[a["guardian"]].key),
        "standing": "none" if not a["is_guardian"] else "suspected" if a["is_suspected"] else "guardian",
    },
    "record_spokesperson": lambda w, c, a, g: {"spokesperson": str(c.people[a["spokesperson"]].key)},
    "record_wishes": lambda w, c, a, g: {"mode": a["mode"], "differs": a["differs"], "when": "Mornings"},
    "record_settlement": same("text"),
    "record_consent": lambda w, c, a, g: {"form": "written", "language": "en", "is_free": True},
    "record_readiness": same("is_ready"),
    "record_mediator_readiness": lambda w, c, a, g: {
        "mediator": _user(g, a["mediator"]), "is_ready": a["is_ready"],
    },
    "schedule_session": _session,
    "record_held": _people("attended"),
    "record_not_held": same("reason"),
    "begin_agreement": same("victim_asked"),
    "add_agreement_item": _item,
    "sign_agreement": _people("signed_by"),
    "record_payment": lambda w, c, a, g: {"amount": a["figure"], "paid_on": w.today, "means": "through_program"},
    "record_hours": lambda w, c, a, g: {"hours": a["figure"], "worked_on": w.today},
    "mark_item": same("status"),
    "put_on_hold": same("reason"),
    "begin_closing": same("reason"),
}  # fmt: skip
"""The answers of a move as the step's form asks for them; a step that asks nothing is not here."""


@dataclass
class Replayed:
    """What came of going walks again by requests."""

    walks: int = 0
    requests: int = 0
    not_typable: int = 0
    """Walks with an answer that no form takes."""


@override_settings(AMENDS_REQUIRE_SECOND_FACTOR=False, API_REQUESTS_PER_MINUTE=1_000_000)
def replay(ground: Ground, walks: list[Walk], *, is_api: bool) -> Replayed:
    """Go walks again by requests; raises Diverged when one comes out otherwise."""
    found = Replayed()
    for walk in walks:
        web = ByWeb(ground, is_api)
        with transaction.atomic():
            try:
                play = Play(web, Tally(), walk.preset, walk.kind)
                for move in walk.moves:
                    play.take(to_the_minute(move))
                found.walks += 1
            except Diverged as divergence:
                # A play makes one of whatever stops it.
                if not isinstance(divergence.__cause__, NotTypable):
                    raise
                found.not_typable += 1
            finally:
                transaction.set_rollback(True)
        found.requests += web.asked
    return found


def sample(tally: Tally, number: int) -> list[Walk]:
    """Return those of the kept walks with the most steps of cases, of each kind of program by turns.

    Each is the shortest to what it shows.
    """
    kept = {**tally.among, **tally.alone}.values()
    longest = sorted(kept, key=lambda walk: sum(move.step in OF_CASES for move in walk.moves), reverse=True)
    turn: Counter[str] = Counter()
    turns = []
    for walk in longest:
        turns.append(turn[walk.preset])
        turn[walk.preset] += 1
    return [
        walk for _turn, walk in sorted(zip(turns, longest, strict=True), key=lambda each: each[0])[:number]
    ]


def to_the_minute(move: Move) -> Move:
    """Return a move whose contacts are minutes apart instead of seconds: a form knows no seconds."""
    if "ago" not in move.asked:
        return move
    ago = move.asked["ago"]
    seconds = int(ago.total_seconds()) % 60
    return replace(
        move, asked={**move.asked, "ago": ago - dt.timedelta(seconds=seconds) + dt.timedelta(minutes=seconds)}
    )
