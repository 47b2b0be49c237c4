"""The pages of a program's policy: what holds, change it, look at what that would do, publish, and go back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.accounts.access import may_open
from programs.actions.policy import (
    MOVABLE,
    UnableToPublish,
    change_settings,
    discard_draft,
    move_case_to_policy,
    publish_policy,
    restore_version,
)
from programs.forms.policy import PublishForm, SettingsForm, told
from programs.guidance.showing import origins
from programs.jurisdictions import JURISDICTIONS, Row
from programs.models import MediationCase, PolicyVersion, Referral
from programs.policy.catalogue import GROUPS, SETTINGS
from programs.policy.comparing import Difference, differences
from programs.policy.document import Policy
from programs.policy.drafting import Draft, draft_of, imposed_floors
from programs.policy.kinds import Kind, Table
from programs.policy.simulating import Effect, effects_of
from programs.policy.versions import policy_of
from programs.rules.kinds import Listed
from programs.views.pages import ProgramRequest, draw_page, find_case, posted, program_page, sample_tag

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
SHORT_VALUE = 24
"""Characters that a telephone shows beside their heading on one line."""


def in_words(policy: Policy) -> list[dict[str, Any]]:
    """Return each group with what the policy says, as the rows of a list."""
    return [
        {
            "group": group,
            "rows": [
                (each.label, _said(each.kind, getattr(policy, each.id), policy)) for each in group.settings
            ],
        }
        for group in GROUPS.values()
    ]


def bases(*identifiers: str) -> list[dict[str, Any]]:
    """Return what jurisdictions say of offences, each row in words with its source and its day."""
    return [
        {"name": found.name, "rows": [(_told_by(row), row.source, row.as_of) for row in found.rows]}
        for found in map(JURISDICTIONS.get, identifiers)
        if found
    ]


def _told_by(row: Row) -> str:
    name, value = ("offences", row.answer) if row.answer else ("earliest_stages", row.from_stage)
    return SETTINGS[name].kind.say({row.offence: value})


def _said(kind: Kind, value: Any, policy: Policy) -> Any:
    if isinstance(kind, Listed) and value:
        rows = [(kind.say_one(each, policy),) for each in value]
    elif isinstance(kind, Table):
        rows = [(each,) for each in kind.say_each(value)]
    else:
        return kind.say(value)
    if not rows:
        return kind.say(value)
    return format_html(
        '<ul class="govuk-list amends-lines">{}</ul>', format_html_join("", "<li>{}</li>", rows)
    )


@require_safe
@program_page
def page(request: ProgramRequest) -> HttpResponse:
    """Show the policy in force, and that there is a draft."""
    program = request.program
    context = {
        "groups": in_words(program.policy),
        "version": program.current_policy,
        "draft": draft_of(program),
        "may_change": may_open(request.user, "policy-change"),
        "unmet_floors": Draft(program, {}).breaches,
        "torn": torn_between(Draft(program, {})),
        "origins": origins(program),
        "bases": bases(program.policy.jurisdiction),
    }
    return draw_page(request, "programs/policy/page.html", context)


@TWO_WAYS
@program_page
def change(request: ProgramRequest, group: str) -> HttpResponse:
    """Change the settings of one group, in the draft."""
    if group not in GROUPS:
        raise Http404
    if GROUPS[group].page:
        return redirect(GROUPS[group].page)
    program = request.program
    form = SettingsForm(
        posted(request), group=GROUPS[group], policy=draft_of(program).policy, floors=imposed_floors(program)
    )
    if request.method == "POST" and form.is_valid():
        draft = change_settings(actor=request.user, now=timezone.now(), values=form.values)
        if draft.is_empty:
            messages.success(request, _("Everything is as it is in force: there is nothing to publish."))
            return redirect("policy")
        messages.success(request, _("It is in the draft. Nothing changes before you publish it."))
        return redirect("policy-draft")
    asks_for_basis = "jurisdiction" in form.fields
    context = {
        "group": GROUPS[group],
        "form": form,
        "bases": bases(*JURISDICTIONS) if asks_for_basis else [],
    }
    return draw_page(request, "programs/policy/change.html", context)


@TWO_WAYS
@program_page
def draft(request: ProgramRequest) -> HttpResponse:
    """Show what the draft changes and what that would do to open cases; publish it."""
    drafted = draft_of(request.program)
    if drafted.is_empty:
        messages.info(request, _("There is no draft."))
        return redirect("policy")
    form = PublishForm(posted(request), initial={"mark": drafted.mark, "moves_open_cases": "no"})
    if request.method == "POST" and form.is_valid():
        try:
            version = publish_policy(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except UnableToPublish as error:
            form.add_error(None, _why_not(error))
            form.data = {**form.data.dict(), "mark": drafted.mark}  # type: ignore[attr-defined]
        else:
            messages.success(request, _("Version {number} is in force.").format(number=version.number))
            return redirect("policy")
    effects = effects_of(drafted.policy, request.program, timezone.now())
    context = {
        "form": form,
        "head": comparison_head(_("In force"), _("In the draft")),
        "differences": difference_rows(drafted.differences),
        "breaches": [*(told(each) for each in drafted.breaches), *drafted.problems],
        "torn": torn_between(drafted),
        "blocked": (blocked := [each for each in effects if each.blocked_by]),
        "blocked_by": reasons_together(blocked, "blocked_by"),
        "freed": (freed := [each for each in effects if not each.blocked_by]),
        "freed_from": reasons_together(freed, "freed_from"),
    }
    return draw_page(request, "programs/policy/draft.html", context)


def torn_between(draft: Draft) -> list[str]:
    """Return in words on which settings those who set minimums contradict each other."""
    told_of = _(
        "{setting}: nothing meets all who set a minimum ({asked}). Ask them to agree. Until then it may stay as it is, "
        "or become stricter, and everything else can be published."
    )
    return [
        told_of.format(
            setting=each.setting.label,
            asked="; ".join(
                f"{floor.set_by}: {each.setting.kind.say(floor.values[each.setting.id])}"
                for floor in each.floors
            ),
        )
        for each in draft.conflicts
    ]


def _why_not(error: UnableToPublish) -> str:
    if error.why == "changed":
        return _("Somebody changed the draft since you looked. Read it again below, then publish.")
    return " ".join([*(told(each) for each in error.breaches), *error.problems])


def comparison_head(before: str, after: str) -> list[str]:
    """Return the head of a table of differences."""
    return [_("Setting"), before, after]


def difference_rows(found: list[Difference]) -> list[list[dict[str, Any]]]:
    return [[{"text": each.setting.label}, _cell(each.before), _cell(each.after)] for each in found]


def _cell(words: str) -> dict[str, str]:
    """Return a value as a table shows it: on a phone a long one has the whole width."""
    return {"text": words, "classes": "amends-listing__long" if len(words) > SHORT_VALUE else ""}


def reasons_together(effects: list[Effect], name: str) -> list[dict[str, Any]]:
    """Return what is concerned, those with the same reasons together."""
    together: dict[tuple[str, ...], dict[str, Any]] = {}
    for each in effects:
        reasons = getattr(each, name)
        key = tuple(reason.sentence for reason in reasons)
        together.setdefault(key, {"reasons": reasons, "rows": []})["rows"].append(
            {
                "subject": each.subject,
                "state": each.state,
                "sample": sample_tag(each.subject),
                "page": "referral" if isinstance(each.subject, Referral) else "case",
            }
        )
    return list(together.values())


@require_POST
@program_page
def discard(request: ProgramRequest) -> HttpResponse:
    """Throw the draft away."""
    discard_draft(actor=request.user)
    messages.success(request, _("The draft is thrown away. What is in force stays."))
    return redirect("policy")


@require_safe
@program_page
def versions(request: ProgramRequest) -> HttpResponse:
    """List every version, the latest first."""
    rows = PolicyVersion.objects.select_related("published_by")
    return draw_page(request, "programs/policy/versions.html", {"versions": rows})


@require_safe
@program_page
def version(request: ProgramRequest, number: int) -> HttpResponse:
    """Show what a version says, and what it changed."""
    row = get_object_or_404(PolicyVersion.objects.select_related("published_by"), number=number)
    preset = request.program.preset
    earlier = PolicyVersion.objects.filter(number__lt=number).first()
    said = policy_of(row.pk, preset)
    context = {
        "version": row,
        "groups": in_words(said),
        "head": comparison_head(_("Before"), _("Since then")),
        "changes": difference_rows(differences(policy_of(earlier.pk, preset), said)) if earlier else [],
        "is_in_force": row.pk == request.program.current_policy_id,
        "may_change": may_open(request.user, "policy-restore"),
        "has_draft": not draft_of(request.program).is_empty,
    }
    return draw_page(request, "programs/policy/version.html", context)


@require_POST
@program_page
def restore(request: ProgramRequest, number: int) -> HttpResponse:
    """Make a draft of what an earlier version said."""
    row = get_object_or_404(PolicyVersion, number=number)
    made = restore_version(actor=request.user, now=timezone.now(), version=row)
    if made.is_empty:
        messages.info(request, _("This version says what is in force."))
        return redirect("policy")
    return redirect("policy-draft")


@TWO_WAYS
@program_page
def of_case(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show by which version a case works, and move it to the one in force."""
    case = find_case(request, pk)
    program = request.program
    if request.method == "POST" and case.state in MOVABLE:
        try:
            move_case_to_policy(actor=request.user, case=case)
        except MediationCase.DoesNotExist:  # it ended since
            messages.info(request, _("It has ended, so it stays as it is."))
        else:
            messages.success(request, _("The case works by the policy in force now."))
        return redirect("case", pk=case.pk)
    context = {
        "case": case,
        "version": case.policy,
        "head": comparison_head(_("This case"), _("In force")),
        "changes": difference_rows(differences(program.policy_of(case), program.policy)),
        "may_move": case.state in MOVABLE and case.policy_id != program.current_policy_id,
    }
    return draw_page(request, "programs/policy/case.html", context)
