"""Amends against plain django-tenants and single-tenant Django: pages a second, and what a tenant costs.

The three arms run on one embedded PostgreSQL (durability off, as in the tests), are served by granian in one
configuration, and take turns within each round. `targets` says what must hold; `client` is who asks for pages;
`building` measures creation, claims, migrations and sizes; `serving` measures pages; `arms` knows how each arm is run.
"""

from infra.report import Report, asked


def main(arguments: list[str]) -> Report:
    """Run the benchmark."""
    parser = asked("bench tenancy", __doc__)
    parser.add_argument("--quick", action="store_true", help="smaller, for development")
    options = parser.parse_args(arguments)
    from infra.bench.tenancy.running import run

    return run(quick=options.quick)
