"""Keeps the catalogues of French and Spanish complete, without gettext's tools.

`python -m infra.translations update` collects the strings of every app that has a `locale` folder (or of
the apps named) into its django.po; `check` says what is missing, unused or not compiled, and fails; `compile`
writes the django.mo that the server reads. Both files are committed.
"""
