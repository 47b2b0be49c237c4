"""The policy in force, as software reads it: every setting, as it is stored and in words."""

from programs.policy.catalogue import SETTINGS
from tests.api.rig import Software, token_of
from tests.programs.policy.test_publishing import publish


def test_it_works(world):
    publish(world, mediators_needed=2)
    software = Software(token_of(world.mia, ("program:read",))[1])
    answer = software.ask("policy/").json()
    settings = {each["id"]: each for each in answer["settings"]}
    assert (answer["version"], set(settings)) == (2, set(SETTINGS))
    assert (settings["mediators_needed"]["value"], settings["mediators_needed"]["said"]) == (2, "2 people")
    assert settings["days"]["value"]["intake"] == 7


def test_it_needs_its_scope(world):
    answer = Software(token_of(world.alice, ("cases:read",))[1]).ask("policy/")
    assert answer.status_code == 403
