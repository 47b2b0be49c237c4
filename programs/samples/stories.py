"""The stories of the sample cases, as data: each kind of program gets eight that could happen to it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Story:
    """What happened, who is in it, and which kind of program would hear of it; the names are invented."""

    id: str
    summary: str | Promise
    offences: tuple[str, ...]
    victim: str
    offender: str
    kinds: frozenset[str]


ORDINARY = frozenset({"church", "community_agency", "probation"})
NEIGHBOURS = frozenset({"dispute_settlement"})
GRAVE = frozenset({"severe_violence", "correctional"})

STORIES: tuple[Story, ...] = (
    Story("bicycle", _("A bicycle was taken from a porch and sold. The owner needs it to get to work."),
          ("theft",), "Nadia Petrov", "Tyler Brooks", ORDINARY),
    Story("mural", _("A wall that a youth group had painted was sprayed over at night."),
          ("property_damage",), "Harold Simms", "Jaden Cole", ORDINARY | NEIGHBOURS),
    Story("shop", _("Goods were taken from a corner shop several times. The shopkeeper knows the family."),
          ("theft",), "Soo-Jin Han", "Marcus Webb", ORDINARY),
    Story("shed", _("A garden shed was broken into and tools are gone, among them some that a father left."),
          ("burglary", "theft"), "Elaine Foster", "Dylan Marsh", ORDINARY),
    Story("fight", _("After a ball game two boys fought. One lost a tooth; both families are upset."),
          ("assault",), "Mateo Vargas", "Ethan Ross", ORDINARY | NEIGHBOURS),
    Story("car", _("A parked car was scratched along its side. The owner wants to know why hers."),
          ("property_damage",), "Gloria Osei", "Kyle Jensen", ORDINARY | NEIGHBOURS),
    Story("fire", _("Paper was set on fire behind a school. Nobody was hurt; the caretaker put it out."),
          ("arson", "property_damage"), "Walter Dunn", "Noah Pratt", ORDINARY),
    Story("card", _("A bank card that was found on the bus was used for a week."),
          ("fraud",), "Irene Kowalski", "Shawn Price", ORDINARY),
    Story("noise", _("Music at night goes on through a thin wall. They no longer greet each other."),
          ("neighbour",), "Joyce Barker", "Leon Hayes", NEIGHBOURS),
    Story("fence", _("A fence was moved while one side was away. Words were said that neither forgets."),
          ("neighbour", "property_damage"), "Ravi Menon", "Carl Jacobs", NEIGHBOURS),
    Story("dog", _("A dog got loose and hurt a child’s arm. The owner has not come by since."),
          ("neighbour",), "Ines Duarte", "Gary Holt", NEIGHBOURS),
    Story("deposit", _("A tenant moved out in anger and left a broken door; the deposit was kept."),
          ("neighbour", "property_damage"), "Peter Lang", "Aisha Grant", NEIGHBOURS),
    Story("parking", _("Two families quarrel over a parking place, and a tire was let down."),
          ("neighbour",), "Denise Wolf", "Omar Said", NEIGHBOURS),
    Story("crash", _("A drunk driver killed a young woman. Her mother wants to ask what her last minutes were."),
          ("driving", "homicide"), "Margaret Ellis", "Dean Porter", GRAVE),
    Story("robbery", _("A night clerk was robbed at gunpoint and has not slept well for six years."),
          ("robbery",), "Samir Haddad", "Ray Coleman", GRAVE),
    Story("brother", _("A man was killed in a quarrel outside a bar. His brother wants him to hear who he was."),
          ("homicide",), "Thomas Keane", "Luis Ortega", GRAVE),
    Story("intruder", _("A woman was attacked in her home by a stranger and asks whether she was chosen."),
          ("burglary", "assault"), "Paula Reed", "Wesley Lane", GRAVE),
    Story("officer", _("A guard was badly hurt in a prison; she wants an answer before she goes back to work."),
          ("assault",), "Denise Holloway", "Andre Knox", GRAVE),
    Story("arsonist", _("A house burned down at night. The family lived, and lost everything they had."),
          ("arson",), "Rosa Delgado", "Billy Crane", GRAVE),
    Story("hammer", _("An old couple was beaten in a burglary. The widow has a list of questions."),
          ("burglary", "assault"), "Edith Lowell", "Jason Tate", GRAVE),
    Story("store", _("A store owner was shot and lived. He wants to say what it did to his children."),
          ("robbery", "assault"), "Viktor Novak", "Curtis Bell", GRAVE),
)  # fmt: skip

# How far each of a program's stories has come, in their order.
REACHED = ("waiting", "waiting", "intake", "preparing", "ready", "scheduled", "monitoring", "closed")


def stories_for(preset: str) -> list[tuple[Story, str]]:
    """Return the stories of a kind of program, each with how far it has come."""
    fitting = [story for story in STORIES if preset in story.kinds]
    return list(zip(fitting, REACHED, strict=False))
