"""`python -m infra.local up [--detach] [--bare] | down | reset | status`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from infra.local import lock
from infra.local.layout import Layout, StackFailed, from_environment
from infra.local.stack import COMPLAINT, Stack

NOT_RUNNING = 3
"""Exit code of `status` when no stack runs, as for services of a system."""


def main(arguments: list[str]) -> int:
    """Run one command; what goes wrong is one line on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="infra.local", description="The whole product on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start, deploy, seed once, print addresses")
    up.add_argument("--detach", action="store_true", help="go on in the background")
    up.add_argument("--bare", action="store_true", help="without the demonstration programme")
    up.add_argument("--tied", action="store_true", help="stop when the program that started it ends")
    up.add_argument("--passing", action="store_true", help="keep nothing: for a season or tests")
    for name, text in (("down", "save and stop"), ("reset", "stop and forget everything"), ("status", "does it run?")):
        commands.add_parser(name, help=text)
    chosen = parser.parse_args(arguments)
    try:
        layout = from_environment()
        return {"up": _up, "down": _down, "reset": _reset, "status": _status}[chosen.command](layout, chosen)
    except StackFailed as error:
        print(f"{COMPLAINT}{error}", file=sys.stderr)
        return 1


def _say(line: str) -> None:
    print(line, flush=True)


def _up(layout: Layout, chosen: argparse.Namespace) -> int:
    if chosen.detach:
        return _detach(layout, seed=not chosen.bare)
    from infra.local import serve  # noqa: PLC0415 - the other commands are quick without it

    after = serve.nothing_more
    if not chosen.bare:
        from infra.local import seed  # noqa: PLC0415 - the other commands are quick without it

        after = seed.prepare
    serve.up(layout, _say, after, tied=chosen.tied, lasting=not chosen.passing)
    return 0


def _detach(layout: Layout, *, seed: bool) -> int:
    ports = layout.port, layout.mailbox_port, layout.smtp_port
    stack = Stack(layout.data, seed=seed, detached=True, ports=ports).start(_say)
    _say(f"It goes on in the background, log in {os.path.relpath(stack.log)}; `make down` stops it.")
    return 0


def _down(layout: Layout, _: argparse.Namespace) -> int:
    _say("stopped, everything is saved" if lock.down(layout) else "no stack is running")
    return 0


def _reset(layout: Layout, _: argparse.Namespace) -> int:
    lock.down(layout)
    shutil.rmtree(layout.data, ignore_errors=True)
    _say(f"{os.path.relpath(layout.data)} is gone; `make up` starts anew")
    return 0


def _status(layout: Layout, _: argparse.Namespace) -> int:
    pid, facts = lock.holder(layout), lock.announced(layout)
    if pid is None:
        _say("no stack is running")
        return NOT_RUNNING
    if facts is None:
        _say(f"starting (process {pid})")
        return 0
    _say(f"running (process {pid})")
    _say(f"  The product        {facts['public_url']}\n  Mails              {facts['mailbox_url']}")
    _say(f"  Answers by mail    {facts['smtp_url']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
