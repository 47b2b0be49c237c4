"""The one migration of the older release."""
