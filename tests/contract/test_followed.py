"""A run of the tests that reaches too little of what decides fails, and says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_given_few_tests_when_what_decides_is_followed_then_the_run_fails_and_names_what_was_not_reached() -> None:
    few = [sys.executable, "-m", "pytest", "tests/unit/relay", "-q", "-n", "2", "--deciding", "95"]
    run = subprocess.run(few, check=False, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert run.returncode == 1
    assert "% of what decides was reached; 95.0 % must be" in run.stdout
    assert "lines not reached in services/" in run.stdout
    assert "passed" in run.stdout
