"""What a move can answer: the sensible thing mostly, now and then another."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.programs.cast import DAY, HOUR
from tests.programs.lifecycle.judgements import LETTERS, MEETINGS, Asked, hour_is_safe, is_safe_in
from tests.programs.lifecycle.shadow import Case, World
from tests.programs.lifecycle.steps import STEPS, refusals


def is_of_victim(case: Case) -> bool:
    """Return whether somebody harmed asked for this, and it was not refused."""
    referral = case.referral
    return referral.asked_by == "victim_self" and referral.state in ("submitted", "under_review", "accepted")


def asked_by_victim(world: World) -> int:
    """Return the place of a request of somebody harmed that is open; of the first case when there is none."""
    return next((number for number, case in enumerate(world.cases) if is_of_victim(case)), 0)


@dataclass
class Chooser:
    """Chooses answers: the sensible one when calm, now and then another when bold."""

    dice: random.Random
    is_bold: bool = True
    leans: frozenset[str] = frozenset()
    """States to be led to and guards to be refused by, where there is a choice."""

    def among(self, *answers: Any) -> Any:
        return self.dice.choice(answers)

    def usually(self, sensible: Any, *others: Any, unless: str = "") -> Any:
        """Choose the sensible answer mostly, or one of all alike when it leans to the guard that others are for."""
        if not self.is_bold:
            return sensible
        if unless in self.leans:
            return self.among(sensible, *others)
        return self.among(*[sensible] * (2 * len(others) + 2), *others)

    def turns(self, states: set[str], others: set[str]) -> bool:
        """Return whether to turn to these states rather than to others: as it leans, or by chance."""
        is_wanted, is_other = bool(states & self.leans), bool(others & self.leans)
        return self.among(True, False) if is_wanted == is_other else is_wanted


def person_of(case: Case, choose: Chooser, fits: Callable[[Any], bool]) -> int:
    fitting = [number for number, person in enumerate(case.people) if fits(person)]
    return choose.usually(fitting[0] if fitting else 0, *range(len(case.people)))


def fit_helper(world: World, case: Case) -> tuple[str, str]:
    """Return a mediator and a supervisor whom nothing rules out; those of the first try when there are none."""
    for name in world.helpers:
        for supervisor in ("sol", "both"):
            asked = {"mediator": name, "supervisor": supervisor, "connection": "none"}
            if name not in case.assigned and not refusals(world, case, "assign_mediator", asked):
                return name, supervisor
    return "mia", "sol"


def assigning(world: World, case: Case, choose: Chooser) -> Asked:
    name, supervisor = fit_helper(world, case)
    return {
        "mediator": choose.usually(name, *world.helpers, *sorted(case.conflicted)),
        "supervisor": choose.usually(supervisor, "sol", "both", "cora", "gone"),
        "connection": choose.usually("none", "kin", "objection"),
    }


TOPICS = ("process", "stop", "safety")
"""What a preparation meeting goes through as a rule."""


def contacting(world: World, case: Case, choose: Chooser, person: int | None = None, **asked: Any) -> Asked:
    number = choose.among(*range(len(case.people))) if person is None else person
    who = case.people[number]
    safe = [way for way in ("in_person", "phone", "video", "email", "letter") if way not in who.unsafe] or [
        "text"
    ]
    purposes = (
        "first_contact",
        "preparation",
        "arranging",
        "exchange",
        "follow_up",
        "told_end",
        "asked_again",
    )
    later = {"exchanging": "exchange", "closing": "follow_up"}.get(case.state, "preparation")
    seconds = dt.timedelta(seconds=len(who.contacts))  # so that no two are at the same time
    answers = {
        "person": number,
        "purpose": choose.usually(later, *purposes),
        "channel": choose.usually(safe[0], *safe[1:], *who.unsafe),
        "result": choose.usually("reached", "no_answer", "message_left", "refused", "sent", "wrong_address"),
        "ago": seconds + choose.usually(-HOUR, -2 * DAY, HOUR),
        "survey": choose.usually(False, True),
        "why": "",
    } | asked
    if answers["purpose"] == "asked_again":
        answers["result"] = "reached"
    if not choose.is_bold and not hour_is_safe(world, case, answers):
        answers["channel"] = "in_person" if "in_person" not in who.unsafe else "letter"
    topics = choose.usually(TOPICS, (), TOPICS[:1], unless="topics_covered")
    answers.setdefault("topics", topics if answers["purpose"] == "preparation" else ())
    if answers["channel"] != "in_person":
        answers["why"] = choose.usually("They live far away", " ")
    return answers


def choosing(world: World, case: Case, choose: Chooser, person: int | None = None, **asked: Any) -> Asked:
    if person is None:
        person = person_of(case, choose, lambda each: each in case.deciders)
    letters = [mode for mode in LETTERS if mode in world.policy.modes]
    modes = ("no_preference", *letters, *world.policy.modes)
    if letters and "exchanging" in choose.leans:
        modes = modes[:1]  # allows letters, and a meeting after them
    return {
        "person": person,
        "takes_part": choose.usually(True, False),
        "mode": choose.among(*modes),
        "is_complete": choose.usually(True, False),
    } | asked


def scheduling(world: World, case: Case, choose: Chooser) -> Asked:
    fitting = [
        mode
        for mode in MEETINGS
        if mode in world.policy.modes
        and all(p.allows(mode) for p in case.deciders)
        and is_safe_in(case, mode)
    ]
    evening = world.now.replace(hour=18, minute=0) + DAY
    while choose.is_bold is False and world.is_taken(case, evening, evening + HOUR):
        evening += DAY
    return {
        "mode": choose.usually(fitting[0] if fitting else "face_to_face", *MEETINGS, *LETTERS),
        "starts": choose.usually(evening, evening + HOUR / 2, world.now - HOUR, world.now - HOUR / 6),
        "length": choose.usually(HOUR, 0 * HOUR, -HOUR, 10 * HOUR, 11 * HOUR),
        "fits": choose.usually(True, False),
    }


def adding(world: World, case: Case, choose: Chooser, **asked: Any) -> Asked:
    kind = asked.get("kind") or choose.among("monetary_restitution", "community_service", "apology")
    figure = {"monetary_restitution": Decimal("120.00"), "community_service": Decimal("10.0")}.get(kind)
    due = choose.usually(world.today + 30 * DAY, world.today, world.today - DAY)
    tells = choose.usually(None, *(number for number, who in enumerate(case.people) if who.has_email))
    return {"kind": kind, "figure": figure, "due": due, "tells": tells}


CENT, TENTH = Decimal("0.01"), Decimal("0.1")


def places_of_items(case: Case) -> list[tuple[int, int]]:
    """Return where the items are, those of the version that is worked with first."""
    places = [(p, i) for p, paper in enumerate(case.papers) for i in range(len(paper.items))]
    return sorted(places, key=lambda place: case.papers[place[0]] is not case.paper)


def an_item(world: World, case: Case, choose: Chooser, fits: Callable[[Any], bool] = bool) -> Asked | None:
    places = places_of_items(case)
    sensible = [place for place in places if fits(case.papers[place[0]].items[place[1]])]
    return {"item": choose.usually((sensible or places)[0], *places)} if places else None


def paying(kind: str) -> Callable[..., Asked | None]:
    def answers(world: World, case: Case, choose: Chooser) -> Asked | None:
        asked = an_item(world, case, choose, lambda item: getattr(item, kind) and item.left > 0)
        if asked is None:
            return None
        left = case.papers[asked["item"][0]].items[asked["item"][1]].left
        part = max(min(left, Decimal(5)), Decimal(1))
        figure = choose.usually(max(left, part), part, max(left, part) + 1)
        return asked | {"figure": figure.quantize(CENT if kind == "is_money" else TENTH)}

    return answers


def reversing(world: World, case: Case, choose: Chooser) -> Asked | None:
    asked = [
        {"item": (p, i), "row": r}
        for p, i in places_of_items(case)
        for r in range(len(case.papers[p].items[i].ledger))
    ]
    return choose.among(*asked) if asked else None


def marking(world: World, case: Case, choose: Chooser) -> Asked | None:
    asked = an_item(world, case, choose)
    return asked and asked | {"status": choose.among("achieved", "partial", "not_achieved")}


def everybody(name: str, fits: Callable[[Any], bool] = lambda _person: True) -> Callable[..., Asked]:
    """Return everybody whom it fits, or somebody alone whether it fits them or not."""

    def answers(world: World, case: Case, choose: Chooser) -> Asked:
        fitting = tuple(number for number, person in enumerate(case.people) if fits(person))
        return {name: choose.usually(fitting, *((number,) for number in range(len(case.people))))}

    return answers


def nothing(*_: Any) -> Asked:
    return {}


def a_person(world: World, case: Case, choose: Chooser) -> Asked:
    return {"person": choose.among(*range(len(case.people)))}


def guardians(case: Case, person: int) -> list[int]:
    """Return the places of those who could be recorded as guardians of somebody."""
    return [
        number
        for number, each in enumerate(case.people)
        if number != person and not each.is_minor and not each.is_organisation
    ]


def tying(world: World, case: Case, choose: Chooser, person: int | None = None, **asked: Any) -> Asked:
    if person is None:
        person = person_of(case, choose, lambda each: each.is_party and each.is_minor)
    fitting = [n for n in guardians(case, person) if case.people[n].role != "offender"]
    return {
        "person": person,
        "guardian": choose.usually(fitting[-1] if fitting else 0, *range(len(case.people))),
        "is_guardian": choose.usually(True, False),
        "is_suspected": choose.usually(False, True),
    } | asked


def interpreting(world: World, case: Case, choose: Chooser) -> Asked:
    """Return an interpreter who has the address of somebody who mediates."""
    return {
        "role": "interpreter",
        "mail_of": choose.among(*(case.assigned or world.helpers)),
        "has_email": True,
    }


def speaking(world: World, case: Case, choose: Chooser, **asked: Any) -> Asked:
    fitting = [n for n, each in enumerate(case.people) if each.is_harmed and each.is_party]
    return {
        "person": person_of(case, choose, lambda each: each.is_organisation),
        "spokesperson": choose.usually(fitting[-1] if fitting else 0, *range(len(case.people))),
    } | asked


def consenting(world: World, case: Case, choose: Chooser) -> Asked:
    suspected = [n for n, each in enumerate(case.people) if not each.is_party and not case.can_consent_for(n)]
    everybody = range(len(case.people))
    return {"person": choose.among(*everybody, *suspected, *suspected)}


REASONS = (
    "completed_with_agreement_fulfilled", "completed_dialogue_no_agreement", "agreement_partially_fulfilled",
    "agreement_unfulfilled_returned", "victim_unreachable", "offender_unreachable", "victim_declined",
    "offender_withdrew", "screened_out_safety", "duplicate_or_error", "party_died", "other",
)  # fmt: skip


def writing(world: World, case: Case, choose: Chooser) -> Asked:
    """A letter by one of the ways, sometimes not finished, sometimes with the name of somebody."""
    return a_person(world, case, choose) | {
        "purpose": choose.among("first_contact", "arranging"),
        "channel": choose.usually("in_person", "email", "letter", "text"),
        "is_open": choose.usually(False, True),
        "names": choose.usually(None, choose.among(*range(len(case.people)))),
        "confirmed": confirming(choose),
    }


def confirming(choose: Chooser) -> bool:
    """Return whether somebody says why a mailbox is safe that the other side has too."""
    return choose.usually(True, False, unless="way_is_own")


def handing_over(choose: Chooser) -> Asked:
    """Return whether a referral goes to a program of the platform, and what was released to it."""
    return {
        "receiver": choose.among("", choose.usually("open", "gone", unless="receiver_takes")),
        "what": choose.usually(("contact", "referral"), ("contact",), unless="release_makes_referral"),
    }


ANSWERS: dict[str, Callable[..., Asked | None]] = {
    **dict.fromkeys(STEPS, nothing),
    "decline_referral": lambda w, c, choose: {"reason": "stage"},
    "forward_referral": lambda w, c, choose: {
        "goes_with": choose.usually("live", "nothing", "expired", "revoked", "elsewhere", "service"),
        **handing_over(choose),
    },
    "record_forward_answer": lambda w, c, choose: {"answer": choose.among("accepted", "rejected", "revoked")},
    "join_referral": lambda w, c, choose: {"other": choose.usually(asked_by_victim(w), *range(len(w.cases)))},
    "begin_screening": lambda w, c, choose: {
        "coordinator": choose.usually("cora", "alice", "sue", "mia", "sol", "gone")
    },
    "record_acknowledgement": lambda w, c, choose: {
        "answer": choose.usually("full", "basic_facts", "disputed", "denied")
    },
    **dict.fromkeys(
        ("override_acknowledgement", "override_offence", "override_substance"),
        lambda w, c, choose: {
            "text": choose.usually("What counts is not disputed.", "Yes.", "It may go on.")
        },
    ),
    "record_substance": lambda w, c, choose: {"answer": choose.usually("something", "nothing", "unknown")},
    "record_legal_posture": lambda w, c, choose: {
        "appeal": choose.usually("none", "pending", "unknown"),
        "conviction": choose.usually("convicted", "not_convicted", "unknown"),
        "no_contact_order": choose.usually("none", "exception", "in_force", "unknown"),
    },
    "record_risk": lambda w, c, choose: {
        "level": choose.usually("low", "medium", "high"),
        "is_planned": choose.usually(True, False),
    },
    "assign_mediator": assigning,
    "record_contact": contacting,
    "send_participant_link": lambda w, c, choose: (
        a_person(w, c, choose)
        | {"purpose": "first_contact", "channel": "email", "result": "sent", "confirmed": confirming(choose)}
    ),
    "write_letter": writing,
    "record_choices": choosing,
    "record_spokesperson": speaking,
    "record_wishes": lambda w, c, choose: {
        "person": person_of(c, choose, lambda each: each.role == "offender"),
        "mode": choose.usually("no_preference", *w.policy.modes),
        "differs": choose.usually(False, True, unless="wishes_settled"),
    },
    "record_settlement": lambda w, c, choose: {
        "text": choose.usually("The mornings are as good.", "Yes.", "It is settled now.")
    },
    "record_minor": lambda w, c, choose: (
        a_person(w, c, choose) | {"is_minor": choose.usually(False, True, None)}
    ),
    "record_guardian": tying,
    "record_consent": consenting,
    "withdraw_consent": a_person,
    "record_readiness": lambda w, c, choose: (
        a_person(w, c, choose) | {"is_ready": choose.usually(True, False)}
    ),
    "record_mediator_readiness": lambda w, c, choose: {
        "mediator": choose.among(*(c.assigned or w.helpers)),
        "is_ready": choose.usually(True, False),
    },
    "schedule_session": scheduling,
    "record_held": everybody("attended"),
    "record_not_held": lambda w, c, choose: {"reason": choose.among("somebody_absent", "place")},
    "begin_agreement": lambda w, c, choose: {"victim_asked": choose.usually(True, False)},
    "add_agreement_item": adding,
    "remove_agreement_item": an_item,
    "sign_agreement": everybody("signed_by", lambda person: person.is_party),
    "record_payment": paying("is_money"),
    "record_hours": paying("is_work"),
    "reverse_payment": reversing,
    "mark_item": marking,
    "put_on_hold": lambda w, c, choose: {"reason": choose.among("asked", "legal", "safety")},
    "begin_closing": lambda w, c, choose: {"reason": choose.among(*REASONS)},
    "declare_conflict": lambda w, c, choose: {"mediator": choose.among(*(c.assigned or w.helpers))},
    "record_loss": lambda w, c, choose: (
        a_person(w, c, choose) | {"loss": choose.usually(Decimal(500), Decimal(100), None)}
    ),
    "add_person": lambda w, c, choose: (
        {
            "role": choose.among(
                *("guardian", "offender", "victim", "victim_representative", "support_person", "observer"),
            ),
            "office": choose.usually("", "Lincoln School"),
            "has_email": choose.among(True, False),
        }
        | choose.among({}, {}, {"role": "victim", "is_organisation": True}, interpreting(w, c, choose))
    ),
    "change_person": lambda w, c, choose: (
        a_person(w, c, choose)
        | {
            "unsafe": choose.among((), ("phone",), ("in_person", "email")),
            "no_message": choose.among(True, False),
            "hours": choose.among(None, None, (7, 12), (12, 20)),
            "has_email": choose.among(True, False),
            "office": choose.usually("", "Lincoln School"),
        }
    ),
}


ENDED = ("closed", "declined", "withdrawn", "handed_over")
KEPT = "awaiting_victim_initiative"
