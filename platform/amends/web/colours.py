"""Checks a program's accent colour: everything that is written in it, or on it, must be readable by everybody.

The contrast is WCAG 2.2's (1.4.3): 4.5 to 1 for text.
"""

import colorsys
import re
from dataclasses import dataclass

LEAST_CONTRAST = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")
# What text in the accent stands on, and what stands on the accent; the same as in amends.css.
PAPER, CARD, WASH = "#fbf8f3", "#fffefb", "#f2ede3"
DEEPER, PALER = 0.32, 0.88
STEPS = 100


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True)
class Accent:
    """A colour and what is derived from it, for the custom properties of our stylesheet."""

    colour: str

    @property
    def deep(self) -> str:
        """Return the colour of what is pointed at."""
        return _mix(self.colour, "#000000", DEEPER)

    @property
    def pale(self) -> str:
        """Return the colour of a calm ground for text in the accent."""
        return _mix(self.colour, PAPER, PALER)

    @property
    def contrast(self) -> float:
        """Return the lowest contrast of all the places where it is used."""
        return min(ratio(self.colour, ground) for ground in (PAPER, CARD, WASH, self.pale))

    @property
    def is_readable(self) -> bool:
        return self.contrast >= LEAST_CONTRAST


def nearest_readable(colour: str) -> str:
    """Return the same hue, darkened as little as makes it readable."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    for step in range(STEPS + 1):
        darker = colorsys.hls_to_rgb(hue, lightness * (1 - step / STEPS), saturation)
        candidate = _hex(round(part * 255) for part in darker)
        if Accent(candidate).is_readable:
            return candidate
    return "#000000"


def stylesheet(colour: str) -> str:
    """Return the few lines that put an accent in the place of our own."""
    accent = Accent(colour)
    return (
        f":root{{--amends-brand:{accent.colour};--amends-brand-deep:{accent.deep};"
        f"--amends-brand-wash:{accent.pale}}}\n"
    )


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(parts: object) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)  # type: ignore[attr-defined]


def _mix(one: str, other: str, share: float) -> str:
    return _hex(round(a * (1 - share) + b * share) for a, b in zip(_parts(one), _parts(other), strict=True))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's own numbers
        for part in (each / 255 for each in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
