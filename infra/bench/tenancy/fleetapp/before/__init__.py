"""The migrations as they were before the thirty columns: MIGRATION_MODULES names this package in the older release."""
