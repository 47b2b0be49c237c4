"""A film as a telephone makes it: 720p in H.264 at some 5 Mbit/s, a key picture each second, sound in AAC.

What it shows moves and has grain, so that the encoder works as it does in the hand: colours that change into each
other, shapes, lines and numbers, and the noise of a small sensor. Half a minute is encoded and then repeated,
each packet with a later time.
"""

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from heapq import merge
from typing import Any

import av
from av.filter import Graph
from av.video.frame import PictureType

WIDTH, HEIGHT, RATE, HERTZ = 1280, 720, 30, 48_000
SECONDS = 32
"""What is encoded before it is repeated; a multiple of 8 seconds holds whole packets of sound, of 1024 values each."""
VIDEO_BITS, SOUND_BITS = 5_000_000, 128_000
FORMAT = {"movflags": "+use_metadata_tags"}


def telephone_film(size: int, seconds: int = SECONDS) -> bytes:
    """Return a film of at least `size` bytes, of which so many seconds are encoded; a multiple of 8."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options=FORMAT) as container:
        container.metadata.update({"location": "+46.8139-071.2080/", "title": "Telephone"})
        picture: Any = container.add_stream("libx264", rate=RATE)
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        picture.bit_rate, picture.codec_context.gop_size = VIDEO_BITS, RATE
        # A telephone's encoder looks neither far ahead nor back.
        picture.options = {"preset": "superfast", "profile": "main", "bf": "0", "sc_threshold": "0"}
        sound: Any = container.add_stream("aac", rate=HERTZ)
        sound.bit_rate = SOUND_BITS
        part = [
            list(_encoded(picture, _frames(_pictures()), RATE * seconds)),
            list(_encoded(sound, _frames(_sounds()), HERTZ * seconds // 1024)),
        ]
        made = turn = 0
        while made < size:
            for packet in merge(*(_later(each, turn * seconds) for each in part), key=_when):
                made += packet.size
                container.mux(packet)
            turn += 1
    return out.getvalue()


def _pictures() -> Graph:
    """Return what the camera sees: a soft background that turns, shapes and numbers on it, and grain."""
    graph = Graph()
    seen = f"s={WIDTH}x{HEIGHT}:r={RATE}"
    background = graph.add("gradients", f"{seen}:n=6:speed=0.02:seed=7")
    shapes = graph.add("testsrc2", f"s={WIDTH // 2}x{HEIGHT // 2}:r={RATE}")
    laid = graph.add("overlay", "x='(W-w)/2+(W-w)/2*sin(t/3)':y='(H-h)/2+(H-h)/2*cos(t/2)'")
    grain, form, end = (
        graph.add("noise", "alls=7:allf=t"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    )
    background.link_to(laid, 0, 0)
    shapes.link_to(laid, 0, 1)
    laid.link_to(grain)
    grain.link_to(form)
    form.link_to(end)
    graph.configure()
    return graph


def _sounds() -> Graph:
    graph = Graph()
    heard = graph.add(
        "aevalsrc", f"0.3*sin(440*2*PI*t*(1+0.2*sin(t)))+0.02*random(0):s={HERTZ}:c=stereo:n=1024"
    )
    form, end = graph.add("aformat", "sample_fmts=fltp"), graph.add("abuffersink")
    heard.link_to(form)
    form.link_to(end)
    graph.configure()
    return graph


def _frames(graph: Graph) -> Iterator[Any]:
    while True:
        yield graph.pull()


def _encoded(stream: Any, frames: Iterable[Any], count: int) -> Iterator[Any]:
    """Yield the packets of the first frames, of which there are `count`, of pictures or of 1024 values of sound."""
    found = 0
    for number, frame in enumerate(frames):
        frame.pts = number * getattr(frame, "samples", 1)
        if stream.type == "video":
            frame.pict_type = PictureType.NONE  # what filters draw is marked as a key picture each time
        for packet in stream.encode(frame):
            if found < count:
                yield packet
            found += 1
        if found >= count:
            return


def _later(packets: list[Any], seconds: int) -> Iterator[Any]:
    """Yield the packets again, so many seconds later."""
    for packet in packets:
        again = av.Packet(bytes(packet))
        again.time_base, again.is_keyframe, again.stream = packet.time_base, packet.is_keyframe, packet.stream
        step = int(Fraction(seconds) / packet.time_base)
        again.pts, again.dts, again.duration = packet.pts + step, packet.dts + step, packet.duration
        yield again


def _when(packet: Any) -> Fraction:
    return Fraction(packet.dts) * packet.time_base
