"""`python -m infra.pair --applications FILE --out FOLDER`: who goes with whom, from a file, without the stack."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from infra.build import compile_catalogues
from infra.memory import peak_memory
from infra.pair import Refused, applications, folder, results, toml
from infra.pair.input import input_of, refusal
from infra.pair.mapping import mapping_of
from infra.pair.settings import MODES, Settings, settings_of
from pairing.matching import explain
from pairing.matching.given import InputRefused
from recruitment.imports import MappingWrong, parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.pair.applications import Applications
    from recruitment.imports import Layout

SUMMARY = "summary.json"
REFUSED, FAILED, STOPPED = 2, 1, 130
"""Exit codes: invalid input; this machine prevented it; somebody stopped it."""


def say(line: str) -> None:
    """Show progress."""
    print(line, file=sys.stderr, flush=True)


def read(given: str, mapping: str) -> Applications:
    """Return the applicants in the files; raises `Refused`."""
    takes, layout_of = layouts(mapping)
    found = [
        (path.name, applications.taken(contents(path), str(path), layout_of(path.name)))
        for path in applications.files_of(given, takes)
    ]
    return applications.people_of(found)


def layouts(mapping: str) -> tuple[Callable[[str], bool], Callable[[str], Layout | None]]:
    """Return which files of a folder are meant, by name, and the layout of each, as a mapping's file says."""
    if not mapping:
        return lambda _: True, lambda _: None
    if mapping.lower().endswith(".json"):
        try:
            columns = parsed(contents(Path(mapping)))
        except MappingWrong as error:
            raise Refused(f"{mapping}: {error.message}") from error
        return lambda _: True, lambda _: columns
    known = mapping_of(toml.load(Path(mapping)), mapping)
    return known.takes, known.layout


def contents(path: Path) -> bytes:
    """Return the content of a file; raises `Refused`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from error


def tell(people: Applications) -> None:
    """Print what was read, and every row that wasn't taken."""
    for name, titles in people.ignored.items():
        say(f"{name}: columns not read: {', '.join(titles)}")
    for one in people.rejected:
        say(f"{one.file}, line {one.line}{', ' if one.column else ''}{one.column}: {one.reason}")
    for one in people.noted:
        say(f"{one.file}, line {one.line}{', ' if one.column else ''}{one.column}: taken, but: {one.reason}")
    say(f"{people.rows} rows: {len(people.mentees)} mentees and {len(people.mentors)} mentors can be paired")


def pair(people: Applications, settings: Settings, place: str) -> explain.Solution:
    """Return the optimal pairs; raises `Refused` for impossible locks."""
    given = input_of(people, settings, place)
    try:
        return explain.pair_up(given, lambda step, percent: say(f"{percent:3d} % {step}"))
    except InputRefused as refused:
        raise Refused(refusal(refused, place)) from refused


def write(fresh: Path, solution: explain.Solution) -> None:
    """Write the tables into a folder."""
    say(" 90 % files")
    tables = {
        "pairs.csv": [results.pairs_csv(solution.result)],
        "unmatched.csv": [results.unmatched_csv(solution.result)],
        "scores.csv": results.scores_csv(solution.scores),
    }
    for name, parts in tables.items():
        with (fresh / name).open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Pair and write the files; return the summary. Raises `Refused`, and OSError if files can't be written."""
    begun = time.monotonic()
    if not chosen.applications.strip() or not chosen.out.strip():
        raise Refused("name the applications and a folder: APPLICATIONS=file.csv OUT=folder")
    place = chosen.settings or "settings"
    settings = settings_of(toml.load(Path(chosen.settings)), place) if chosen.settings else Settings()
    settings = replace(settings, mode=chosen.mode or settings.mode)
    people = read(chosen.applications, chosen.mapping)
    tell(people)
    with folder.filled(Path(chosen.out), SUMMARY) as fresh:
        compile_catalogues()
        solution = pair(people, settings, place)
        write(fresh, solution)
        costs = {"seconds": round(time.monotonic() - begun, 2), "peak_memory_mb": peak_memory()}
        summary = results.summary_of(solution.result, people, settings, costs)
        (fresh / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return summary


def _stop(number: int, _frame: object) -> NoReturn:
    """End as Ctrl-C does, so that nothing half done stays."""
    raise KeyboardInterrupt(number)


def main(arguments: list[str]) -> int:
    """Pair; errors are one line on stderr and an exit code."""
    parser = argparse.ArgumentParser(prog="infra.pair", description="Pairs people from files of applications.")
    parser.add_argument(
        "--applications", required=True, help="a file (CSV, XLSX, ODS), several with commas between, or a folder"
    )
    parser.add_argument("--out", required=True, help="the folder for pairs, unmatched, scores and summary")
    parser.add_argument("--mode", choices=MODES, help="counts before the mode in the settings")
    parser.add_argument("--settings", default="", help="TOML, as infra/pair/settings.toml explains")
    parser.add_argument("--mapping", default="", help="JSON as the import page saves it, or TOML (infra/pair/mappings)")
    chosen = parser.parse_args(arguments)
    try:
        summary = run(chosen)
    except Refused as refused:
        say(f"pair: {refused}")
        return REFUSED
    except OSError as error:
        say(f"pair: {error}")
        return FAILED
    except KeyboardInterrupt:
        say("pair: stopped")
        return STOPPED
    say(
        f"{summary['matched']} pairs, the worst {summary['worst']}, together {summary['total']}, "
        f"{'proved optimal' if summary['proved_optimal'] else 'not proved optimal'}; see {chosen.out}"
    )
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main(sys.argv[1:]))
