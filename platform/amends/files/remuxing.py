"""A process of its own that writes a recording anew: `python -m amends.files.remuxing SIZE MOST`.

The first picture track and the first sound track are copied as they are into a new container; nothing else is: no
titles, places, times, makers, pictures of covers, subtitles, data tracks, remarks between the pictures, or bytes behind
the end. FFmpeg is told which
format to read by the first bytes, so that no list of other files or addresses is ever followed.

Muxers go back to fill numbers in. The recording is therefore written twice: once into nothing, to learn what they fill
in, and once in order with that in its place. `recordings.HEAD` says how the two processes talk.
"""

import io
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from amends.files.checking import limit
from amends.files.kinds import Unfit
from amends.files.recordings import HEAD, LONGEST_ASK

MOST_SECONDS = 120
MOST_FILLED_IN = 1_000_000
BUFFER = 1 << 18
MOV, MATROSKA, OGG, MP3, WAV = "mov", "matroska", "ogg", "mp3", "wav"
PICTURES = {"webm": {"vp8", "vp9", "av1"}, "mp4": {"h264", "hevc", "av1"}}
SOUNDS = {
    "webm": {"opus", "vorbis"},
    "mp4": {"aac", "mp3", "opus"},
    "ogg": {"opus", "vorbis"},
    "mp3": {"mp3"},
    "wav": {"pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_u8", "pcm_f32le"},
}
WRITTEN_AS = {MOV: ("mp4",), MATROSKA: ("webm", "mp4"), OGG: ("ogg",), MP3: ("mp3",), WAV: ("wav",)}
OPTIONS = {"mp3": {"id3v2_version": "0", "write_xing": "0"}}
REMARKS = {"h264": "6", "hevc": "39-40", "av1": "5"}
"""The units in a picture track that say something beside it: SEI (H.264 table 7-1, H.265 table 7-1), metadata (AV1)."""
SYNC, LAYER = 0xE0, 0x06


def format_of(head: bytes) -> str:
    """Return which format the first bytes name; raise Unfit."""
    if head[4:8] == b"ftyp":
        return MOV
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return MATROSKA
    if head.startswith(b"OggS"):
        return OGG
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    is_frame = len(head) > 1 and head[0] == 0xFF and head[1] & SYNC == SYNC and head[1] & LAYER  # noqa: PLR2004
    if head.startswith(b"ID3") or is_frame:
        return MP3
    raise Unfit("kind")


class Asked(io.RawIOBase):
    """The recording, each span of it asked for when it is read."""

    def __init__(self, size: int, ask: BinaryIO, answers: BinaryIO):
        self.size, self.at = size, 0
        self._ask, self._answers = ask, answers

    def read(self, count: int = -1) -> bytes:
        count = min(self.size - self.at if count < 0 else count, self.size - self.at, LONGEST_ASK)
        if count <= 0:
            return b""
        self._ask.write(HEAD.pack(b"r", self.at, count))
        self._ask.flush()
        length = int.from_bytes(self._answers.read(8), "big")
        found = self._answers.read(length)
        self.at += len(found)
        return found

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence])
        return self.at

    def tell(self) -> int:
        return self.at

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


class Sink(io.RawIOBase):
    """What a muxer writes to: notes what is filled in behind, and gives what comes in order to `out`, if any."""

    def __init__(self, most: int, filled: dict[int, bytes] | None = None, out: BinaryIO | None = None):
        self.at = self.extent = 0
        self.most, self.filled, self.out = most, {} if filled is None else filled, out

    def write(self, data: Any) -> int:
        part = bytes(data)
        behind = part[: max(0, self.extent - self.at)]
        if behind and self.out is None:
            self.filled[self.at] = behind
            if sum(map(len, self.filled.values())) > MOST_FILLED_IN:
                raise Unfit("broken")
        ahead = part[len(behind) :]
        if ahead:
            if self.at + len(behind) != self.extent:
                raise Unfit("broken")  # no muxer leaves holes
            self._append(ahead)
        self.at += len(part)
        return len(part)

    def _append(self, ahead: bytes) -> None:
        begins, self.extent = self.extent, self.extent + len(ahead)
        if self.extent > self.most:
            raise Unfit("large")
        if self.out is None:
            return
        whole = bytearray(ahead)
        for at, part in self.filled.items():
            start, stop = max(at, begins), min(at + len(part), self.extent)
            if start < stop:
                whole[start - begins : stop - begins] = part[start - at : stop - at]
        for start in range(0, len(whole), LONGEST_ASK):
            piece = whole[start : start + LONGEST_ASK]
            self.out.write(HEAD.pack(b"w", 0, len(piece)) + piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.extent}[whence])
        return self.at

    def tell(self) -> int:
        return self.at

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


def tracks_of(container: Any) -> tuple[Any, Any]:
    """Return the first moving picture and the first sound; a cover is no moving picture."""
    from av.stream import Disposition

    moving = [each for each in container.streams.video if not each.disposition & Disposition.attached_pic]
    return next(iter(moving), None), next(iter(container.streams.audio), None)


def codec_of(track: Any) -> str:
    """Return the name of a track's codec; decoders of AV1, VP8 and others have names of their own."""
    name = track.codec_context.name
    return ALIASES.get(name, name)


def container_for(read_as: str, picture: Any, sound: Any) -> str:
    """Return which container takes both tracks as they are; raise Unfit."""
    seen, heard = (None if track is None else codec_of(track) for track in (picture, sound))
    for written_as in WRITTEN_AS[read_as]:
        fits = seen is None or seen in PICTURES.get(written_as, ())
        if fits and (heard is None or heard in SOUNDS[written_as]) and (seen or heard):
            return written_as
    raise Unfit("kind")


ALIASES = {
    "libdav1d": "av1", "libaom-av1": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9", "libopus": "opus",
    "libvorbis": "vorbis", "mp3float": "mp3", "libopenh264": "h264",
}  # fmt: skip


def copy(source: Asked, read_as: str, sink: Sink, tell: Any = None) -> None:
    """Write the two tracks of the source into the sink, in a new container; `tell` hears its kind first."""
    import av

    source.seek(0)
    with av.open(source, "r", format=read_as, buffer_size=BUFFER, metadata_errors="ignore") as found:
        picture, sound = tracks_of(found)
        written_as = container_for(read_as, picture, sound)
        if tell:
            tell(
                {"mp4": "m4a", "webm": "weba"}.get(written_as, written_as) if picture is None else written_as
            )
        options = {"fflags": "+bitexact", **OPTIONS.get(written_as, {})}
        with av.open(sink, "w", format=written_as, options=options, buffer_size=BUFFER) as written:
            copies = {}
            for track in filter(None, (picture, sound)):
                made = copies[track.index] = written.add_stream_from_template(track)
                made.metadata.clear()
            written.metadata.clear()
            for packet in without_remarks(found, picture, sound, copies):
                packet.stream = copies[packet.stream.index]
                written.mux(packet)
    if sink.extent == 0:
        raise Unfit("broken")


def without_remarks(found: Any, picture: Any, sound: Any, copies: dict[int, Any]) -> Iterator[Any]:
    """Yield the packets of both tracks in order; a camera may say between two pictures where it is."""
    from av.bitstream import BitStreamFilterContext

    kinds = REMARKS.get(codec_of(picture)) if picture is not None else None
    filtering = kinds and BitStreamFilterContext(
        f"filter_units=remove_types={kinds}", picture, copies[picture.index]
    )
    for packet in found.demux(*filter(None, (picture, sound))):
        if packet.dts is None or packet.size == 0:
            continue
        if not filtering or packet.stream.index != picture.index:
            yield packet
            continue
        unit = packet.time_base  # the filter empties what it is given
        for kept in filtering.filter(packet):
            kept.stream, kept.time_base = picture, unit
            yield kept


def main() -> None:
    """Answer for one recording."""
    limit(MOST_SECONDS)
    size, most = (int(each) for each in sys.argv[1:3])
    out = sys.stdout.buffer
    source = Asked(size, out, sys.stdin.buffer)
    try:
        read_as = format_of(source.read(16))
        measured = Sink(most)
        copy(source, read_as, measured)
        copy(
            source, read_as, Sink(most, measured.filled, out),
            tell=lambda kind: out.write(HEAD.pack(b"k", 0, len(kind)) + kind.encode()),
        )  # fmt: skip
        out.write(HEAD.pack(b"e", 0, 0))
    except Unfit as error:
        _refuse(out, error.reason)
    except (MemoryError, RecursionError):
        _refuse(out, "slow")
    except Exception:  # noqa: BLE001 - whatever a hostile file makes the library raise: it is not taken
        _refuse(out, "broken")
    out.flush()


def _refuse(out: BinaryIO, reason: str) -> None:
    out.write(HEAD.pack(b"n", 0, len(reason)) + reason.encode())


if __name__ == "__main__":
    main()
