"""Films and sounds as telephones and browsers make them; a large one repeats what was encoded once."""

import io
from fractions import Fraction

import av

PLACE = "+46.8139-071.2080/"
MAKER = "CANARY-TELEPHONE"
EXACT = {"fflags": "+bitexact"}


def film(
    *,
    size: int = 0,
    frames: int = 30,
    written_as: str = "mp4",
    codec: str = "libx264",
    with_sound: bool = True,
) -> bytes:
    """Return a film of at least `size` bytes, which says where, when and with what it was made."""
    out = io.BytesIO()
    options = {"movflags": "+use_metadata_tags"} if written_as in ("mp4", "mov") else {}
    with av.open(out, "w", format=written_as, options=options) as container:
        container.metadata.update(
            {"location": PLACE, "com.apple.quicktime.location.ISO6709": PLACE, "title": MAKER, "artist": MAKER,
             "creation_time": "2026-03-01T10:00:00Z"}
        )  # fmt: skip
        picture = _picture(container, codec, size)
        sound = _sound(container, "libopus" if written_as == "webm" else "aac") if with_sound else None
        packets = _encoded(picture, frames, is_noise=size > 0)
        if sound is not None:
            for packet in _heard(sound):
                container.mux(packet)
        for packet in _repeated(packets, size, frames):
            packet.stream = picture
            container.mux(packet)
    return out.getvalue()


def _picture(container, codec, size):
    stream = container.add_stream(codec, rate=30)
    stream.width, stream.height, stream.pix_fmt = (320, 240, "yuv420p") if size else (64, 48, "yuv420p")
    stream.metadata["handler_name"] = MAKER
    stream.codec_context.gop_size = 15
    if codec == "libx264":
        stream.options = {"preset": "ultrafast", "tune": "zerolatency", **({"qp": "0"} if size else {})}
    return stream


def _encoded(stream, frames, *, is_noise):
    found, grain = [], bytearray(range(256))
    for number in range(frames):
        frame = av.VideoFrame(stream.width, stream.height, "rgb24")
        length = frame.planes[0].buffer_size
        if is_noise:
            import random

            frame.planes[0].update(random.Random(number).randbytes(length))
        else:
            frame.planes[0].update(bytes(grain[(number + place) % 256] for place in range(length)))
        frame.pts = number
        found += stream.encode(frame.reformat(format="yuv420p"))
    return [*found, *stream.encode(None)]


def _repeated(packets, size, frames):
    """Yield the packets, again and again with later times, until there are so many bytes."""
    made = turn = 0
    while not turn or made < size:
        for packet in packets:
            again = av.Packet(bytes(packet))
            again.time_base, again.is_keyframe = packet.time_base, packet.is_keyframe
            step = int(Fraction(frames, 30) / packet.time_base)
            again.pts, again.dts = packet.pts + turn * step, packet.dts + turn * step
            made += packet.size
            yield again
        turn += 1


def _sound(container, codec):
    stream = container.add_stream(codec, rate=48_000)
    stream.metadata["title"] = MAKER
    return stream


def _heard(stream):
    size = stream.codec_context.frame_size or 960
    for number in range(20):
        layout, kind = (
            "stereo" if stream.codec_context.layout.nb_channels != 1 else "mono",
            stream.codec_context.format.name,
        )
        frame = av.AudioFrame(format=kind, layout=layout, samples=size)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts = 48_000, number * size
        yield from stream.encode(frame)
    yield from stream.encode(None)


def voice(written_as: str = "mp3", codec: str = "libmp3lame") -> bytes:
    """Return a sound that says who made it."""
    out = io.BytesIO()
    with av.open(out, "w", format=written_as) as container:
        container.metadata.update({"title": MAKER, "artist": MAKER, "comment": PLACE})
        stream = _sound(container, codec)
        for packet in _heard(stream):
            container.mux(packet)
    return out.getvalue()
