"""`make faults`: cut a season at every call to AWS, print what was tried, lost and doubled, write docs/faults.md."""

from __future__ import annotations

import argparse
import logging
import re
import sys
import time

import tests.conftest  # noqa: F401 - the settings of tests
from tests.faults.aws import real_enough
from tests.faults.explorer import Explorer
from tests.faults.plot import play
from tests.faults.stage import Theatre
from tests.faults.table import report
from tests.faults.world import BEGINNING, World


def say(line: str) -> None:
    """Show progress."""
    sys.stderr.write(f"{line}\n")


def main(arguments: list[str]) -> int:
    """Run; exit 1 when anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="tests.faults")
    parser.add_argument("--only", default="", help="cut only steps whose name matches this regular expression")
    parser.add_argument("--scenes", type=int, help="how many scenes are played (all, when not given)")
    parser.add_argument("--write", action="store_true", help="write docs/faults.md")
    chosen = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    begun = time.monotonic()
    with real_enough() as aws:
        world = World(aws, BEGINNING)
        with world.clock():
            explorer = Explorer(world, lambda label: re.search(chosen.only, label) is not None)
            try:
                play(explorer, Theatre(explorer), say, chosen.scenes)
            finally:
                good = report(explorer, time.monotonic() - begun, write=chosen.write)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
