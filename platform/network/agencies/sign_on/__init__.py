"""Signing in with an agency's own identity provider by OpenID Connect, pinned to the agency (decision 0023)."""
