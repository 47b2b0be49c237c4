"""What an answer says, whatever it is: the words of a page, of a file, and those inside a PDF."""

import io
from typing import Any

from pypdf import PdfReader


def words_of(response: Any) -> str:
    """Return the body as text; a streamed one is read to its end."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"%PDF-"):
        document = PdfReader(io.BytesIO(body))
        pages = "\n".join(page.extract_text() for page in document.pages)
        return f"{pages}\n{document.metadata}\n{document.xmp_metadata and document.xmp_metadata.stream.get_data()}"
    return body.decode(errors="replace")
