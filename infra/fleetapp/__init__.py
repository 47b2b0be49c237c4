"""A small tenant app whose later migrations tests and drills of the fleet switch on by MIGRATION_MODULES."""
