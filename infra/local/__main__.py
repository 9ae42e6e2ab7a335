"""`python -m infra.local up [--detach] [--bare] | down | reset | status`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from infra.local import serve
from infra.local.places import Places, from_environment
from infra.local.process import StackFailed


def main(arguments: list[str]) -> int:
    """Run one command; what goes wrong is one line on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="infra.local", description="The whole product on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start, deploy, seed once, print addresses")
    up.add_argument("--detach", action="store_true", help="go on in the background")
    up.add_argument("--bare", action="store_true", help="without the demonstration programme")
    for name, text in (("down", "save and stop"), ("reset", "stop and forget everything"), ("status", "does it run?")):
        commands.add_parser(name, help=text)
    chosen = parser.parse_args(arguments)
    try:
        places = from_environment()
        return {"up": _up, "down": _down, "reset": _reset, "status": _status}[chosen.command](places, chosen)
    except StackFailed as error:
        print(f"tandem: {error}", file=sys.stderr)
        return 1


def _say(line: str) -> None:
    print(line, flush=True)


def _up(places: Places, chosen: argparse.Namespace) -> int:
    if chosen.detach:
        return _detach(places)
    from infra.local import seed  # noqa: PLC0415 - only a stack with a demonstration needs it

    serve.up(places, _say, _nothing if chosen.bare else seed.prepare)
    return 0


def _nothing(places: Places, say: serve.Say) -> None:
    say(f"ready: {places.public_url}  mailbox: {places.mailbox_url}")


def _detach(places: Places) -> int:
    from infra.local.stack import Stack  # noqa: PLC0415

    if serve.ready(places):
        raise StackFailed(f"a stack is already running on {places.data}; see `make status`")
    Stack(places.data, seed=True, ports=(places.port, places.mailbox_port)).start()
    print((places.data / "up.log").read_text("utf-8"), end="")
    print("It goes on in the background; `make down` stops it.")
    return 0


def _down(places: Places, _: argparse.Namespace) -> int:
    print("stopped, everything is saved" if serve.down(places) else "no stack is running")
    return 0


def _reset(places: Places, _: argparse.Namespace) -> int:
    serve.down(places)
    shutil.rmtree(places.data, ignore_errors=True)
    print(f"{os.path.relpath(places.data)} is gone; `make up` starts anew")
    return 0


def _status(places: Places, _: argparse.Namespace) -> int:
    facts = serve.ready(places)
    if facts is None:
        print("no stack is running")
        return 3
    print(f"running (process {facts['pid']})\n  product  {facts['public_url']}\n  mailbox  {facts['mailbox_url']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
