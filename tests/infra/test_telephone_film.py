"""The film of the benchmark of files: what a telephone makes, repeated without a seam."""

import io
from itertools import pairwise

import av

from infra.bench.files.telephone import HERTZ, RATE, telephone_film


def test_it_is_what_a_telephone_makes():
    content = telephone_film(6_000_000, seconds=8)
    with av.open(io.BytesIO(content)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (picture.codec_context.width, picture.codec_context.height) == (1280, 720)
        assert 2_000_000 < film.bit_rate < 8_000_000
        shown = [packet for packet in film.demux(picture) if packet.size]
    assert len(content) >= 6_000_000
    assert len(shown) == 2 * 8 * RATE
    keys = [packet.pts * packet.time_base for packet in shown if packet.is_keyframe]
    assert keys == list(range(16))
    with av.open(io.BytesIO(content)) as film:
        heard = [packet.pts for packet in film.demux(film.streams.audio[0]) if packet.size]
    assert {after - before for before, after in pairwise(heard)} == {1024}
    assert len(heard) == 2 * 8 * HERTZ // 1024
