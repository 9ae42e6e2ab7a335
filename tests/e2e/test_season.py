"""A whole season through the public API and the mails, on the deployed template: the promise of the product."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING, Any

from icalendar import Calendar

from infra.template import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GATHERINGS = {"Warsztat na start", "Otwarcie programu", "Zamknięcie programu", "Interwizja, grupa 1"}
SAMPLES = ROOT / "infra" / "season" / "samples"


def _play(applications: Path, out: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.season", "--applications", str(applications), "--out", str(out)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600, env=os.environ | environment,
    )  # fmt: skip


def test_given_a_file_with_bad_rows_when_a_season_is_played_then_it_ends_well_and_its_numbers_agree(
    tmp_path: Path,
) -> None:
    # Under a path, as behind a stage of API Gateway: every link, form and mail of a season must stay there.
    played = _play(SAMPLES / "zgloszenia-z-bledami.csv", tmp_path, TANDEM_PREFIX="/live")
    assert played.returncode == 0, played.stdout[-2000:] + played.stderr
    season = json.loads((tmp_path / "season.json").read_text("utf-8"))
    shown = ("rows", "applied_by_form", "imported", "replaced", "rejected")
    assert [season[name] for name in shown] == [17, 3, 11, 1, 2]
    assert season["dead_letters"] == 0
    assert season["events_consumed"] == season["events_expected"]
    assert season["silent_pairs"] >= 1
    pairs = season["pairs"]
    assert (season["messages"], season["messages_by_mail"], season["files"]) == (2 * pairs, pairs, pairs)
    assert season["notes_by_visibility"] == dict.fromkeys(("author", "pair", "mentors", "mentees", "programme"), pairs)
    assert season["secrets_searched"] > 25
    assert (season["secrets_found"], season["controls_found"]) == (0, 7)
    assert season["nudges"] == season["matters"] == season["closed_early"] == season["silent_pairs"]
    assert len(list((tmp_path / "mails").glob("*.eml"))) == sum(season["mails_by_kind"].values())
    assert len(list((tmp_path / "reports").glob("*.pdf"))) == season["pairs"]
    _check_gatherings(tmp_path, season)
    _check_calendars(tmp_path / "calendars", season)


def _check_gatherings(out: Path, season: dict[str, Any]) -> None:
    """A workshop for those who have a pair, an opening for fourteen with ten seats, a closing for whose pairs meet.

    Between them all mentors are in one group of intervision.

    Of four who waited one took a seat, one declined, one didn't answer, and the last one took what was left.
    """
    assert (season["gatherings"], season["waiting"], season["moved_up"]) == (4, 4, 2)
    circled = _table(out / "intervision.csv")
    mentors = {one["mentor_email"] for one in _table(out / "pairs.csv")}
    assert (season["intervision_groups"], season["case_cards_erased"]) == (1, 1)
    assert {one["email"] for one in circled} >= mentors
    assert len(circled) == len({one["email"] for one in circled})
    roles = sorted(one["role"] for one in circled if one["group"] == "1" and one["role"] != "consultant")
    assert roles == ["moderator", "presenter", "time_keeper"]
    people = {one["mentee_email"] for one in _table(out / "pairs.csv")} | {
        one["mentor_email"] for one in _table(out / "pairs.csv")
    }
    met = {
        one[name] for one in _table(out / "pairs.csv") if one["outcome"] == "completed"
        for name in ("mentee_email", "mentor_email")
    }  # fmt: skip
    assert season["signed_up"] == len(people) + season["accepted"] + len(met) + len(circled)
    assert season["attended"] == (len(people) - 1) + (10 - 1) + len(met) + len(circled)
    seated = _table(out / "rooms.csv")
    rounds = [[one["email"] for one in seated if one["round"] == nth] for nth in ("1", "2")]
    assert len(seated) == len(rounds[0]) + len(rounds[1]) == 2 * (10 - 1)
    assert sorted(rounds[0]) == sorted(rounds[1]) == sorted(set(rounds[0]))
    rooms: dict[tuple[str, str], list[str]] = {}
    for one in seated:
        rooms.setdefault((one["round"], one["room"]), []).append(one["email"])
    assert season["rooms"] == len(rooms) == 4
    met_in = [{frozenset(two) for room in _in_round(rooms, nth) for two in combinations(room, 2)} for nth in "12"]
    assert season["repeated_encounters"] == len(met_in[0] & met_in[1])


def _in_round(rooms: dict[tuple[str, str], list[str]], nth: str) -> list[list[str]]:
    return [people for (of, _), people in rooms.items() if of == nth]


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _check_calendars(folder: Path, season: dict[str, Any]) -> None:
    """Two pairs hold three meetings each by replies, one by a counter-proposal; another parser reads all calendars.

    One more pair has two of its meetings by a plan, and moves one of them. Gatherings are in the same calendars.
    """
    assert (season["calendar_replies"], season["counter_proposals"], season["plans"]) == (6, 1, 1)
    calendars: list[Any] = [Calendar.from_ical(file.read_bytes()) for file in folder.glob("*.ics")]
    assert len(calendars) == season["feeds_fetched"] > 0
    shown = [
        (str(one["UID"]), "RECURRENCE-ID" in one)
        for each in calendars
        for one in each.walk("VEVENT")
        if str(one["SUMMARY"]) not in GATHERINGS
    ]
    assert len(shown) == 2 * len(set(shown)) == 2 * season["meetings_held"]


def test_given_a_file_that_is_no_table_when_a_season_is_played_then_it_stops_with_one_clear_line(
    tmp_path: Path,
) -> None:
    file = tmp_path / "zdjecie.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    played = _play(file, tmp_path / "out")
    assert played.returncode == 1
    assert len(played.stderr.strip().splitlines()) == 1
    assert played.stderr.startswith(f"season: {file}: ")
