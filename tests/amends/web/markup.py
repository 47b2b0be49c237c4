"""Reads markup into a form that can be compared: whitespace and the order of attributes do not count."""

from html.parser import HTMLParser

VOID = {"input", "br", "hr", "img", "link", "meta", "path", "rect", "circle", "source"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines = []
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        written = []
        for name, value in sorted(attrs, key=lambda pair: pair[0]):
            text = " ".join(sorted(value.split())) if name == "class" and value else (value or "")
            written.append(f'{name}="{text}"')
        self._add(" ".join([f"<{tag}", *written]) + ">")
        if tag not in VOID:
            self.depth += 1

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.depth -= 1

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.depth -= 1

    def handle_data(self, data):
        text = " ".join(data.split())
        if text:
            self._add(text)

    def _add(self, text):
        self.lines.append("  " * self.depth + text)


def normalise(markup):
    """Return one line per element or text, indented by depth."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.lines
