"""Tests of payers, plans and Stripe; a Stripe is played over real HTTP (`billing/fakestripe`)."""
