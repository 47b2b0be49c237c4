"""Gives a file to somebody who may see it: as a download, whatever it is, and never as a page."""

from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from amends import audit
from amends.vault.errors import Shredded
from programs.files import NotServed, contents
from programs.models import StoredFile
from programs.views.pages import ProgramRequest, program_page

HEADERS = {
    # Opened in the browser all the same, it could run and load nothing, and has no origin.
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@require_safe
@program_page
def download(request: ProgramRequest, pk: Any) -> Any:
    """Send a file, opened chunk by chunk; 404 for one that is still being checked, was refused or cannot be opened."""
    file = get_object_or_404(StoredFile.objects.visible_to(request.user).select_related("referral"), pk=pk)
    try:
        content = contents(file)
        name = file.name
    except (NotServed, Shredded, FileNotFoundError):
        raise Http404 from None
    audit.read(file, actor=request.user, purpose="file")
    response = StreamingHttpResponse(content.chunks(), content_type=file.what.media_type, headers=HEADERS)
    response._resource_closers.append(content.close)  # type: ignore[attr-defined]
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
