"""What the pages have in common: an answer, a frame, a choice of cards. English only: nobody pays here."""

from dataclasses import dataclass
from html import escape

from billing.fakestripe.paying import CARDS

FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; color: #1a1a2e; }}
.note {{ background: #fff4d6; padding: .5rem 1rem; border-left: .4rem solid #8a5a00; }}
.error {{ border-left: .4rem solid #a4161a; padding: .5rem 1rem; background: #fde8e8; }}
button {{ font: inherit; padding: .5rem 1rem; margin: .25rem .5rem .25rem 0; }}
label {{ display: block; padding: .35rem 0; }} table {{ border-collapse: collapse; width: 100%; }}
td, th {{ text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }}
</style></head><body><main>
<p class="note">This is not Stripe: it is played on this computer, and no money moves.</p>
<h1>{title}</h1>
{body}
</main></body></html>
"""


@dataclass(frozen=True)
class Answer:
    """A page, or where to go from here."""

    status: int
    body: str = ""
    goes_to: str = ""
    kind: str = "text/html; charset=utf-8"


class NoPage(LookupError):
    """The path is another page's."""


def framed(title: str, body: str, *, status: int = 200) -> Answer:
    """Return a whole page; `body` is HTML."""
    return Answer(status, FRAME.format(title=escape(title), body=body))


def moved(url: str) -> Answer:
    """Return that the browser should go on elsewhere."""
    return Answer(303, goes_to=url)


def card_choice(*, slow: bool = True) -> str:
    """Return radio buttons for the cards, the first one chosen."""
    shown = [card for card in CARDS.values() if slow or not card.is_slow]
    rows = [
        f'<label><input type="radio" name="card" value="{card.number}"{" checked" if at == 0 else ""}> '
        f"{card.number} {escape(card.label)}</label>"
        for at, card in enumerate(shown)
    ]
    return f"<fieldset><legend>Card or account</legend>{''.join(rows)}</fieldset>"


def money(amount: int, currency: str) -> str:
    """Return an amount as people read it."""
    return f"{amount / 100:,.2f} {currency.upper()}"
