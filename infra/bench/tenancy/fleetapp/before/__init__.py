"""The release before the thirty columns: MIGRATION_MODULES names its `migrations`."""
