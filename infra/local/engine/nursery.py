"""Where functions' interpreters come from: copies of one that has imported other people's packages already.

A new interpreter takes half a second of CPU until a handler is imported, most of it for packages that every function
has. Run as a program of its own (so that a copy holds nothing of ours), this file is that one interpreter: it reads
wishes, a line of JSON each, from its standard input, a socket, and answers each with the process id of a copy. A copy
does what a new interpreter would: it takes the given environment, folder and streams, and runs the worker script.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys

PACKAGES = (
    "aws_lambda_powertools.event_handler", "aws_lambda_powertools.event_handler.middlewares.openapi_validation",
    "aws_lambda_powertools.event_handler.openapi.models", "aws_lambda_powertools.event_handler.router",
    "aws_lambda_powertools.utilities.batch", "babel.dates", "babel.support", "boto3", "botocore.session",
    "botocore.client", "botocore.endpoint", "botocore.handlers", "email.mime.multipart", "icalendar", "itsdangerous",
    "jinja2", "pydantic", "pynamodb.models", "pynamodb.transactions", "urllib3", "zoneinfo",
)  # fmt: skip
SERVICES = ("dynamodb", "events", "kms", "s3", "sesv2")
"""What functions make clients of."""
MOST = 1 << 20
"""Bytes of a wish: an environment, mostly."""
STREAMS = 4
"""What comes with a wish: standard input, output, error, and a pipe that closes when the copy ends."""


def main() -> None:
    """Serve wishes until the engine is gone."""
    for name in PACKAGES:
        with contextlib.suppress(ImportError):  # a copy imports what it needs, and says what is missing
            importlib.import_module(name)
    read_models()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries copies
    with socket.socket(fileno=0) as wishes:
        while True:
            wish, streams, _, _ = socket.recv_fds(wishes, MOST, STREAMS)
            while wish and not wish.endswith(b"\n"):
                wish += wishes.recv(MOST)
            if not wish:
                return
            child = os.fork()
            if child == 0:
                become(json.loads(wish), streams)
            for stream in streams:
                os.close(stream)
            wishes.sendall(f"{child}\n".encode())


def read_models() -> None:
    """Read botocore's descriptions of services, a third of what a client takes to be made; copies find them read."""
    with contextlib.suppress(ImportError):
        from botocore.loaders import JSONFileLoader  # noqa: PLC0415 - see PACKAGES
        from botocore.session import get_session  # noqa: PLC0415

        read, load = {}, JSONFileLoader.load_file

        def once(self: JSONFileLoader, path: str) -> object:
            if path not in read:
                read[path] = load(self, path)
            return read[path]

        JSONFileLoader.load_file = once
        session = get_session()
        for service in SERVICES:
            session.create_client(service, "eu-central-1", aws_access_key_id="none", aws_secret_access_key="none")  # noqa: S106 - it asks nothing


def become(wish: dict[str, object], streams: list[int]) -> None:
    """Be a copy: never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, stream in enumerate(streams[:3]):
        os.dup2(stream, number)
        os.close(stream)
    os.set_inheritable(streams[3], False)  # noqa: FBT003 - its only parameter
    os.environ.clear()
    os.environ.update(wish["environment"])  # type: ignore[call-overload]
    os.chdir(str(wish["folder"]))
    script = str(wish["script"])
    sys.argv[:] = [script]
    sys.path.insert(0, os.path.dirname(script))  # noqa: PTH120 - as the interpreter does it
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - standard streams
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
    code = 1
    try:
        with open(script, encoding="utf-8") as text:  # noqa: PTH123 - nothing of pathlib is needed
            program = compile(text.read(), script, "exec")
        exec(program, {"__name__": "__main__", "__file__": script})  # noqa: S102 - the engine's own script
        code = 0
    except BaseException:  # noqa: BLE001 - the last words of a process
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
