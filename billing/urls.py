"""Addresses of billing, on the platform's own hosts."""

from django.urls import path

from billing import webhooks

urlpatterns = [
    path("billing/stripe/events/", webhooks.stripe_events, name="stripe-events"),
]
