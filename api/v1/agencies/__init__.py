"""What software of an agency of the platform may do here: send one referral with each hand-over."""
