"""Migrations of the drill."""
