"""Tests of accreditation, on the side of networks."""
