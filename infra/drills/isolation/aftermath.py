"""After all attacks: the platform still starts, the neighbours still work, and the attacker can still be erased."""

from infra.drills.isolation.ground import Ground, Program


def aftermath(ground: Ground) -> list[str]:
    """Return what does not work any more, as sentences; erases the attacker's program."""
    from tenants import provisioning, wall

    steps = (
        ("the wall is verified at the start", wall.verify),
        ("the neighbour reads its own row", lambda: _reads_own_row(ground.victim)),
        ("a new program is built", lambda: provisioning.drop_schema(provisioning.create_schema()[0])),
        ("the attacker's program is erased", lambda: provisioning.drop_schema(ground.attacker.schema)),
    )
    troubles = []
    for name, step in steps:
        try:
            step()
        except Exception as error:  # noqa: BLE001 - any failure is a finding
            troubles.append(f"{name}: {type(error).__name__}: {error}"[:300])
    del ground.programs[0]
    return troubles


def _reads_own_row(program: Program) -> None:
    from amends.accounts.models import User
    from tenants.context import inside

    with inside(program.schema):
        found = User.objects.values_list("name", flat=True).get()
    if found != program.row:
        raise AssertionError(f"{found!r} instead of {program.row!r}")
