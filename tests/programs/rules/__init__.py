"""Tests of a program's own rules."""
