"""The workbench as an organizer uses it, on the deployed template: solve, try, edit, solve again, compare, send."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from infra.season import acts
from infra.season.people import Person, Stage
from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.client import RunningStack

SAMPLE = ROOT / "infra" / "season" / "samples" / "zgloszenia.csv"


@pytest.fixture(scope="module")
def season(stack: RunningStack) -> Iterator[acts.Season]:
    """Given: a programme in the stage «pairing» with everybody of the sample accepted."""
    played = acts.Season(Stage(stack.layout.public_url, stack.layout.mailbox_url), print)
    acts.announce(played, "Warsztat par", "Firma od par")
    acts.take_applications(played, SAMPLE.name, SAMPLE.read_bytes())
    played.organizer.post(f"/v1/programmes/{played.programme_id}/stage", {"to": "matching"})
    yield played
    played.close()


def solved(season: acts.Season, **wish: Any) -> tuple[str, dict[str, Any]]:
    """Ask for a round and wait for its preview; return the round's path and what it shows."""
    made = season.organizer.post(f"/v1/pairing/{season.programme_id}/rounds", wish)
    season.stage.settle()
    path = f"/v1/pairing/{season.programme_id}/rounds/{made['round_id']}"
    shown = season.organizer.get(path)
    assert (shown["state"], shown["percent"], shown["figures"]["proved_optimal"]) == ("preview", 100, True)
    return path, shown


def mates(shown: dict[str, Any]) -> dict[str, str]:
    return {one["mentee_id"]: one["mentor_id"] for one in shown["pairs"]}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_given_the_same_people_when_paired_from_the_file_then_it_is_what_the_workbench_shows(
    season: acts.Season, tmp_path: Path
) -> None:
    organizer = season.organizer
    programme = organizer.get(f"/v1/programmes/{season.programme_id}")
    settings = tmp_path / "settings.toml"
    dates = programme["dates"]
    settings.write_text(f"start = {dates['kick_off']}\nend = {dates['closing']}\n", "utf-8")
    tool = [sys.executable, "-m", "infra.pair", "--applications", str(SAMPLE), "--out", str(tmp_path / "out")]
    subprocess.run([*tool, "--settings", str(settings)], cwd=ROOT, check=True, capture_output=True, timeout=120)
    _, shown = solved(season)
    named = season.emails
    here = {
        (named[one["mentee_id"]], named[one["mentor_id"]], one["score"], *map("; ".join, one["reasons"].values()))
        for one in shown["pairs"]
    }
    there = {
        (one["mentee_email"], one["mentor_email"], int(one["score"]), one["reasons_pl"], one["reasons_en"])
        for one in rows(tmp_path / "out" / "pairs.csv")
    }
    assert here == there
    without = {(named[one["participant_id"]], one["words"]["pl"]) for one in shown["unmatched"]}
    assert without == {(one["email"], one["cause_pl"]) for one in rows(tmp_path / "out" / "unmatched.csv")}
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert {name: shown["figures"][name] for name in ("matched", "worst", "total")} == {
        name: summary[name] for name in ("matched", "worst", "total")
    }


def test_given_a_preview_when_edited_solved_again_compared_and_sent_then_everybody_gets_what_was_last_seen(
    season: acts.Season,
) -> None:
    organizer = season.organizer
    path, first = solved(season)
    one, two, three = sorted(mates(first))[:3]
    tried = organizer.post(f"{path}/edits", {"action": "lock", "mentee_id": one, "dry_run": True})
    assert tried["before"] == tried["after"]
    assert organizer.get(path)["edits"] == {}
    for wanted in ({"action": "lock", "mentee_id": one}, {"action": "forbid", "mentee_id": three}):
        organizer.post(f"{path}/edits", wanted, organizer.etag(path))
    edited = organizer.get(path)
    assert edited["edited"]["matched"] == first["figures"]["matched"] - 1

    again, second = solved(season, based_on=first["round_id"], weights={"topics": 0, "crossing": 100})
    assert mates(second)[one] == mates(first)[one]
    assert mates(second).get(three) != mates(first)[three]
    assert second["weights"] == {"topics": 0, "crossing": 100}
    assert organizer.get(f"/v1/programmes/{season.programme_id}")["weights"] == {}

    sides = f"first={first['round_id']}&second={second['round_id']}"
    compared = organizer.get(f"/v1/pairing/{season.programme_id}/comparison?{sides}")
    assert compared["first"] == edited["edited"]
    sums = {side: sum(one[side] or 0 for one in compared["pairs"]) for side in ("first", "second")}
    assert sums == {"first": edited["edited"]["total"], "second": second["figures"]["total"]}
    pages = {
        "Różnice": f"/comparison?{sides}",
        "Wszystkie rundy": "",
        "Ktoś inny": f"/rounds/{second['round_id']}/mentees/{two}",
    }
    for words, page in pages.items():
        assert words in organizer.download(f"/pairing/{season.programme_id}{page}").decode()

    before = len(season.stage.mails(kind="proposal"))
    organizer.post(f"{again}/send", etag=organizer.etag(again))
    season.stage.settle()
    assert organizer.get(path)["state"] == "closed"
    mailed = sorted(one.to for one in season.stage.mails(kind="proposal")[before:])
    assert mailed == sorted(season.emails[one] for pair in mates(second).items() for one in pair)
    proposed = acts.listed(organizer, f"/v1/pairing/{season.programme_id}/proposals")
    assert {(one["mentee_id"], one["mentor_id"]) for one in proposed} == set(mates(second).items())


def test_given_somebody_who_is_no_organizer_when_they_ask_then_no_round_exists(season: acts.Season) -> None:
    somebody = Person(season.stage, next(iter(season.emails.values())))
    somebody.sign_in()
    for path in (f"/pairing/{season.programme_id}", f"/pairing/{season.programme_id}/comparison?first=a&second=b"):
        assert somebody.status(path) == 404
    somebody.browser.close()
