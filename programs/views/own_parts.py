"""The pages on which a program makes rules, checklists and fields of its own, all in the draft of its policy."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends import audit
from programs.actions.own_parts import OWN_PARTS, put_own_part, remove_own_part
from programs.facts import CaseFacts
from programs.forms.own_parts import FORMS, CompareForm, TryForm
from programs.models import MediationCase
from programs.naming import name_of_state
from programs.policy.catalogue import SETTINGS
from programs.policy.document import Policy
from programs.policy.drafting import draft_of
from programs.rules.declared import REQUIRE, Rule
from programs.rules.doing import cases_concerned
from programs.rules.editing import added, dropped, entries_of, joined_by, joins_any
from programs.rules.judging import holds
from programs.rules.kinds import Listed
from programs.rules.owned import facts_of
from programs.rules.saying import say, say_rule
from programs.rules.tree import Condition
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from programs.views.pages import facts_of as facts_of_case
from programs.wording.standard import NAMES

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
CONDITIONS = ("when", "must")
SHOWN = 20
OF_ITS_OWN = "own"
NEW = {
    "rules": _lazy("Add a rule"),
    "checklist": _lazy("Add something to do"),
    "fields": _lazy("Add a field"),
    "wordings": _lazy("Add a letter"),
    "retention": _lazy("Add a rule about keeping cases"),
}
IN_THE_DRAFT = _lazy("It is in the draft. Nothing changes before you publish it.")


@require_safe
@program_page
def page(request: ProgramRequest) -> HttpResponse:
    """Show what the program adds of its own, as the draft has it."""
    drafted = draft_of(request.program)
    policy = drafted.policy
    parts = [
        {"setting": SETTINGS[name], "id": name, "new": NEW[name], "rows": _rows(name, policy)}
        for name in OWN_PARTS
    ]
    replaced = {each.replaces for each in policy.wordings}
    context = {"parts": parts, "has_draft": not drafted.is_empty, "problems": drafted.problems}
    context["standard"] = [pair for pair in NAMES.items() if pair[0] not in replaced]
    return draw_page(request, "programs/policy/own_parts.html", context)


def _rows(part: str, policy: Policy) -> list[dict[str, Any]]:
    kind = _kind(part)
    return [
        {"record": each, "name": kind.name_of(each), "said": kind.say_rest(each, policy)}
        for each in getattr(policy, part)
    ]


def _kind(part: str) -> Listed:
    if part not in OWN_PARTS:
        raise Http404
    return SETTINGS[part].kind  # type: ignore[return-value]


def _find(request: ProgramRequest, part: str, record: str) -> tuple[Policy, Any]:
    """Return the policy of the draft and a record of it; 404 for one that is not there."""
    _kind(part)
    policy = draft_of(request.program).policy
    found = next((each for each in getattr(policy, part) if each.id == record), None)
    if found is None:
        raise Http404
    return policy, found


@TWO_WAYS
@program_page
def add(request: ProgramRequest, part: str) -> HttpResponse:
    """Make a rule, an item or a field."""
    _kind(part)
    like = request.GET.get("like", "") if part == "wordings" else ""
    return _change(request, part, None, NAMES.get(like, NEW[part]))


@TWO_WAYS
@program_page
def change(request: ProgramRequest, part: str, record: str) -> HttpResponse:
    """Change a rule, an item or a field."""
    _policy, there = _find(request, part, record)
    return _change(request, part, there, _kind(part).name_of(there))


def _change(request: ProgramRequest, part: str, there: Any, title: Any) -> HttpResponse:
    more: dict[str, Any] = {}
    if part == "wordings":
        more = {"like": request.GET.get("like", ""), "preset": request.program.preset}
    form = FORMS[part](posted(request), policy=request.program.policy, record=there, **more)
    if request.method == "POST" and form.is_valid():
        put_own_part(actor=request.user, now=timezone.now(), part=part, record=form.record)
        if part == "rules":
            return redirect("own-rule", form.record.id)
        messages.success(request, IN_THE_DRAFT)
        return redirect("own-parts")
    context = {"form": form, "title": title, "part": part, "there": there}
    return draw_page(request, "programs/policy/own_part.html", context)


@require_POST
@program_page
def remove(request: ProgramRequest, part: str, record: str) -> HttpResponse:
    """Take a rule, an item or a field out of the draft."""
    _find(request, part, record)
    remove_own_part(actor=request.user, now=timezone.now(), part=part, record_id=record)
    messages.success(request, _("It is taken out of the draft. Nothing changes before you publish it."))
    return redirect("own-parts")


@TWO_WAYS
@program_page
def rule(request: ProgramRequest, record: str) -> HttpResponse:
    """Show a rule as a sentence with its conditions; add one, take one out, and try it on a case."""
    policy, there = _find(request, "rules", record)
    if request.method == "POST":
        return _edited(request, there)
    tried = TryForm(request.GET if "reference" in request.GET else None)
    concerned = cases_concerned(_cases(request).still_open(), there, policy, timezone.now())
    context = {
        "rule": there,
        "said": say_rule(there, policy),
        "conditions": [
            _shown(name, there, policy) for name in CONDITIONS if name == "when" or there.effect == REQUIRE
        ],
        "comparable": sorted(
            ((each.id, each.label) for each in facts_of(policy).values()), key=lambda pair: str(pair[1])
        ),
        "try_form": tried,
        "tried": _try(request, there, policy, tried) if tried.is_bound and tried.is_valid() else None,
        "concerned": [
            (each, name_of_state(each.state, request.program.policy)) for each in concerned[:SHOWN]
        ],
        "count": concerned.count(),
    }
    return draw_page(request, "programs/policy/own_rule.html", context)


def _cases(request: ProgramRequest) -> Any:
    return MediationCase.objects.visible_to(request.user)


def _shown(name: str, there: Rule, policy: Policy) -> dict[str, Any]:
    condition = getattr(there, name)
    return {
        "id": name,
        "is_any": joins_any(condition),
        "entries": [[say(variant, policy) for variant in entry] for entry in entries_of(condition)],
    }


def _edited(request: ProgramRequest, there: Rule) -> HttpResponse:
    """Take a comparison out, or join the others otherwise; what makes no sense changes nothing."""
    name = request.POST.get("condition")
    if name in CONDITIONS:
        condition = getattr(there, name)
        if request.POST.get("join") in ("all", "any"):
            condition = joined_by(condition, is_any=request.POST["join"] == "any")
        elif (at := _place(request.POST.get("drop", ""))) is not None:
            condition = dropped(condition, *at)
        _put(request, there, name, condition)
    return redirect("own-rule", there.id)


def _place(text: str) -> tuple[int, int] | None:
    entry, _dash, variant = text.partition("-")
    return (int(entry), int(variant)) if entry.isdecimal() and variant.isdecimal() else None


def _put(request: ProgramRequest, there: Rule, name: str, condition: Condition) -> None:
    changed = Rule(**{**vars(there), name: condition})
    put_own_part(actor=request.user, now=timezone.now(), part="rules", record=changed)


@TWO_WAYS
@program_page
def compare(request: ProgramRequest, record: str, condition: str, fact: str) -> HttpResponse:
    """Ask what a fact is compared with, and put that into a condition of a rule."""
    policy, there = _find(request, "rules", record)
    known = facts_of(policy).get(fact)
    if condition not in CONDITIONS or known is None:
        raise Http404
    form = CompareForm(posted(request), fact=known, places=_places(getattr(there, condition), policy))
    if request.method == "POST" and form.is_valid():
        beside = form.cleaned_data["beside"]
        made = added(getattr(there, condition), form.compare, None if beside == OF_ITS_OWN else int(beside))
        _put(request, there, condition, made)
        return redirect("own-rule", there.id)
    context = {"form": form, "rule": there, "fact": known}
    return draw_page(request, "programs/policy/own_compare.html", context)


def _places(condition: Condition, policy: Policy) -> list[tuple[str, str]]:
    told = (
        _("Beside this, so that both have to hold: {entry}")
        if joins_any(condition)
        else _("As another way to meet this: {entry}")
    )
    word = _(" and ") if joins_any(condition) else _(" or ")
    entries = entries_of(condition)
    places = [
        (str(number), told.format(entry=word.join(say(each, policy) for each in entry)))
        for number, entry in enumerate(entries)
    ]
    return [(OF_ITS_OWN, _("As a condition of its own")), *places]


@require_safe
@program_page
def choose_fact(request: ProgramRequest, record: str) -> HttpResponse:
    """Lead on to the page that asks what the chosen fact is compared with."""
    policy, there = _find(request, "rules", record)
    fact, condition = request.GET.get("fact", ""), request.GET.get("condition", "")
    if fact not in facts_of(policy) or condition not in CONDITIONS:
        messages.error(request, _("Choose what is compared."))
        return redirect("own-rule", there.id)
    return redirect("own-rule-compare", there.id, condition, fact)


def _try(request: ProgramRequest, there: Rule, policy: Policy, form: TryForm) -> dict[str, Any]:
    """Return how a rule judges one case, with each comparison by itself."""
    case = _cases(request).filter(reference=form.cleaned_data["reference"].strip().upper()).first()
    if case is None:
        form.add_error("reference", _("There is no case with this reference that you may see"))
        return {}
    audit.read(case, actor=request.user, purpose="own_rule")
    facts: CaseFacts = facts_of_case(request, case).under(policy)
    asked = [there.when, *([there.must] if there.effect == REQUIRE else [])]
    leaves = dict.fromkeys(leaf for condition in asked for entry in entries_of(condition) for leaf in entry)
    return {
        "case": case,
        "holds": holds(there.violated, facts),
        "leaves": [(say(leaf, policy), holds(leaf, facts)) for leaf in leaves],
    }
