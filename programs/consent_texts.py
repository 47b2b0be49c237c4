"""The texts that people consent to, as data: each version in each language. One that was used is never changed.

Changed words are a new version with a line of its own. Older consents stay valid, each tied to the text it was given
to; pages say which. A test holds the words of every version.
"""

from programs.models import Participant

Points = dict[str, tuple[str, ...]]
"""What is agreed to, point by point, by the code of the language."""

PARTY, GUARDIAN = "2026-1", "2026-1-guardian"
"""The versions that are signed now: by the two sides for themselves, and by guardians for a minor."""

FOR_GUARDIANS = frozenset({GUARDIAN})
"""Every version that guardians sign or have signed."""

TEXTS: dict[str, Points] = {
    PARTY: {
        "en": (
            "I know what this is about, and I could ask questions.",
            "I take part of my own free will. Nobody has put me under pressure, and nobody may.",
            "I can stop at any time. I need not say why, and the other side is not told who stopped.",
            (
                "Before anything happens, somebody prepares it with me alone. I say who may be there and what is "
                "talked about."
            ),
            (
                "What is said stays between us, within the limits that were explained to me: danger to life or "
                "body, harm to a child, duties by law."
            ),
            "The program may keep what it needs for this: how to reach me, what I choose, and what is agreed.",
        ),
        "fr": (
            "Je sais de quoi il s’agit, et j’ai pu poser des questions.",
            "Je participe de mon plein gré. Personne n’a fait pression sur moi, et personne n’en a le droit.",
            "Je peux arrêter à tout moment. Je n’ai pas à dire pourquoi, et l’autre côté n’apprend pas qui a arrêté.",
            (
                "Avant toute chose, quelqu’un prépare cela avec moi, en tête-à-tête. C’est moi qui dis qui peut "
                "être là et de quoi on parle."
            ),
            (
                "Ce qui se dit reste entre nous, dans les limites qui m’ont été expliquées\N{NO-BREAK SPACE}"
                ": danger pour la vie ou "
                "l’intégrité de quelqu’un, mal fait à un enfant, obligations de la loi."
            ),
            (
                "Le programme peut garder ce qu’il lui faut pour cela\N{NO-BREAK SPACE}: comment me "
                "joindre, ce que je choisis et "
                "ce qui est convenu."
            ),
        ),
        "es": (
            "Sé de qué se trata y he podido hacer preguntas.",
            "Participo por mi propia voluntad. Nadie me ha presionado, y nadie puede hacerlo.",
            "Puedo parar en cualquier momento. No tengo que decir por qué, y al otro lado no se le dice quién paró.",
            (
                "Antes de que pase nada, alguien lo prepara conmigo a solas. Yo digo quién puede estar y de qué se "
                "habla."
            ),
            (
                "Lo que se dice queda entre nosotros, dentro de los límites que me explicaron: peligro para la "
                "vida o la integridad, daño a un niño o una niña, obligaciones de la ley."
            ),
            (
                "El programa puede guardar lo que necesita para esto: cómo contactarme, lo que elijo y lo que se "
                "acuerde."
            ),
        ),
    },
    GUARDIAN: {
        "en": (
            "I am a guardian of the child or young person whom this is about, and I act for them.",
            "I know what this is about, and I could ask questions.",
            (
                "I agree that they take part, if they want to. They are asked themselves, alone, and their no "
                "counts as much as mine."
            ),
            "I agree of my own free will. Nobody has put me under pressure, and nobody may.",
            (
                "I can take this back at any time, and so can they. Nobody need say why, and the other side is not "
                "told who stopped."
            ),
            (
                "What they say is theirs: I need not be told all of it. What is said stays between those who were "
                "there, within the limits that were explained to me: danger to life or body, harm to a child, "
                "duties by law."
            ),
            "The program may keep what it needs for this: how to reach us, what they choose, and what is agreed.",
        ),
        "fr": (
            "Je suis tuteur de l’enfant ou du jeune dont il s’agit, et j’agis pour lui.",
            "Je sais de quoi il s’agit, et j’ai pu poser des questions.",
            (
                "J’accepte que cet enfant ou ce jeune participe, s’il le veut. On le lui demande à lui-même, en "
                "tête-à-tête, et son non compte autant que le mien."
            ),
            "Je l’accepte de mon plein gré. Personne n’a fait pression sur moi, et personne n’en a le droit.",
            (
                "Je peux revenir sur cet accord à tout moment, et lui aussi. Personne n’a à dire pourquoi, et "
                "l’autre côté n’apprend pas qui a arrêté."
            ),
            (
                "Ce qu’il dit lui appartient\N{NO-BREAK SPACE}: on n’a pas à tout me rapporter. Ce qui se "
                "dit reste entre ceux qui "
                "étaient là, dans les limites qui m’ont été expliquées\N{NO-BREAK SPACE}: danger pour la "
                "vie ou l’intégrité de "
                "quelqu’un, mal fait à un enfant, obligations de la loi."
            ),
            (
                "Le programme peut garder ce qu’il lui faut pour cela\N{NO-BREAK SPACE}: comment nous "
                "joindre, ce qui est choisi et "
                "ce qui est convenu."
            ),
        ),
        "es": (
            "Soy tutor del niño, la niña o el joven de quien se trata, y actúo por él o ella.",
            "Sé de qué se trata y he podido hacer preguntas.",
            (
                "Estoy de acuerdo en que participe, si quiere. Se le pregunta en persona y a solas, y su no cuenta "
                "tanto como el mío."
            ),
            "Lo acepto por mi propia voluntad. Nadie me ha presionado, y nadie puede hacerlo.",
            (
                "Puedo retirar este acuerdo en cualquier momento, y el menor también. Nadie tiene que decir por "
                "qué, y al otro lado no se le dice quién paró."
            ),
            (
                "Lo que diga el menor es suyo: no hace falta que se me cuente todo. Lo que se dice queda entre "
                "quienes estuvieron, dentro de los límites que me explicaron: peligro para la vida o la "
                "integridad, daño a un niño o una niña, obligaciones de la ley."
            ),
            (
                "El programa puede guardar lo que necesita para esto: cómo contactarnos, lo que se elija y lo que "
                "se acuerde."
            ),
        ),
    },
}


def version_for(person: Participant) -> str:
    """Return the version that somebody signs now: a party for themselves, anybody else for whom they stand."""
    return PARTY if person.is_party else GUARDIAN


def points_of(version: str, language: str) -> tuple[str, ...]:
    """Return the points of a text; in English where there is no such language."""
    texts = TEXTS[version]
    return texts.get(language, texts["en"])
