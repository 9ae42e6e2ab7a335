"""`python -m infra.operate [--stack NAME] [--local] failures|redrive [QUEUE]|rotate-key|retire-key|restore AT`."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import tomllib
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.operate import keys, redrive, samlocal, tables
from infra.operate.stack import Deployed, NothingLikeThat
from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def main(arguments: list[str]) -> int:
    """Run one command on one stack; errors are one line on stderr and exit code 1."""
    parser = argparse.ArgumentParser(prog="infra.operate", description="What an operator does to a running stack.")
    parser.add_argument("--stack", default="tandem", help="name of the stack (tandem)")
    parser.add_argument("--local", action="store_true", help="the stack that `make up` runs on this machine")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("failures", help="list failed events in the dead-letter queues")
    again = commands.add_parser("redrive", help="deliver failed events again, once the cause is fixed")
    again.add_argument("queue", nargs="?", help="one queue; default: all")
    commands.add_parser("rotate-key", help="switch to a new signing key; the old one's signatures stay valid")
    commands.add_parser("retire-key", help="stop accepting what older keys signed")
    back = commands.add_parser("restore", help="restore both tables as they were at an instant, as new tables")
    back.add_argument("at", type=_instant, help="2026-03-01T12:00:00Z")
    back.add_argument("--switch", action="store_true", help="point the functions at them as well")
    commands.add_parser("sam-local", help="what `sam local` needs to reach the stack on this machine (--local)")
    chosen = parser.parse_args(arguments)
    try:
        _do(Deployed(chosen.stack, _local() if chosen.local else _aws(chosen.stack)), chosen)
    except (NothingLikeThat, ClientError, BotoCoreError) as error:
        print(f"operate: {error}", file=sys.stderr)
        return 1
    return 0


def _do(stack: Deployed, chosen: argparse.Namespace) -> None:
    if chosen.command == "failures":
        for queue in redrive.queues(stack):
            _say(f"{redrive.waiting(stack, queue):6}  {queue}")
    elif chosen.command == "redrive":
        for queue in [chosen.queue] if chosen.queue else redrive.queues(stack):
            done = redrive.redrive(stack, queue, _say)
            _say(f"{queue}: {done} brought back")
    elif chosen.command == "rotate-key":
        keys.rotate(stack, _say)
        _warn(chosen, (keys.SIGNS, keys.COUNTS))
    elif chosen.command == "retire-key":
        keys.retire(stack, _say)
        _warn(chosen, (keys.SIGNS, keys.COUNTS))
    elif chosen.command == "sam-local":
        engine = stack.client("dynamodb").meta.endpoint_url
        for path in samlocal.write(stack, engine, ROOT / ".aws-sam" / "build" / "template.yaml"):
            _say(f"{path.relative_to(ROOT)} written")
    else:
        made = tables.restore(stack, chosen.at, _say)
        if chosen.switch:
            stack.change(made)
            _say("every function uses them")
        else:
            given = " ".join(f"{name}={value}" for name, value in made.items())
            _say(f"to use them: sam deploy {settings_of(chosen.stack)} --parameter-overrides {given}")
        _warn(chosen, made)


def _warn(chosen: argparse.Namespace, changed: Iterable[str]) -> None:
    if not chosen.local:
        for name in undone(chosen.stack, changed):
            _say(f"samconfig.toml gives {name}: take it out there, or the next sam deploy undoes this")


def undone(stack: str, changed: Iterable[str]) -> list[str]:
    """Return which of these parameters samconfig.toml sets for a stack; its values would be deployed next time.

    `sam deploy --guided` writes every parameter into it, empty ones too.
    """
    given = "".join(f" {one.get('parameter_overrides', '')}" for _, one in _configured(stack))
    return [name for name in changed if re.search(rf"\b{name}=", given)]


def settings_of(stack: str) -> str:
    """Return the option with which `sam` finds a stack's settings in samconfig.toml, or else the stack's name."""
    return next((f"--config-env {name}" for name, _ in _configured(stack)), f"--stack-name {stack}")


def region_of(stack: str) -> str | None:
    """Return a stack's region: from the environment, else samconfig.toml, else the profile (None)."""
    said = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return said or next((str(one["region"]) for _, one in _configured(stack)), None)


def _configured(stack: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield environment and deployment parameters of a stack in samconfig.toml."""
    for name, settings in tomllib.loads((ROOT / "samconfig.toml").read_text("utf-8")).items():
        parameters = settings.get("deploy", {}).get("parameters", {}) if isinstance(settings, dict) else {}
        if parameters.get("stack_name") == stack:
            yield name, parameters


def _aws(stack: str) -> Any:
    """Return a factory for AWS clients in a stack's region."""
    return partial(boto3.client, region_name=region_of(stack))


def _local() -> Any:
    """Return a factory for clients of the local stack's engine."""
    from infra.local import deploy, lock  # noqa: PLC0415 - on AWS the local stack's packages aren't needed
    from infra.local.layout import from_environment  # noqa: PLC0415

    layout = from_environment()
    facts = lock.announced(layout)
    if facts is None:
        raise NothingLikeThat("no stack runs here; start one with `make up`")
    engine = replace(layout, engine_port=urlsplit(facts["engine_url"]).port or 0)
    return lambda service: deploy.client(engine, service)


def _instant(text: str) -> datetime:
    with contextlib.suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant
    raise argparse.ArgumentTypeError(f"{text!r} is no instant such as 2026-03-01T12:00:00Z")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
