"""Cuts a minified stylesheet down to the parts that are used, and takes out what must not be shown."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

# At-rules whose blocks hold rules; every other block is taken as it stands.
CONDITIONAL = ("@media", "@supports")
FONT_STACK = "var(--amends-font,system-ui,sans-serif)"
BODY_SIZE = "var(--amends-size,1.1875rem)"
BODY_LEADING = "var(--amends-leading,1.3157894737)"


@dataclass
class Block:
    """One rule: its prelude (selectors or at-rule) and its declarations, or the rules inside it."""

    prelude: str
    body: str = ""
    children: list["Block"] = field(default_factory=list)

    def write(self) -> str:
        inner = "".join(child.write() for child in self.children) if self.is_conditional else self.body
        return f"{self.prelude}{{{inner}}}" if inner else ""

    @property
    def is_conditional(self) -> bool:
        return self.prelude.startswith(CONDITIONAL)


def parse(css: str) -> list[Block]:
    """Return the rules of a minified stylesheet without comments, in order."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return list(_parse_rules(css))


def _parse_rules(css: str) -> Iterator[Block]:
    position = 0
    while (opening := css.find("{", position)) != -1:
        closing = _find_closing(css, opening)
        # A statement such as @charset ends in a semicolon before the rule begins: it is left out.
        block = Block(css[position:opening].rsplit(";", 1)[-1].strip(), css[opening + 1 : closing])
        if block.is_conditional:
            block.children = list(_parse_rules(block.body))
        yield block
        position = closing + 1


def _find_closing(css: str, opening: int) -> int:
    depth, quote = 0, ""
    for position in range(opening, len(css)):
        character = css[position]
        if quote:
            quote = "" if character == quote and css[position - 1] != "\\" else quote
        elif character in "\"'":
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return position
    msg = "A block of the stylesheet is not closed"
    raise ValueError(msg)


def split_selectors(prelude: str) -> list[str]:
    """Return the selectors of a rule; commas inside brackets do not part them."""
    return re.split(r",(?![^()\[\]]*[)\]])", prelude)


def prune(blocks: list[Block], is_wanted: Callable[[str], bool]) -> list[Block]:
    """Return the rules with only the wanted selectors; fonts of the upstream brand go too."""
    kept = []
    for block in blocks:
        if block.is_conditional:
            block.children = prune(block.children, is_wanted)
            if block.children:
                kept.append(block)
        elif block.prelude.startswith("@"):
            if block.prelude != "@font-face":
                kept.append(block)
        elif selectors := [selector for selector in split_selectors(block.prelude) if is_wanted(selector)]:
            block.prelude = ",".join(selectors)
            kept.append(block)
    return kept


def replace_fonts(blocks: list[Block]) -> None:
    """Point every use of the licensed upstream font, quoted or not, at our own stack."""
    for block in _leaves(blocks):
        block.body = re.sub(r"""["']?GDS Transport["']?(,[^;}]*)?""", FONT_STACK, block.body)


def open_body_size(blocks: list[Block]) -> None:
    """Make the body size of the upstream scale a custom property, at every width.

    Upstream has 16 px on phones and 19 px above. Participants read 19 px everywhere and staff
    16 px everywhere, so both steps of that one size become the same property.
    """
    large = "font-size:1.1875rem;line-height:1.3157894737"
    scaled = {
        selector
        for block in _leaves(blocks)
        if large in block.body
        for selector in split_selectors(block.prelude)
    }
    open_size = f"font-size:{BODY_SIZE};line-height:{BODY_LEADING}"
    for block in _leaves(blocks):
        block.body = block.body.replace(large, open_size)
        if scaled.issuperset(split_selectors(block.prelude)):
            block.body = block.body.replace("font-size:1rem;line-height:1.25", open_size)


def find_addresses(css: str) -> list[str]:
    """Return every address the stylesheet would fetch."""
    return re.findall(r"url\(([^)]*)\)", css)


def _leaves(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.is_conditional:
            yield from _leaves(block.children)
        else:
            yield block


def write(blocks: list[Block]) -> str:
    """Return the stylesheet, one rule per line so that an upgrade can be read as a diff."""
    return "\n".join(text for block in blocks if (text := block.write())) + "\n"
