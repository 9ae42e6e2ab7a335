"""`python -m infra.season --applications FILE --out FOLDER`: one whole season on a fresh stack of its own."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from infra.local import Stack, StackFailed
from infra.season import acts, ledger
from infra.season.people import SeasonFailed, Stage

if TYPE_CHECKING:
    from datetime import datetime

SAMPLE = Path(__file__).parent / "samples" / "zgloszenia.csv"


def say(line: str) -> None:
    """Show progress."""
    print(line, flush=True)


def play(stage: Stage, applications: Path, out: Path) -> None:
    """Play the season and write its results to `out`; raise `SeasonFailed` at the first problem."""
    season = acts.Season(stage, say)
    _act("a programme is announced", acts.announce, season, "Wiosna z mentorem", "Firma Przykładowa")
    _act("applications are taken", acts.take_applications, season, applications.name, applications.read_bytes())
    say(f"  {season.counts['imported']} imported, {season.counts['rejected']} rejected of {season.counts['rows']} rows")
    for one in season.rejected:
        say(f"    line {one['line']}, {one['column']}: {one['reason']}")
    _act("pairs are formed", acts.pair_up, season)
    say(f"  {len(season.pairs)} pairs, {len(season.unmatched)} people without one")
    first = acts.first_meeting(season.now)
    for number, pair in enumerate(season.pairs, 1):
        say(f"  pair {number} of {len(season.pairs)}: contract and goal")
        acts.sign_contract(season, pair)
        acts.agree_goal(pair)
    stage.settle()
    everybody = list(dict.fromkeys(one for pair in season.pairs for one in (pair.mentee, pair.mentor)))
    _act("the survey of the start is answered", acts.answer_surveys, season, everybody, "start")
    for number in range(acts.PLANNED):
        meet(season, number, first + number * acts.INTERVAL * acts.DAY)
    _act("some pairs are silent", acts.advance, season, first + 46 * acts.DAY)
    acts.check_silence(season)
    say(f"  {season.nudges} nudges, {season.alerts} alerts")
    _act("pairs close", acts.close, season)
    reports = _act("reports are read", acts.report, season)
    _act("the survey of the end is answered", acts.answer_surveys, season, everybody, "end")
    _act("the weekly report comes", acts.weekly, season)
    summary = ledger.write(season, reports, out)
    shown = (
        "pairs",
        "meetings_held",
        "silent_pairs",
        "nudges",
        "alerts",
        "closed_completed",
        "closed_early",
        "dead_letters",
    )
    say("  " + ", ".join(f"{name} {summary[name]}" for name in shown))


def meet(season: acts.Season, number: int, starts_at: datetime) -> None:
    """Every pair that isn't silent plans, holds and confirms a meeting; silent ones only the first."""
    pairs = [pair for pair in season.pairs if not pair.silent or number == 0]
    say(f"meeting {number + 1} of {acts.PLANNED}: {len(pairs)} pairs")
    for pair in pairs:
        acts.plan_meeting(season, pair, starts_at)
    season.stage.settle()
    acts.advance(season, starts_at + 2 * acts.DAY / 24)
    for pair in pairs:
        acts.hold_meeting(pair)
    season.stage.settle()
    if number == 0:
        everybody = list(dict.fromkeys(one for pair in pairs for one in (pair.mentee, pair.mentor)))
        acts.answer_surveys(season, everybody, "pair_fit")


def _act(name: str, function: object, *arguments: object) -> dict[str, bytes]:
    started = time.monotonic()
    say(name)
    result = function(*arguments)  # type: ignore[operator]
    say(f"  done, {time.monotonic() - started:.1f} s")
    return result  # type: ignore[no-any-return]


def main(arguments: list[str]) -> int:
    """Play; exit with 1 and one line if something is wrong."""
    parser = argparse.ArgumentParser(prog="infra.season", description="Plays one season of a programme.")
    parser.add_argument("--applications", type=Path, default=SAMPLE)
    parser.add_argument("--out", type=Path, default=Path("build/season"))
    parser.add_argument("--keep", type=Path, help="keep the stack's data in this folder, to look into it afterwards")
    chosen = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="tandem-season-") as data:
            say("the stack starts")
            with Stack(chosen.keep or Path(data), lasting=chosen.keep is not None) as stack:
                play(Stage(stack.public_url, stack.mailbox_url), chosen.applications, chosen.out)
    except (SeasonFailed, StackFailed, OSError) as error:
        print(f"season: {error}", file=sys.stderr)
        return 1
    say(f"the season ended well; see {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
