"""`python -m infra.season --applications FILE --out FOLDER`: one whole season on a fresh stack of its own."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from infra.local import Stack, StackFailed
from infra.season import acts, ledger, search
from infra.season.backstage import Backstage
from infra.season.people import SeasonFailed, Stage
from mentoring import clock
from recruitment import imports

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

Result = TypeVar("Result")

SAMPLE = Path(__file__).parent / "samples" / "zgloszenia.csv"


def say(line: str) -> None:
    """Show progress."""
    print(line, flush=True)


class Given(NamedTuple):
    """A file of applications, and what its columns mean, as the import page saves it; without, their titles say it."""

    name: str
    content: bytes
    mapping: dict[str, Any] | None


def given(applications: Path, mapping: Path | None) -> Given:
    """Return the file of applications; raise `FileUnreadable` if it is no table: nobody waits a season to hear that."""
    columns = json.loads(mapping.read_text("utf-8")) if mapping else None
    content = applications.read_bytes()
    imports.read(content, clock.now(), None, imports.mapping_of(columns or {}))
    return Given(applications.name, content, columns)


def play(stack: Stack, file: Given, out: Path) -> None:
    """Play the season and write its results to `out`; raise `SeasonFailed` at the first problem."""
    with Backstage(stack.layout) as backstage:
        _play(stack, backstage, file, out)


def _play(stack: Stack, backstage: Backstage, file: Given, out: Path) -> None:
    stage = Stage(stack.public_url, stack.mailbox_url, stack.layout.smtp_url)
    season = acts.Season(stage, say)
    stage.move_to(acts.iso(acts.before_clocks_change(season.now)))
    _act("a programme is announced", acts.announce, season, "Wiosna z mentorem", "Firma Przykładowa")
    _act("applications are taken", acts.take_applications, season, *file)
    say(f"  {season.counts['imported']} imported, {season.counts['rejected']} rejected of {season.counts['rows']} rows")
    for one in season.rejected:
        say(f"    line {one['line']}, {one['column']}: {one['reason']}")
    _act("pairs are formed", acts.pair_up, season)
    say(f"  {len(season.pairs)} pairs, {len(season.unmatched)} people without one")
    acts.choose_calendars(season)
    first = acts.first_meeting(season.now)
    _act("a workshop and an opening are announced", acts.plan_opening, season, first)
    acts.write_guides(season)
    for number, pair in enumerate(season.pairs, 1):
        say(f"  pair {number} of {len(season.pairs)}: contract, goal, notes, file")
        acts.sign_contract(season, pair)
        acts.agree_goal(season, pair)
        acts.share_notes(season, pair)
        acts.share_file(season, pair)
        acts.read_guide(season, pair)
    acts.keep_link(season, season.pairs[0])
    stage.settle()
    acts.see_what_others_share(season)
    _act("everybody is told something", acts.tell_everybody, season)
    acts.count_readers(season)
    _act("pairs talk", acts.talk, season, season.pairs)
    _act("something isn't right", acts.answer_plea, season, season.pairs[0])
    everybody = list(dict.fromkeys(one for pair in season.pairs for one in (pair.mentee, pair.mentor)))
    _act("the survey of the start is answered", acts.answer_surveys, season, everybody, "start")
    _meet(season, first)
    _act("pairs close", acts.close, season)
    reports = _act("reports are read", acts.report, season)
    _act("the survey of the end is answered", acts.answer_surveys, season, everybody, "end")
    _act("the weekly report comes", acts.weekly, season)
    _act("gatherings are counted", acts.count_gatherings, season)
    acts.check_reminders(season, season.gatherings[0])
    _act("feeds show what calendars show", acts.fetch_feeds, season, everybody)
    searched = _act("private words are searched for", search.search, season, backstage, reports)
    summary = ledger.write(season, reports, searched, out)
    shown = (
        "pairs",
        "meetings_held",
        "silent_pairs",
        "nudges",
        "matters",
        "closed_completed",
        "closed_early",
        "messages",
        "messages_by_mail",
        "files",
        "calendar_replies",
        "counter_proposals",
        "plans",
        "feeds_fetched",
        "gatherings",
        "signed_up",
        "waiting",
        "moved_up",
        "attended",
        "rooms",
        "repeated_encounters",
        "intervision_groups",
        "case_cards_erased",
        "secrets_found",
        "dead_letters",
    )
    say("  " + ", ".join(f"{name} {summary[name]}" for name in shown))


def _meet(season: acts.Season, first: datetime) -> None:
    """Everybody meets everybody, then pairs meet, and at the end of it everybody once more."""
    acts.arrange(season, 0, first)
    _act("people learn what mentoring is", acts.hold_workshop, season)
    _act("the programme opens", acts.hold_opening, season)
    acts.come_together(season, 0, first)
    for number in range(1, acts.PLANNED):
        if number == acts.PLANNED - 1:
            evening = first + (acts.INTERVAL + 2) * acts.DAY + acts.HOUR
            _act("mentors help each other", acts.help_each_other, season, evening)
        acts.meet(season, number, first + number * acts.INTERVAL * acts.DAY)
    closing = (first + 44 * acts.DAY).replace(hour=16)
    _act("a closing is announced", acts.plan_closing, season, closing)
    _act("some pairs are silent", acts.advance, season, closing - 8 * acts.DAY)
    _act("the programme closes", acts.hold_closing, season)
    acts.advance(season, first + 46 * acts.DAY)
    acts.check_silence(season)
    say(f"  {season.nudges} nudges, {season.matters} matters")


def _act(name: str, function: Callable[..., Result], *arguments: object) -> Result:
    started = time.monotonic()
    say(name)
    result = function(*arguments)
    say(f"  done, {time.monotonic() - started:.1f} s")
    return result


def main(arguments: list[str]) -> int:
    """Play; exit with 1 and one line if something is wrong."""
    parser = argparse.ArgumentParser(prog="infra.season", description="Plays one season of a programme.")
    parser.add_argument("--applications", type=Path, default=SAMPLE)
    parser.add_argument("--mapping", type=Path, help="JSON as the import page saves it")
    parser.add_argument("--out", type=Path, default=Path("build/season"))
    parser.add_argument("--keep", type=Path, help="keep the stack's data in this folder, to look into it afterwards")
    chosen = parser.parse_args(arguments)
    try:
        file = given(chosen.applications, chosen.mapping)
        with tempfile.TemporaryDirectory(prefix="tandem-season-") as data:
            say("the stack starts")
            with Stack(chosen.keep or Path(data), lasting=chosen.keep is not None) as stack:
                play(stack, file, chosen.out)
    except imports.FileUnreadable as error:
        print(f"season: {chosen.applications}: {error.message % error.params}", file=sys.stderr)
        return 1
    except (SeasonFailed, StackFailed, OSError) as error:
        print(f"season: {error}", file=sys.stderr)
        return 1
    say(f"the season ended well; see {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
