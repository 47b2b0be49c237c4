"""Recordings over HTTP: taken in piece by piece or at once, and played in parts; for staff and participants alike."""

from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac

from amends import audit
from amends.vault.errors import Shredded
from programs.actions.recordings import NoRoom, TooLarge, TooMany, WrongOffset, add_piece, begin_recording
from programs.files import NotServed, contents
from programs.models import MediatedMessage, StoredFile
from programs.models.stored_file import FileState
from programs.recordings import LARGEST_PIECE, drop_piece, take_piece
from programs.views.pages import ProgramRequest
from programs.views.ranges import is_player, played

METHODS = ["GET", "HEAD", "POST", "PATCH"]
ONE_OPENING = 2 * 60 * 60
"""Seconds in which the parts of a recording that one person plays are one opening."""
TROUBLES: dict[type[Exception], str] = {TooLarge: "large", TooMany: "many", NoRoom: "room"}
"""What the page is asked to say when a recording was not begun."""
OFFSET, LENGTH = "Upload-Offset", "Upload-Length"


def upload(request: ProgramRequest, message: MediatedMessage, actor: Any, back: str) -> HttpResponse:
    """Answer an upload: HEAD tells how far it is, POST begins it or takes all at once, PATCH adds a piece."""
    if request.method == "PATCH":
        return _piece(request, message, actor)
    if request.method == "POST":
        return _begin(request, message, actor, back)
    if request.method == "GET":
        return redirect(back)
    return _told(message.file)


def _begin(request: ProgramRequest, message: MediatedMessage, actor: Any, back: str) -> HttpResponse:
    now = timezone.now()
    whole = request.FILES.get("recording")
    length = str(whole.size) if whole else request.headers.get(LENGTH, "")
    if not length.isdecimal():
        return redirect(f"{back}?none=1")
    try:
        file = begin_recording(actor=actor, message=message, now=now, size=int(length))
    except (TooLarge, TooMany, NoRoom) as error:
        if whole:
            return redirect(f"{back}?{TROUBLES[type(error)]}=1")
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if whole is None:
        return _told(file, HTTPStatus.CREATED)
    whole.seek(0)
    piece = take_piece(file.pk, whole, file.size)
    whole.close()
    if piece is not None:
        try:
            add_piece(actor=actor, message=message, now=now, offset=0, piece=piece)
        except WrongOffset:  # the button was pressed twice: the later press is the recording
            drop_piece(file.pk, piece.name)
    return redirect(back)


def _piece(request: ProgramRequest, message: MediatedMessage, actor: Any) -> HttpResponse:
    """Keep what comes of a piece; an answer to a line that broke is heard by nobody, and the offset asked for anew."""
    file, length = message.file, request.headers.get("Content-Length", "")
    offset = request.headers.get(OFFSET, "")
    if request.content_type != "application/offset+octet-stream":
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if file is None or file.state != FileState.ARRIVING or offset != str(file.arrived):
        return _told(file, HTTPStatus.CONFLICT)
    if not length.isdecimal() or not 0 < int(length) <= min(LARGEST_PIECE, file.size - file.arrived):
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    piece = take_piece(file.pk, request, int(length))
    if piece is None:
        return _told(file, HTTPStatus.BAD_REQUEST)
    try:
        file = add_piece(actor=actor, message=message, now=timezone.now(), offset=int(offset), piece=piece)
    except WrongOffset:
        drop_piece(file.pk, piece.name)
        return _told(StoredFile.objects.get(pk=file.pk), HTTPStatus.CONFLICT)
    except BaseException:
        drop_piece(file.pk, piece.name)
        raise
    return _told(file)


def _told(file: StoredFile | None, status: int = HTTPStatus.NO_CONTENT) -> HttpResponse:
    """Say how much is here, in the words of tus."""
    response = HttpResponse(status=status)
    if file is not None and file.state in (FileState.ARRIVING, FileState.CHECKING):
        response[OFFSET], response[LENGTH] = str(file.arrived), str(file.size)
    return response


def play(request: ProgramRequest, message: MediatedMessage, viewer: Any, actor: Any) -> HttpResponseBase:
    """Play a recording to somebody who may; 404 while it is checked, and for whatever is no player.

    `viewer` is the key of whoever looks: what the two sides get has no header in common. An opening is noted once.
    """
    file = message.file
    if file is None or not is_player(request):
        raise Http404
    try:
        content = contents(file)
    except (NotServed, Shredded, FileNotFoundError):
        raise Http404 from None
    named = salted_hmac("amends.recording", f"{viewer}/{file.pk}", algorithm="sha256").hexdigest()
    if cache.add(f"played/{named}", 1, timeout=ONE_OPENING):
        audit.read(message, actor=actor, purpose="recording")
    return played(request, content, file.what.media_type, f'"{named[:32]}"')
