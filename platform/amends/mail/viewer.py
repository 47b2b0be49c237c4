"""Shows the messages of a folder on a loopback port: `python -m amends.mail.viewer --port 8025 --folder .local/mail`.

A tool for developers: only this machine reaches it, it writes nothing, runs no script and loads nothing.
"""

import argparse
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# What Django's file backend writes between the messages of one file.
SEPARATOR = re.compile(rb"^-{79}\n", re.MULTILINE)
ENDINGS = (".log", ".eml", ".sms")
KIND = "X-Viewer-Kind"
STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "body{color:#0b0c0c;background:#fff}dt{font-weight:bold}dd{margin:0}"
    "pre{white-space:pre-wrap;font:inherit;border-top:1px solid #505a5f;padding-top:1rem}"
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def read_mails(folder: Path) -> dict[str, EmailMessage]:
    """Return the messages of all files, the newest first, each under a name that fits into an address."""
    found = {}
    for path in sorted(path for ending in ENDINGS for path in folder.glob(f"*{ending}")):
        for number, part in enumerate(SEPARATOR.split(path.read_bytes())):
            if part.strip():
                message = message_from_bytes(part.replace(b"\r\n", b"\n"), policy=policy.default)
                # Names which way it went; a mail that somebody else wrote cannot pretend.
                del message[KIND]
                message[KIND] = "SMS" if path.suffix == ".sms" else "Mail"
                found[f"{path.stem}-{number}"] = message
    return dict(sorted(found.items(), key=lambda item: (_sent_at(item[1]), item[0]), reverse=True))


def _sent_at(message: EmailMessage) -> float:
    try:
        return parsedate_to_datetime(str(message["date"])).timestamp()
    except (TypeError, ValueError):
        return 0.0


def list_page(mails: dict[str, EmailMessage]) -> str:
    """Return the page that lists the messages."""
    rows = [
        f'<li>{_header(mail, KIND)}: <a href="/mail/{escape(name)}">{escape(_title(mail))}</a>'
        f" to {escape(_header(mail, 'to'))}, {escape(_header(mail, 'date'))}</li>"
        for name, mail in mails.items()
    ]
    listed = (
        f"<ol>{''.join(rows)}</ol>"
        if rows
        else "<p>Nothing has been sent yet. Reload this page to look again.</p>"
    )
    return _page("Messages sent on this machine", listed)


def mail_page(mail: EmailMessage) -> str:
    """Return the page of one message, as text."""
    facts = "".join(
        f"<dt>{name}</dt><dd>{escape(_header(mail, name))}</dd>"
        for name in ("From", "To", "Date", "Message-ID")
        if mail[name]
    )
    part = mail.get_body(preferencelist=("plain", "html"))
    text = part.get_content() if part else ""
    body = f'<dl>{facts}</dl><pre>{escape(text)}</pre><p><a href="/">All messages</a></p>'
    return _page(_title(mail), body)


def _title(mail: EmailMessage) -> str:
    if _header(mail, KIND) == "SMS":
        return "Text message"
    return _header(mail, "subject") or "(no subject)"


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail[name] or "")


def _page(title: str, main: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{main}</main></body></html>"
    )


class Handler(BaseHTTPRequestHandler):
    """Three addresses: the list, one message, the style."""

    folder: Path
    server_version, sys_version = "mail", ""

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").rpartition(":")[0]
        # A page of the internet whose name points at 127.0.0.1 must not read the mails through a visitor's browser.
        if host not in ("localhost", "127.0.0.1"):
            self._answer(
                421, _page("Unknown host", "<p>Open this page by the address that ./amends up printed.</p>")
            )
        elif self.path == "/style.css":
            self._answer(200, STYLE, "text/css")
        elif self.path == "/":
            self._answer(200, list_page(read_mails(self.folder)))
        else:
            mail = read_mails(self.folder).get(self.path.removeprefix("/mail/"))
            if mail is None:
                self._answer(404, _page("There is no such message", '<p><a href="/">All messages</a></p>'))
            else:
                self._answer(200, mail_page(mail))

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _answer(self, status: int, text: str, kind: str = "text/html") -> None:
        body = text.encode()
        self.send_response(status)
        headers = HEADERS | {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the log is for what matters."""


def serve(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server that listens on loopback; port 0 chooses a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), type("FolderHandler", (Handler,), {"folder": folder}))


def main() -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser("python -m amends.mail.viewer", description=__doc__)
    parser.add_argument("--port", type=int, default=8025)
    parser.add_argument("--folder", type=Path, default=Path(".local/mail"))
    options = parser.parse_args()
    serve(options.folder, options.port).serve_forever()


if __name__ == "__main__":
    main()
