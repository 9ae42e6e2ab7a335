"""Starting and stopping the engine as a child process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

from infra.local.layout import StackFailed
from infra.template import ROOT

if TYPE_CHECKING:
    from infra.local.layout import Layout

REGION = "eu-central-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
"""The engine's root key; functions get the credentials of their roles."""

PATIENCE = 30.0
"""Seconds the engine may take to answer."""


def damaged(layout: Layout) -> list[str]:
    """Return the names of state files that can't be read."""
    bad = []
    for path in sorted(layout.state.glob("*.json")):
        try:
            json.loads(path.read_text("utf-8"))
        except (ValueError, OSError):
            bad.append(path.name)
    return bad


def launch(layout: Layout, *, lasting: bool) -> subprocess.Popen[bytes]:
    """Start the engine; `lasting`: it saves what happens. Raise `StackFailed` when its saved state can't be read."""
    if bad := damaged(layout):
        raise StackFailed(f"the saved state is damaged ({', '.join(bad)} in {layout.state}); `make reset` starts anew")
    for folder in (layout.state, layout.mails):
        folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(layout.temporary, ignore_errors=True)
    layout.temporary.mkdir(parents=True)
    with layout.log.open("wb") as log:
        engine = subprocess.Popen(
            [sys.executable, "-m", "infra.local.engine"],
            cwd=ROOT, env=_environment(layout, lasting=lasting), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    (layout.data / "engine.pid").write_text(str(engine.pid), "ascii")
    return engine


def await_answer(engine: subprocess.Popen[bytes], layout: Layout) -> None:
    """Wait until the engine answers; raise `StackFailed` when it doesn't."""
    deadline = time.monotonic() + PATIENCE
    while not _answers(layout):
        if engine.poll() is not None or time.monotonic() > deadline:
            raise StackFailed(f"the engine didn't start; its last words are in {layout.log}")
        time.sleep(0.05)


def stop(engine: subprocess.Popen[bytes]) -> None:
    """Let the engine save and end; after 20 s end it."""
    engine.terminate()
    try:
        engine.wait(20)
    except subprocess.TimeoutExpired:
        engine.kill()
        engine.wait()


def _environment(layout: Layout, *, lasting: bool) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TANDEM_"))}
    return kept | CREDENTIALS | {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(layout.engine_port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PERSIST_STATE": "1" if lasting else "0",
        "STATE_DIR": str(layout.state),
        "S3_PERSIST": "1" if lasting else "0",
        "S3_DATA_DIR": str(layout.objects),
        "TMPDIR": str(layout.temporary),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
        "TANDEM_CLOCK": str(layout.clock),
        "TANDEM_MAILS": str(layout.mails),
        "TANDEM_METER": os.environ.get("TANDEM_METER", ""),
        "TANDEM_PARENT": str(os.getpid()),
    }  # fmt: skip


def _answers(layout: Layout) -> bool:
    try:
        with urllib.request.urlopen(f"{layout.engine_url}/_ministack/health", timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004 - ports and statuses
    except OSError:
        return False
