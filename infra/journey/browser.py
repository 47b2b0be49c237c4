"""A browser without JavaScript: cookies, redirects, forms, and what a page says in its components."""

import http.cookiejar
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from html.parser import HTMLParser
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from typing import Any, ClassVar, cast

TIMEOUT = 30
PAUSE = 0.3


class LocalHTTPHandler(urllib.request.HTTPHandler):
    """Speaks to 127.0.0.1 and keeps the Host header: not every machine resolves *.localhost."""

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        """Send the request to the loopback."""
        host = urllib.parse.urlsplit(req.full_url).hostname or ""
        if host.endswith("localhost"):
            req.add_unredirected_header("Host", req.host)
            port = urllib.parse.urlsplit(req.full_url).port or 80
            req.host = f"127.0.0.1:{port}"
        return super().http_open(req)


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and the choices of its lists by label."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Raw:
    """An answer as it came, for what is no page."""

    url: str
    status: int
    headers: Message
    content: bytes


class Page(HTMLParser):
    """A page that was fetched: forms, links, errors, unmet guards, data attributes, rows and plain text."""

    SILENT: ClassVar = {"script", "style"}
    CELLS: ClassVar = {"td", "th", "dt", "dd"}

    def __init__(self, url: str, status: int, html: str):
        super().__init__()
        self.url, self.status = url, status
        self.is_again = False
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.all_links: dict[str, list[str]] = {}
        self.boxes: dict[str, list[str]] = {}
        self.guards: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self.errors: list[str] = []
        self.sources: list[str] = []
        """Where films and sounds come from."""
        self.rows: list[list[str]] = []
        """The words of each cell, row by row, of all tables and lists of pairs."""
        self.text = ""
        self._open: list[tuple[str, dict[str, str]]] = []
        self._form: Form | None = None
        self._select = self._option = self._textarea = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what opens."""
        given = {name: value or "" for name, value in attrs}
        self.data |= {name: value for name, value in given.items() if name.startswith("data-receipt")}
        if tag == "form":
            self._form = Form(given.get("action") or self.url)
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "select", "textarea", "option"):
            self._take_control(self._form, tag, given)
        elif self._form is not None and tag == "button" and "name" in given:
            self._form.names.add(given["name"])  # holds a value only when it is pressed
        if tag in ("video", "audio"):
            self.sources.append(given.get("src", ""))
        if tag in ("tr", "dt"):
            self.rows.append([])
        if tag in self.CELLS and self.rows:
            self.rows[-1].append("")
        if tag not in ("input", "link", "meta", "br", "img", "hr"):
            self._open.append((tag, given))

    def _take_control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option":
            self._option = given.get("value", "")
            if "selected" in given:
                form.values[self._select] = [self._option]
            return
        form.names.add(name)
        if tag == "select":
            self._select = name
            form.options[name] = {}
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = [""]
        elif given.get("type") not in ("radio", "checkbox"):
            form.values[name] = [given.get("value", "")]
        else:
            self.boxes.setdefault(name, []).append(given.get("value", "on"))
        if given.get("type") in ("radio", "checkbox") and "checked" in given:
            form.values.setdefault(name, []).append(given.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        """Take note of what closes."""
        while self._open:
            opened, _ = self._open.pop()
            if opened == tag:
                break
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        """Take the text to where it stands."""
        words = " ".join(data.split())
        if not words or any(tag in self.SILENT for tag, _ in self._open):
            return
        self.text += f" {words}"
        is_read_out = not any(given.get("aria-hidden") == "true" for _, given in self._open)
        if is_read_out and any(tag in self.CELLS for tag, _ in self._open) and self.rows:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {words}".strip()
        if self._textarea and self._form is not None:
            self._form.values[self._textarea] = [data.lstrip("\n")]
        for tag, given in self._open:
            if tag == "a" and given.get("href"):
                self.all_links.setdefault(words, []).append(urllib.parse.urljoin(self.url, given["href"]))
                self.links[words] = self.all_links[words][0]
            if tag == "li" and "data-guard" in given:
                guard = given["data-guard"]
                self.guards[guard] = f"{self.guards.get(guard, '')} {words}".strip()
            if "govuk-error-summary__list" in given.get("class", ""):
                self.errors.append(words)
        if self._open[-1:] and self._open[-1][0] == "option" and self._form is not None:
            self._form.options[self._select][words] = self._option

    def form_with(self, *names: str) -> Form:
        """Return the form that has all these controls; LookupError without one."""
        if found := self.forms_with(*names):
            return found[0]
        raise LookupError(f"{self.url} ({self.status}) has no form with {names}: {self.text[:500]}")

    def forms_with(self, *names: str) -> list[Form]:
        """Return the forms that have all these controls."""
        return [form for form in self.forms if set(names) <= form.names]

    def form_to(self, ending: str) -> Form:
        """Return the form whose address ends so; LookupError without one."""
        for form in self.forms:
            if form.action.endswith(ending):
                return form
        raise LookupError(f"{self.url} ({self.status}) has no form to …{ending}: {self.text[:500]}")

    def link(self, text: str) -> str:
        """Return where the link with this text leads; LookupError without one."""
        try:
            return self.links[text]
        except KeyError:
            raise LookupError(
                f"{self.url} ({self.status}) has no link {text!r}: {sorted(self.links)}"
            ) from None


class Browser:
    """One person's browser; with `patience` in seconds they send again what a broken connection or a 5xx answered."""

    def __init__(self, address: str, patience: float = 0.0):
        self.address, self.patience = address, patience
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        # No proxy: everything is on this machine.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), LocalHTTPHandler(), jar)

    def get(self, path: str) -> Page:
        """Return the page at a path or full address."""
        return self._fetch(urllib.parse.urljoin(self.address, path))

    def send(self, page: Page, form: Form, /, **values: Any) -> Page:
        """Return the page that a form leads to, filled in with `values` over what it held."""
        unknown = values.keys() - form.names
        if unknown:
            raise LookupError(f"{page.url} does not ask {sorted(unknown)}, only {sorted(form.names)}")
        lists = {name: value if isinstance(value, list) else [str(value)] for name, value in values.items()}
        body = urllib.parse.urlencode(form.values | lists, doseq=True).encode()
        return self._fetch(urllib.parse.urljoin(page.url, form.action), body)

    def send_with_file(
        self, page: Page, form: Form, name: str, file: tuple[str, bytes], /, **values: Any
    ) -> Page:
        """Return the page that a form with a file leads to; `file` is its name and its content."""
        mark = uuid.uuid4().hex
        lists = form.values | {each: [str(value)] for each, value in values.items()}
        lists.pop(name, None)
        fields = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{value}\r\n'.encode()
            for each, held in lists.items()
            for value in held
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file[0]}"\r\n\r\n'
        body = b"".join([*fields, head.encode(), file[1], f"\r\n--{mark}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._answer(urllib.request.Request(urllib.parse.urljoin(page.url, form.action), body, kind))

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Raw:
        """Ask as a script or a player of a page does; `_` in the name of a header stands for `-`."""
        named: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
        url = urllib.parse.urljoin(self.address, path)
        request = urllib.request.Request(url, body, dict(named), method=method)
        try:
            answer = self.opener.open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Raw(answer.url, cast("int", answer.status), answer.headers, answer.read())

    def _fetch(self, url: str, body: bytes | None = None) -> Page:
        deadline, is_again = time.monotonic() + self.patience, False
        while True:
            is_late = time.monotonic() > deadline
            try:
                page = self._answer(urllib.request.Request(url, body))
            except (OSError, HTTPException):
                if is_late:
                    raise
            else:
                page.is_again = is_again
                if page.status < HTTPStatus.INTERNAL_SERVER_ERROR or is_late:
                    return page
            is_again = True
            time.sleep(PAUSE)

    def _answer(self, request: urllib.request.Request) -> Page:
        try:
            answer = self.opener.open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Page(answer.url, cast("int", answer.status), answer.read().decode())
