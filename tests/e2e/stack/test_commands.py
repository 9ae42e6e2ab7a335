"""`up`, `down`, `reset`, `status`: what a person sees, above all when something is in the way."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from infra.local import Stack, StackFailed, lock
from infra.local.layout import Layout, free_port
from infra.template import ROOT

Tandem = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def tandem(tmp_path: Path) -> Tandem:
    """Given: a data folder; the function runs one command on it and returns its end."""
    settings = {
        "TANDEM_DATA": str(tmp_path / "data"),
        "TANDEM_PORT": str(free_port()),
        "TANDEM_MAILBOX_PORT": str(free_port()),
        "TANDEM_SMTP_PORT": str(free_port()),
    }

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "infra.local", *arguments],
            cwd=ROOT, env=os.environ | settings | more, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return run


def _complaint(end: subprocess.CompletedProcess[str]) -> str:
    """Return the one line a failed command says."""
    assert end.returncode == 1
    (line,) = end.stderr.splitlines()
    assert line.startswith("tandem: ")
    return line


@pytest.mark.parametrize("name", ["TANDEM_PORT", "TANDEM_MAILBOX_PORT", "TANDEM_SMTP_PORT"])
def test_given_a_busy_port_when_started_then_one_line_names_it_and_the_way_out(tandem: Tandem, name: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = _complaint(tandem("up", "--bare", **{name: str(port)}))
    assert f"port {port} is busy" in line
    assert f"{name}=" in line


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_given_no_port_number_when_started_then_one_line_says_so(tandem: Tandem, port: str) -> None:
    assert f"TANDEM_PORT={port} is no port" in _complaint(tandem("up", "--bare", TANDEM_PORT=port))


def test_given_a_damaged_state_file_when_started_then_one_line_names_it(tandem: Tandem, tmp_path: Path) -> None:
    state = tmp_path / "data" / "state"
    state.mkdir(parents=True)
    (state / "dynamodb.json").write_text('{"payload": {"tab')
    line = _complaint(tandem("up", "--bare"))
    assert "damaged (dynamodb.json in " in line
    assert "make reset" in line


def test_given_a_running_stack_when_started_again_then_one_line_says_so(own: Stack) -> None:
    with pytest.raises(StackFailed, match=r"a stack is already running on .*make status"):
        Stack(own.layout.data).start()
    assert lock.announced(own.layout) is not None
    assert httpx.get(f"{own.mailbox_url}/api/clock").status_code == 200


def test_given_no_stack_when_asked_then_status_and_down_say_so(tandem: Tandem) -> None:
    status, down = tandem("status"), tandem("down")
    assert (status.returncode, status.stdout) == (3, "no stack is running\n")
    assert (down.returncode, down.stdout) == (0, "no stack is running\n")


def test_given_a_detached_stack_when_managed_then_it_runs_until_down_and_reset_forgets_it(
    tandem: Tandem, tmp_path: Path
) -> None:
    up = tandem("up", "--bare", "--detach")
    try:
        assert up.returncode == 0, up.stderr
        assert "template ready, deployed" in up.stdout
        assert "make down" in up.stdout
        status = tandem("status")
        assert status.returncode == 0
        address = status.stdout.split("The product")[1].split()[0]
        assert httpx.get(f"{address}/sign-in", timeout=20).status_code == 200
    finally:
        assert tandem("down").stdout == "stopped, everything is saved\n"
    assert tandem("status").returncode == 3
    assert tandem("reset").returncode == 0
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("end", [Stack.stop, Stack.kill], ids=["stopped", "killed"])
def test_given_a_stack_when_it_has_ended_then_no_process_of_it_is_left(
    tmp_path: Path, end: Callable[[Stack], None]
) -> None:
    with Stack(tmp_path / "data") as stack:
        assert httpx.get(f"{stack.public_url}/sign-in", timeout=20).status_code == 200
        engine = int((stack.layout.data / "engine.pid").read_text("ascii"))
        processes = [engine, *_children(engine)]
        assert len(processes) > 1
        end(stack)
        deadline = time.monotonic() + 60
        while left := [pid for pid in processes if Path(f"/proc/{pid}").exists()]:
            assert time.monotonic() < deadline, left
            time.sleep(0.05)


def test_given_a_program_with_a_stack_when_it_is_killed_then_the_stack_ends_too(tmp_path: Path) -> None:
    program = "import sys, time; from pathlib import Path; from infra.local import Stack\n"
    program += "Stack(Path(sys.argv[1])).start(); print('ready', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        running.kill()
    deadline = time.monotonic() + 60
    while lock.holder(Layout(tmp_path, 0, 0, 0)) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    """Return the processes a process started (Linux)."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_text("ascii").split()]


def test_given_no_python_new_enough_when_made_then_one_line_says_so(tmp_path: Path) -> None:
    project, tools = tmp_path / "project", tmp_path / "tools"
    project.mkdir()
    tools.mkdir()
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, project)
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    for name in ("sh", "make", "test", "echo"):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    end = subprocess.run(
        ["make", "up"],  # noqa: S607 - the one of the test
        cwd=project,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert end.returncode != 0
    assert end.stderr.splitlines()[0].startswith("tandem: no Python 3.11 or newer found")
    assert not (project / ".venv").exists()
