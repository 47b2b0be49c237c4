"""The addresses of billing, on the platform's own hosts."""

from django.urls import path

from billing import webhooks
from billing.views import arriving, console, home, pricing, subscribing

urlpatterns = [
    path("pricing/", pricing.page, name="pricing"),
    path("billing/come/", arriving.come, name="billing-come"),
    path("billing/closed/", arriving.closed, name="billing-closed"),
    path("billing/leave/", arriving.leave, name="billing-leave"),
    path("billing/", home.page, name="billing"),
    path("billing/payer/", home.payer, name="billing-payer"),
    path("billing/price/", home.rate, name="billing-rate"),
    path("billing/subscribe/", subscribing.subscribe, name="billing-subscribe"),
    path("billing/back/", subscribing.back, name="billing-back"),
    path("billing/change/", subscribing.change, name="billing-change"),
    path("billing/cancel/", subscribing.cancel, name="billing-cancel"),
    path("billing/resume/", subscribing.resume, name="billing-resume"),
    path("billing/stripe/", subscribing.portal, name="billing-portal"),
    path("billing/stripe/events/", webhooks.stripe_events, name="stripe-events"),
    path("billing/programs/", home.programs, name="billing-programs"),
    path("billing/programs/ask/", home.offer, name="billing-offer"),
    path("billing/asked/<uuid:pk>/take-back/", home.withdraw, name="billing-offer-withdraw"),
    path("billing/asked/<uuid:pk>/answer/", home.answer, name="billing-offer-answer"),
    path("billing/programs/<uuid:pk>/release/", home.release, name="billing-release"),
    path("console/billing/", console.page, name="console-billing"),
    path("console/billing/prices/<uuid:pk>/", console.rate, name="console-rate"),
    path("console/billing/programs/<uuid:pk>/", console.coverage, name="console-coverage"),
    path("console/billing/replay/", console.replay, name="console-replay"),
]
