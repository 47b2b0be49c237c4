"""A film as a telephone makes it: it opens and plays, and says where and with what it was taken."""

import io

import av
from PIL import Image

PLACE = "+46.8139-071.2080/"
MAKER = "JOURNEY-TELEPHONE"
WIDTH, HEIGHT, RATE = 160, 120, 10


def short_film(frames: int = 20) -> bytes:
    """Return an MP4 of two seconds, about 12 kB, whose metadata holds `PLACE` and `MAKER`."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"movflags": "+use_metadata_tags"}) as container:
        container.metadata.update({"location": PLACE, "artist": MAKER, "title": MAKER})
        stream = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "qp": "10"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(frames):
            frame = av.VideoFrame(WIDTH, HEIGHT, "rgb24")
            length = frame.planes[0].buffer_size
            frame.planes[0].update(bytes((place // 3 + 4 * number) % 256 for place in range(length)))
            for packet in stream.encode(frame.reformat(format="yuv420p")):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return out.getvalue()


def is_film(content: bytes) -> bool:
    """Return whether something opens as a film and shows its first picture."""
    try:
        with av.open(io.BytesIO(content)) as container:
            return next(container.decode(video=0)).width == WIDTH
    except (av.FFmpegError, StopIteration):
        return False


def slip() -> bytes:
    """Return a picture of a slip, as PNG."""
    out = io.BytesIO()
    Image.new("RGB", (120, 60), "white").save(out, "PNG")
    return out.getvalue()
