"""A tenant's app for the benchmark alone: 30 small tables, one page that reads one of them, and a column to add to all.

The three arms use the same models, migrations, view and template. `before` hides the second migration: a process
whose MIGRATION_MODULES name it is the release before the column.
"""
