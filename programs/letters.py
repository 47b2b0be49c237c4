"""Letters to those who work in a program: what the operator decided, and that a referral came. Nobody is named."""

import uuid
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.accounts.models import Role, User
from amends.console.decisions import BY_ID as DECISIONS
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from billing.lapse_words import lapse_words
from programs.models import Complaint, Program, Referral
from programs.paying import lapsed_since
from programs.receipts import receipt_token
from programs.recipients import address_of, for_referrer, for_staff
from programs.roles import RUNS_THE_CASE


@letter("programs.decision_letter", while_suspended=True)
def decision_letter(*, user_id: uuid.UUID, decision: str, reason: str | None) -> Letter | None:
    """Tell an administrator what the operator decided, and why when that is for the program to know."""
    user = User.objects.get(pk=user_id)
    if not user.is_active or not user.has_role(Role.PROGRAM_ADMIN):
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        told = DECISIONS[decision].reasons.get(reason) if reason else None
        paragraphs = [
            _decided(decision) % {"name": Program.objects.get().name},
            *([_("The reason: %(reason)s.") % {"reason": told}] if told else []),
            *_next(decision),
            _("If you have a question, or want to answer, write to %(contact)s.")
            % {"contact": settings.CONTACT},
        ]
        return Letter(recipient, _("About your program"), "\n\n".join(paragraphs))


def _decided(decision: str) -> str:
    return {
        "verify_program": _("%(name)s is verified. From now on real people can be referred to it."),
        "decline_verification": _("You asked us to verify %(name)s. We could not do so yet."),
        "unverify_program": _(
            "The verification of %(name)s was taken back. It takes no new referrals from now on. Cases that are open "
            "go on."
        ),
        "suspend_program": _(
            "%(name)s is suspended. Its pages are closed, and nothing is sent in its name until that ends. Nothing is "
            "erased."
        ),
        "resume_program": _("%(name)s is open again. What waited to be sent is being sent."),
    }[decision]


def _next(decision: str) -> list[str]:
    if decision == "suspend_program":
        return [_("If you have promised somebody a meeting, call them: they cannot see the pages either.")]
    if decision == "decline_verification":
        page = address_of(reverse("verification", "amends.urls_tenant"))
        return [_("You can ask again, with more to go by:"), page]
    if decision in ("verify_program", "resume_program"):
        return [address_of("/")]
    return []


@letter("programs.lapse_letter")
def lapse_letter(*, user_id: uuid.UUID, rung: str) -> Letter | None:
    """Tell an administrator what stops for want of a payer, and when; nothing once somebody pays."""
    user = User.objects.get(pk=user_id)
    program = Program.objects.get()
    since = lapsed_since(program.standing)
    if not user.is_active or not user.has_role(Role.PROGRAM_ADMIN) or since is None:
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient), timezone.override(program.zone):
        words = lapse_words(rung, program.name, since)
        return Letter(recipient, words.subject, words.body(address_of(reverse("plan", "amends.urls_tenant"))))


@letter("programs.complaint_came")
def complaint_came(*, user_id: uuid.UUID, complaint_id: uuid.UUID) -> Letter | None:
    """Write an administrator that a complaint waits, and by when it is to be answered; not whose, and not of what."""
    user = User.objects.get(pk=user_id)
    complaint = Complaint.objects.visible_to(user).waiting().filter(pk=complaint_id).first()
    if not user.is_active or complaint is None:
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        link = address_of(reverse("complaint", "amends.urls_tenant", kwargs={"pk": complaint.pk}))
        paragraphs = (
            _("Somebody says that something went wrong. They were promised an answer by %(day)s:")
            % {"day": date_format(complaint.due_on)},
            link,
        )
        return Letter(recipient, _("A complaint, number %s") % complaint.number, "\n\n".join(paragraphs))


@letter("programs.referral_came")
def referral_came(*, user_id: uuid.UUID, referral_id: uuid.UUID) -> Letter | None:
    """Tell somebody who decides about referrals that one waits; nothing when it was decided meanwhile."""
    user = User.objects.get(pk=user_id)
    referral = Referral.objects.filter(pk=referral_id, is_sample=False).only("reference", "state").first()
    if referral is None or not referral.is_waiting or not user.is_active or not user.has_role(*RUNS_THE_CASE):
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        page = address_of(reverse("referral", "amends.urls_tenant", args=[referral.pk]))
        said: Any = _("%(reference)s came in and waits for a decision:") % {"reference": referral.reference}
        return Letter(recipient, _("Something new waits for you"), f"{said}\n\n{page}")


@letter("programs.referrals_wait")
def referrals_wait(*, user_id: uuid.UUID, is_late: bool) -> Letter | None:
    """Tell somebody how many referrals wait for an answer; nothing when none does any more."""
    user, program = User.objects.get(pk=user_id), Program.objects.get()
    if not user.is_active or not user.has_role(*RUNS_THE_CASE):
        return None
    waiting = Referral.objects.real().waiting()
    today = timezone.now().astimezone(program.zone).date()
    count = (waiting.overdue(today) if is_late else waiting).count()
    if count == 0:
        return None
    recipient = for_staff(user, language=user.language or settings.LANGUAGE_CODE)
    with in_language_of(recipient):
        page = address_of(reverse("referrals", "amends.urls_tenant"))
        return Letter(
            recipient, _("Something waits for an answer"), f"{_waiting_said(count, is_late)}\n\n{page}"
        )


def _waiting_said(count: int, is_late: bool) -> str:
    if is_late:
        said = ngettext(
            "%(count)d answer is later than was promised.",
            "%(count)d answers are later than was promised.",
            count,
        )
    else:
        said = ngettext(
            "%(count)d waits for an answer, and the day that was promised is near.",
            "%(count)d wait for an answer, and a day that was promised is near.",
            count,
        )
    return said % {"count": count}


@letter("programs.send_receipt_address")
def send_receipt_address(*, referral_id: uuid.UUID, language: str) -> Letter | None:
    """Write whoever sent a referral where its receipt is, discreetly; nothing where no e-mail address was given."""
    referral, program = Referral.objects.filter(pk=referral_id).first(), Program.objects.get()
    if referral is None or referral.is_sample or not referral.referrer_email or not program.is_open:
        return None
    recipient = for_referrer(referral.referrer_email, program=program, language=language)
    with in_language_of(recipient):
        page = address_of(reverse("refer-received", "amends.urls_tenant", args=[receipt_token(referral.pk)]))
        told = _("You asked us to send you this address. Your reference is %(reference)s.")
        return Letter(recipient, "", f"{told % {'reference': referral.reference}}\n\n{page}")
