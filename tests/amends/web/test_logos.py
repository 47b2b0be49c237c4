"""Logos: the picture and nothing else."""

import pytest

from amends.web.logos import LARGEST_BYTES, UnfitLogo, take_in
from tests.amends.web.pictures import SIGNATURE, make_png, piece

pytestmark = pytest.mark.no_db


def test_it_works():
    logo = take_in(make_png(4, 3))
    assert (logo.width, logo.height, logo.content) == (4, 3, make_png(4, 3))


def test_what_a_file_says_besides_is_left_out():
    secrets = [
        (b"tEXt", b"Author\0Vera Victim"),
        (b"eXIf", b"GPS 41.7"),
        (b"zTXt", b"note\0\0x"),
        (b"prVt", b"x"),
    ]
    logo = take_in(make_png(extra=secrets, tail=b"<script>alert(1)</script>"))
    assert logo.content == make_png()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kind"),
        (b"GIF89a" + b"\0" * 40, "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (SIGNATURE, "broken"),
        (make_png()[:-6], "broken"),
        (make_png().replace(b"\x00\x00\x00\x04", b"\x00\x00\x00\x05"), "broken"),
        (SIGNATURE + piece(b"IEND", b""), "broken"),
        (make_png(pixels=b"\0" * 5), "broken"),
        (make_png(pixels=b"\0" * 20_000_000), "broken"),
        (make_png(1201, 1), "size"),
        (make_png(1, 601), "size"),
        (make_png() + b"\0" * LARGEST_BYTES, "large"),
    ],
    ids=range(12),
)
def test_it_refuses_what_is_no_such_picture(content, reason):
    with pytest.raises(UnfitLogo) as refused:
        take_in(content)
    assert refused.value.reason == reason
