"""Tests of accreditation, inside programs and across the wall."""
