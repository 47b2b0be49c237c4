"""The same calls against the played Stripe and, where there is a key of its test mode, against Stripe itself."""
