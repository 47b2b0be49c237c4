"""The set-up of a new program as a list of tasks: each is done, left for an import, skipped, or open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.accounts.access import may_open
from programs.models import Mediator, Program, Referral, SetUpChoice
from programs.models.setup import Choice
from programs.samples.people import INVENTED


@dataclass(frozen=True)
class Task:
    """One task, and the fact that shows it is done; of `pages` the first that exists is where it is done."""

    id: str
    title: str | Promise
    hint: str | Promise
    pages: tuple[str, ...]
    is_done: Callable[[Program, Any], bool] = lambda _program, _user: False
    may_be_imported: bool = False
    has_file: bool = False
    """Can a spreadsheet bring it?"""
    may_be_skipped: bool = True


@dataclass(frozen=True)
class Line:
    """A task as it stands in this program, for this person."""

    task: Task
    choice: str
    href: str

    @property
    def is_settled(self) -> bool:
        return bool(self.choice)


def has_samples() -> bool:
    """Return whether there is a sample left to practise on."""
    return Referral.objects.filter(is_sample=True).exists()


def real_colleagues() -> Any:
    """Return the people with an account who are not invented."""
    return get_user_model().objects.filter(is_active=True).exclude(email__endswith=INVENTED)


TASKS: tuple[Task, ...] = (
    Task(
        "address",
        _("Confirm your e-mail address"),
        _("Open the page in the message that we sent. Until then the program writes to nobody."),
        ("verification",),
        lambda program, _user: program.is_address_confirmed,
        may_be_skipped=False,
    ),
    Task(
        "password",
        _("Choose how you sign in"),
        _("A password, so that you can come back tomorrow."),
        ("password-change",),
        lambda _program, user: user.has_usable_password(),
        may_be_skipped=False,
    ),
    Task(
        "program",
        _("Check what your program says of itself"),
        _("The neutral name on people’s phones, the place, the time zone."),
        ("program-describe",),
    ),
    Task(
        "practise",
        _("Practise on a sample case"),
        _("Everything works as in earnest, and nobody real is in it."),
        ("cases",),
        lambda program, _user: program.samples_made_at is not None and not has_samples(),
    ),
    Task(
        "colleagues",
        _("Invite your colleagues"),
        _("Coordinators, supervisors, mediators: each with an account of their own."),
        ("team",),
        lambda _program, user: real_colleagues().exclude(pk=user.pk).exists(),
        may_be_imported=True,
    ),
    Task(
        "mediators",
        _("Enroll your mediators"),
        _("Who may mediate, and what they belong to, so that nobody mediates who is not neutral."),
        ("mediators",),
        lambda _program, _user: Mediator.objects.filter(is_sample=False).exists(),
        may_be_imported=True,
        has_file=True,
    ),
    Task(
        "cases",
        _("Bring your open cases"),
        _("From your files or from another system, once the program is verified."),
        ("imports",),
        lambda _program, _user: Referral.objects.real().exists(),
        may_be_imported=True,
        has_file=True,
    ),
    Task(
        "verification",
        _("Have your program verified"),
        _("Until then nobody real can be referred."),
        ("verification",),
        lambda program, _user: program.is_verified,
        may_be_skipped=False,
    ),
)
BY_ID = {task.id: task for task in TASKS}


def lines_for(program: Program, user: Any) -> list[Line]:
    """Return the checklist as it stands: facts first, then what somebody chose."""
    chosen = dict(SetUpChoice.objects.values_list("task", "choice"))
    return [
        Line(task, Choice.DONE if task.is_done(program, user) else chosen.get(task.id, ""), _href(task, user))
        for task in TASKS
    ]


def choices_for(task: Task) -> list[str]:
    """Return what may be said of a task beyond doing it; nothing of one that only a fact can settle."""
    if not task.may_be_skipped:
        return []
    return [Choice.DONE, *([Choice.IMPORT] if task.may_be_imported else []), Choice.SKIPPED]


def _href(task: Task, user: Any) -> str:
    for page in task.pages:
        if may_open(user, page):
            try:
                return reverse(page)
            except NoReverseMatch:
                continue
    return ""
