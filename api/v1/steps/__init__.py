"""The steps of referrals and cases, one endpoint for each, made from what `programs` declares."""
