"""The page of whoever plays Stripe, `/control`: the clock, the post, whether it is away."""

from datetime import UTC, datetime
from html import escape

from billing.fakestripe import clockwork
from billing.fakestripe.couriers import Couriers
from billing.fakestripe.pages import Answer, NoPage, framed, moved
from billing.fakestripe.world import FINALS, World

DAY = 86_400
MOST_DAYS = 3660
SHOWN = 40


def page(world: World, method: str, path: str, said: dict[str, str]) -> Answer:
    """Show how everything stands, or do what was pressed."""
    if path != "/control":
        raise NoPage
    if method == "POST":
        _press(world, said)
        return moved("/control")
    return framed("Playing Stripe", _body(world))


def _press(world: World, said: dict[str, str]) -> None:
    wanted = said.get("do")
    days = min(max(int(float(said.get("days") or 0) * DAY), 0), MOST_DAYS * DAY)
    if wanted == "advance":
        clockwork.advance(world, world.now + days)
    if wanted == "age":
        clockwork.age(world, days)
    if wanted in ("away", "back"):
        world.is_away = wanted == "away"
    if wanted == "final" and said.get("final") in FINALS:
        world.final = said["final"]
    couriers = world.tell.__self__ if hasattr(world.tell, "__self__") else None
    if wanted == "post" and isinstance(couriers, Couriers):
        couriers.switches.most = min(max(int(said.get("most") or 1), 1), 5)
        couriers.switches.delay = min(max(float(said.get("delay") or 0), 0), 600)
        couriers.switches.is_shuffled = bool(said.get("shuffled"))
        couriers.switches.lost_of_100 = min(max(int(said.get("lost") or 0), 0), 100)
    if wanted == "again" and isinstance(couriers, Couriers):
        couriers.again(world.get("event", said.get("event", "")))


def _body(world: World) -> str:
    couriers = getattr(world.tell, "__self__", None)
    away = ("back", "Be back") if world.is_away else ("away", "Be away")
    finals = "".join(
        f"<option{' selected' if each == world.final else ''}>{each}</option>" for each in FINALS
    )
    return f"""
<p>It is {day_of(world)} here.</p>
<form method="post"><label>Days <input name="days" value="31" inputmode="decimal"></label>
<button name="do" value="advance">Let them pass</button>
<button name="do" value="age">Let them pass, and call the end of them today</button></form>
<form method="post"><button name="do" value="{away[0]}">{away[1]}</button></form>
<form method="post"><label>After the last try a subscription is <select name="final">{finals}</select></label>
<button name="do" value="final">Keep</button></form>
{_post(couriers) if isinstance(couriers, Couriers) else ""}
<h2>Last events</h2><table>{_events(world)}</table>"""


def day_of(world: World) -> str:
    """Return the played day and time."""
    return f"{datetime.fromtimestamp(world.now, UTC):%Y-%m-%d %H:%M} UTC"


def _post(couriers: Couriers) -> str:
    switches = couriers.switches
    return f"""<h2>The post</h2>
<p>{couriers.delivered} delivered, {couriers.refused} refused, {couriers.lost} lost,
{couriers.waiting} on their way.</p>
<form method="post"><label>Each comes up to <input name="most" value="{switches.most}"> times</label>
<label>up to <input name="delay" value="{switches.delay}"> seconds late</label>
<label><input type="checkbox" name="shuffled" value="1"{" checked" if switches.is_shuffled else ""}> shuffled</label>
<label><input name="lost" value="{switches.lost_of_100}"> of 100 lost</label>
<button name="do" value="post">Keep</button></form>"""


def _events(world: World) -> str:
    rows = list(world.things["event"].values())[-SHOWN:]
    return "".join(
        f'<tr><td>{escape(each["type"])}</td><td>{escape(each["id"])}</td><td><form method="post">'
        f'<input type="hidden" name="event" value="{each["id"]}"><button name="do" value="again">Again</button>'
        "</form></td></tr>"
        for each in reversed(rows)
    )
