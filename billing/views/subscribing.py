"""Subscribe, come back from Stripe, change, cancel, go on; each says what will happen, and when, before it does."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from billing import money, subscribing
from billing.actions.accounts import change_payer
from billing.catalogue import Interval, offered
from billing.forms import PlanForm, SubscribeForm, told_price
from billing.looking import Looked, look
from billing.models import Subscription
from billing.refusals import HAS_SUBSCRIPTION, INVOICE_OPEN, NO_SUBSCRIPTION, STRIPE_AWAY, STRIPE_SAID_NO
from billing.running import owes, running
from billing.stripe_client import StripeRefused, StripeUnreachable
from billing.subscribing import Wish
from billing.views.pages import PayerRequest, View, draw_billing, payer_page, pays_for_others

log = logging.getLogger(__name__)

# For how long a price that was shown can be confirmed.
PRICE_HOLDS = timedelta(minutes=30)
SECONDS_DIGITS = 10
TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


def asks_stripe(view: View) -> View:
    """Answer with words, and nothing lost, when Stripe cannot be asked or says no."""

    @wraps(view)
    def asked(request: PayerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except StripeUnreachable:
            return stopped(request, STRIPE_AWAY, HTTPStatus.SERVICE_UNAVAILABLE, can_be_sent_again=True)
        except StripeRefused as refusal:
            log.warning("Stripe refused what a payer pressed: %s %s", refusal.code, refusal.parameter)
            return stopped(request, STRIPE_SAID_NO, can_be_sent_again=True)

    return asked


def stopped(
    request: PayerRequest, reason: Any, status: int = HTTPStatus.CONFLICT, *, can_be_sent_again: bool = False
) -> HttpResponse:
    """Say why not, and what to do; what was sent stays in the page, so that it can be sent again."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "reasons": [reason],
        "back": reverse("billing"),
        "again": request.get_full_path() if can_be_sent_again else "",
        "sent": [each for each in sent if each[0] != "csrfmiddlewaretoken"],
    }
    return draw_billing(request, "stopped", context, status=status)


def with_subscription(view: Callable[..., HttpResponse]) -> View:
    """Give a view the running subscription; say so where there is none."""

    @wraps(view)
    def entered(request: PayerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paid = running(request.account)
        if paid is None:
            return stopped(request, NO_SUBSCRIPTION)
        return view(request, paid, *args, **kwargs)

    return entered


@never_cache
@TWO_WAYS
@payer_page
@asks_stripe
def subscribe(request: PayerRequest) -> HttpResponse:
    """Choose a plan, and go to Stripe's page for a card or bank account, or have invoices sent."""
    account, now = request.account, timezone.now()
    if running(account) is not None:
        return stopped(request, HAS_SUBSCRIPTION)
    if not account.email:
        messages.info(request, _("Say first where invoices go; then choose a plan."))
        return redirect(f"{reverse('billing-payer')}?then=subscribe")
    plans = offered(is_for_network=pays_for_others(account))
    quantity = subscribing.quantity_of(account, plans[0], now=now)
    form = SubscribeForm(
        account, plans, request.POST if request.method == "POST" else None, quantity=quantity
    )
    if request.method == "POST" and form.is_valid():
        return _begin(request, form, now)
    context = {"form": form, "trial_ends_at": subscribing.trial_end(account, now=now)}
    return draw_billing(request, "subscribe", context)


def _begin(request: PayerRequest, form: SubscribeForm, now: datetime) -> HttpResponse:
    account, actor = request.account, request.outsider
    # A press whose answer was lost on the way may have subscribed: it is not done twice.
    if look(account, now=now) is Looked.AWAY:
        raise StripeUnreachable("away")
    if running(account) is not None:
        messages.success(request, _("You are subscribed already. This is how things stand now."))
        return redirect("billing")
    plan = form.cleaned_data["plan"]
    wish = Wish(
        plan, Interval(form.cleaned_data["interval"]), subscribing.quantity_of(account, plan, now=now)
    )
    if form.cleaned_data["way"] == "card":
        back, cancel = subscribing.place(reverse("billing-back")), subscribing.place(reverse("billing"))
        language = get_language() or ""
        return redirect(
            subscribing.checkout(
                account, wish, actor=actor, now=now, back=back, cancel=cancel, language=language
            )
        )
    # Who ends what was not paid, and begins anew by invoice, would be covered for as long as they like for nothing.
    if owes(account):
        return stopped(request, INVOICE_OPEN, can_be_sent_again=True)
    account = change_payer(
        actor=actor,
        account=account,
        name=account.name,
        email=account.email,
        country=account.country,
        po_number=form.cleaned_data["po_number"],
        language=account.language,
    )
    subscribing.by_invoice(account, wish, actor=actor, now=now)
    return _done(request, _("You are subscribed. The invoice comes by e-mail and is on this page."))


def _done(request: PayerRequest, said: str) -> HttpResponse:
    """Lead to the payments with what Stripe says of them now, or with word that it has to be looked up yet."""
    messages.success(request, said)
    if look(request.account, now=timezone.now()) is Looked.AWAY:
        messages.info(request, _("Stripe does not answer just now: this page shows it within some minutes."))
    return redirect("billing")


@never_cache
@require_safe
@payer_page
@asks_stripe
def back(request: PayerRequest) -> HttpResponse:
    """Come back from Stripe's pages: ask it how things stand now, and show that."""
    if look(request.account, now=timezone.now()) is Looked.AWAY:
        messages.info(
            request,
            _("Stripe does not answer just now. What you did there is kept, and shown here in some minutes."),
        )
    elif running(request.account) is not None:
        messages.success(request, _("Stripe has told us. This is how things stand now."))
    else:
        messages.info(
            request, _("Nothing is subscribed to yet. If you have just paid, look again in a minute.")
        )
    return redirect("billing")


@never_cache
@TWO_WAYS
@payer_page
@with_subscription
@asks_stripe
def change(request: PayerRequest, paid: Subscription) -> HttpResponse:
    """Choose another plan, see what it costs from now on and what at once, and confirm it."""
    account, now = request.account, timezone.now()
    plans = offered(is_for_network=paid.plan.is_for_network)
    form = PlanForm(
        account,
        plans,
        request.POST if request.method == "POST" else None,
        quantity=paid.quantity,
        initial={"plan": paid.plan_key, "interval": paid.interval},
    )
    if request.method != "POST" or not form.is_valid():
        return draw_billing(request, "change", {"form": form})
    wish = Wish(form.cleaned_data["plan"], Interval(form.cleaned_data["interval"]), paid.quantity)
    prorated_at = _shown_at(request.POST.get("confirmed_at", ""), now)
    if prorated_at is None or request.POST.get("shown_for") != _terms(request, paid):
        return _preview(request, paid, wish, form, now)
    subscribing.change(account, paid, wish, actor=request.outsider, prorated_at=prorated_at)
    return _done(request, _("The plan is changed."))


def _shown_at(typed: str, now: datetime) -> datetime | None:
    """Return when a price was shown that is confirmed now; None for any other, or one too old to be held to.

    The moment comes back in the form: without this bound an earlier one would buy a larger credit.
    """
    if not typed.isascii() or not typed.isdigit() or len(typed) > SECONDS_DIGITS:
        return None
    shown = datetime.fromtimestamp(int(typed), UTC)
    return shown if now - PRICE_HOLDS <= shown <= now else None


def _terms(request: PayerRequest, paid: Subscription) -> str:
    """Return what a price was reckoned from: after a change in another tab, or of the programs, it is another one."""
    return f"{paid.plan_key}:{paid.interval}:{paid.quantity}:{request.account.rate}"


def _preview(
    request: PayerRequest, paid: Subscription, wish: Wish, form: PlanForm, now: datetime
) -> HttpResponse:
    shown = subscribing.preview(request.account, paid, wish, now=now)
    context = {
        "form": form,
        "plan": wish.plan,
        "interval": wish.interval,
        "price": told_price(
            wish.plan, request.account.currency, wish.interval, request.account.rate, wish.quantity
        ),
        "due": money.told(shown.amount_due, shown.currency),
        "is_due": shown.amount_due > 0,
        "prorated_at": int(shown.prorated_at.timestamp()),
        "shown_for": _terms(request, paid),
    }
    return draw_billing(request, "change_confirm", context)


@never_cache
@TWO_WAYS
@payer_page
@with_subscription
@asks_stripe
def cancel(request: PayerRequest, paid: Subscription) -> HttpResponse:
    """Say what ends when, and what stays; end the subscription with what is paid."""
    if request.method == "POST":
        subscribing.cancel(request.account, paid, actor=request.outsider, now=timezone.now())
        return _done(request, _("The subscription ends with what is paid."))
    ends = paid.period_ends_at or timezone.now()
    return draw_billing(request, "cancel", {"ends": date_format(timezone.localtime(ends), "DATE_FORMAT")})


@require_POST
@payer_page
@with_subscription
@asks_stripe
def resume(request: PayerRequest, paid: Subscription) -> HttpResponse:
    """Let a subscription that was to end go on."""
    subscribing.resume(request.account, paid, actor=request.outsider, now=timezone.now())
    return _done(request, _("The subscription goes on."))


@require_POST
@payer_page
@asks_stripe
def portal(request: PayerRequest) -> HttpResponse:
    """Lead to Stripe's page of cards and accounts."""
    back_to = subscribing.place(reverse("billing-back"))
    language = get_language() or ""
    return redirect(
        subscribing.portal(
            request.account, actor=request.outsider, now=timezone.now(), back=back_to, language=language
        )
    )
