"""Pictures: drawn once more, so that only what can be seen is kept."""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

from amends.files.kinds import Unfit

MOST_PIXELS = 64_000_000
"""The largest cameras of telephones in common use write about 50 million; drawn, 64 million take 256 MB."""
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_MODES = {"jpeg": ("L", "RGB"), "png": ("1", "L", "LA", "RGB", "RGBA"), "webp": ("RGB", "RGBA")}
_SAVED_WITH: dict[str, dict[str, Any]] = {
    "jpeg": {"quality": 90, "optimize": True},
    "png": {"optimize": False},
    "webp": {"quality": 90},
}


def cleaned(content: bytes, kind: str) -> bytes:
    """Return the picture upright, without place, time, device, author, comment, profile or a second frame.

    Raises Unfit "huge" for one of too many pixels, before it is drawn, and "broken" for one that cannot be drawn.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked below
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=[_FORMATS[kind]])
            if picture.width * picture.height > MOST_PIXELS:
                raise Unfit("huge")
            picture.load()
            drawn = _plain(ImageOps.exif_transpose(picture), kind)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise Unfit("broken") from None
    out = io.BytesIO()
    drawn.save(out, _FORMATS[kind], **_SAVED_WITH[kind])
    return out.getvalue()


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """Return the pixels alone, in a mode that the format knows."""
    if picture.mode not in _MODES[kind]:
        has_holes = kind != "jpeg" and picture.has_transparency_data
        picture = picture.convert("RGBA" if has_holes else "RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare
