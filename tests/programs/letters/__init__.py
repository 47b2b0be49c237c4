"""Tests of letters and messages to one person."""
