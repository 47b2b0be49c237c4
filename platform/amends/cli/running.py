"""`./amends up`, `down` and `status`."""

import argparse
import json
import os
from dataclasses import asdict

from amends.embedded import detached, instance
from amends.embedded.environment import state_folder
from amends.embedded.status import read_status


def up(arguments: list[str]) -> int:
    """Start everything; without --detach, serve until stopped."""
    parser = argparse.ArgumentParser("./amends up")
    parser.add_argument("--detach", action="store_true", help="return when it is ready, and go on running")
    parser.add_argument(
        "--port", type=int, default=8000, help="where the web server listens, on loopback only"
    )
    parser.add_argument(
        "--demo-size", choices=("small", "network"), help="network: sixty more demonstration programs"
    )
    options = parser.parse_args(arguments)
    if options.demo_size:
        os.environ["AMENDS_DEMO_SIZE"] = options.demo_size
    if not options.detach:
        return instance.Instance(options.port).run()
    print(instance.summary(detached.start_detached(options.port), is_detached=True))
    print(f"What it says goes to {state_folder() / 'amends.log'}.")
    return 0


def down(arguments: list[str]) -> int:
    """Stop what `up` started; nothing to stop is fine too."""
    argparse.ArgumentParser("./amends down").parse_args(arguments)
    print("Stopped." if detached.stop_running() else "Nothing was running.")
    return 0


def status(arguments: list[str]) -> int:
    """Print what runs; exit 0 only when all of it does."""
    parser = argparse.ArgumentParser("./amends status")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    found = read_status(state_folder())
    whole = found.state == "ready" and all(child["running"] for child in found.children)
    if options.json:
        print(json.dumps({"ok": whole, **asdict(found)}))
        return 0 if whole else 1
    print(f"Amends is {found.state}. {found.url}")
    for child in found.children:
        state = "running" if child["running"] else "being restarted"
        print(f"  {child['name']:<11} {state}, process {child['pid']}, restarted {child['restarts']} times")
    for tenant in found.tenants:
        print(f"  {tenant['url']}  {tenant['name']} ({instance.in_words(tenant['type'])})")
    return 0 if whole else 1
