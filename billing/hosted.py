"""Where Stripe's own pages are: a form of ours may lead there, and to no other host."""

from urllib.parse import urlsplit

from django.conf import settings

STRIPE_PAGES = ("https://checkout.stripe.com", "https://billing.stripe.com", "https://invoice.stripe.com")


def hosted_origins() -> tuple[str, ...]:
    """Return the origins of Stripe's pages; of the one that is played, where that is asked."""
    if not settings.STRIPE_API:
        return STRIPE_PAGES
    played = urlsplit(settings.STRIPE_API)
    return (f"{played.scheme}://{played.netloc}",)
