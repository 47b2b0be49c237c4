"""A referral goes from one program of the platform to another."""
