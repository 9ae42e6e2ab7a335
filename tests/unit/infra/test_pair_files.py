"""Pairing from a file: what lies in the folder afterwards."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from infra.pair import __main__ as command
from infra.pair import folder
from infra.template import ROOT
from tests.unit.infra.givens import PEOPLE, TITLES, applications, paired, summary, table

SEASON = ROOT / "infra" / "season" / "samples"
NAMES = {"pairs.csv", "unmatched.csv", "scores.csv", "summary.json"}


@pytest.mark.parametrize("mode", ["most_served", "best_quality"])
def test_given_a_file_when_paired_then_the_files_agree_with_each_other(tmp_path: Path, mode: str) -> None:
    source, out = SEASON / "zgloszenia.csv", tmp_path / "out"

    assert paired(source, out, "--mode", mode) == 0

    pairs, scores, told = table(out, "pairs"), table(out, "scores"), summary(out)
    points = [int(one["score"]) for one in pairs]
    by_pair = {(one["mentee_email"], one["mentor_email"]): int(one["score"]) for one in scores}
    assert {path.name for path in out.iterdir()} == NAMES
    assert (len(pairs), sum(points), min(points)) == (told["matched"], told["total"], told["worst"])
    assert all(by_pair[one["mentee_email"], one["mentor_email"]] == int(one["score"]) for one in pairs)
    assert all((one["mentee_email"], one["reserve_email"]) in by_pair for one in pairs if one["reserve_email"])
    assert told["proved_optimal"]
    assert told["mode"] == mode
    assert told["seconds"] >= 0 < told["peak_memory_mb"]
    assert [one["mentee_email"] for one in pairs] == sorted({one["mentee_email"] for one in pairs})
    people = command.read(str(source), "")
    places = {one.email: one.capacity for one in people.mentors}
    used = Counter(one["mentor_email"] for one in pairs)
    assert all(used[email] <= places[email] for email in used)
    alone = {one["email"] for one in table(out, "unmatched") if one["role"] == "mentee"}
    assert alone | {one["mentee_email"] for one in pairs} == {one.email for one in people.mentees}


def test_given_a_person_nobody_can_meet_when_paired_then_the_cause_is_told_in_both_languages(tmp_path: Path) -> None:
    paired(applications(tmp_path), tmp_path / "out")

    rows = {(one["email"], one["role"]): one for one in table(tmp_path / "out", "unmatched")}
    lonely = rows["jon.doe@firma.example", "mentee"]
    assert "language" in lonely["cause_en"]
    assert lonely["cause_pl"] != lonely["cause_en"]


@pytest.mark.parametrize("seed", range(5))
def test_given_rows_in_another_order_when_paired_then_the_tables_are_the_same_bytes(tmp_path: Path, seed: int) -> None:
    twins = [f"Mentee;A;B;twin{n}@firma.example;;;;negocjacje;;;tak;tak" for n in range(6)]
    twins += [f"Mentor;A;B;same{n}@firma.example;;;;negocjacje;;1;tak;tak" for n in range(4)]
    people = [*PEOPLE, *twins]
    paired(applications(tmp_path, people), tmp_path / "one")
    random.Random(seed).shuffle(people)  # noqa: S311 - any order will do
    paired(applications(tmp_path, people), tmp_path / "two")

    for name in ("pairs.csv", "unmatched.csv", "scores.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert summary(tmp_path / "one")["input_hash"] == summary(tmp_path / "two")["input_hash"]


def test_given_bad_rows_when_paired_then_they_are_told_and_the_good_ones_are_paired(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [
        "Mentee;Ala;Kot;to nie adres;;;;negocjacje;;;tak;tak",
        "Opiekun;Ala;Kot;ala.kot@firma.example;;;;negocjacje;;;tak;tak",
        PEOPLE[0],
    ]
    paired(applications(tmp_path, [*PEOPLE[:4], *bad, *PEOPLE[4:]]), tmp_path / "out")

    told = summary(tmp_path / "out")
    assert (told["rows"], told["imported"], told["rejected_rows"]) == (10, 7, 2)
    assert [(one["line"], one["column"]) for one in told["rejected"]] == [(6, "E-mail"), (7, "Rola")]
    assert [(one["line"], one["column"]) for one in told["noted"]] == [(2, "E-mail")]
    assert all(set(one) == {"line", "column", "reason"} and one["reason"] for one in told["rejected"])
    said = capsys.readouterr().err
    assert all(f"line {one['line']}, {one['column']}: {one['reason']}" in said for one in told["rejected"])
    assert told["matched"] == 3


def test_given_a_file_in_windows_1250_when_paired_then_as_in_utf_8(tmp_path: Path) -> None:
    paired(applications(tmp_path), tmp_path / "one")
    paired(applications(tmp_path, encoding="cp1250"), tmp_path / "two")

    for name in ("pairs.csv", "unmatched.csv", "scores.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_given_cells_like_formulas_when_paired_then_no_cell_is_one(tmp_path: Path) -> None:
    people = [
        "Mentee;A;B;=cmd@firma.example;;;;=1+1;;;tak;tak",
        "Mentor;A;B;+plus@firma.example;;;;=1+1;;1;tak;tak",
    ]
    paired(applications(tmp_path, people), tmp_path / "out")

    (pair,) = table(tmp_path / "out", "pairs")
    assert (pair["mentee_email"], pair["mentor_email"]) == ("'=cmd@firma.example", "'+plus@firma.example")
    (score,) = table(tmp_path / "out", "scores")
    assert {key: pair[key] for key in score} == score


def test_given_somebody_twice_in_two_files_when_paired_then_the_later_answer_counts_and_the_file_is_told(
    tmp_path: Path,
) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("\n".join([TITLES, *PEOPLE]), "utf-8")
    two.write_text("\n".join([TITLES, PEOPLE[1]]), "utf-8")

    assert paired(f"{one},{two}", tmp_path / "out") == 0

    (again,) = summary(tmp_path / "out")["noted"]
    assert (again["file"], again["line"]) == ("one.csv", 3)
    assert "two.csv, line 2" in again["reason"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (TITLES.encode(), "no applications"),
        (b"PK\x03\x04 a workbook", "workbook"),
        (b"a,b\n1,2\n", "missing"),
        (f'{TITLES}\n"Mentee'.encode(), "never closed"),
    ],
)
def test_given_a_file_that_is_no_table_of_applications_when_paired_then_one_line_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, word: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)

    assert paired(file, tmp_path / "new" / "out") == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"pair: {file}: ")
    assert word in line
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv"}


@pytest.mark.parametrize("given", ["nowhere.csv", "", " , ", "."])
def test_given_no_file_when_paired_then_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    monkeypatch.chdir(tmp_path)

    assert paired(given, tmp_path / "out") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_given_nobody_on_one_side_when_paired_then_there_are_no_pairs_and_the_files_say_why(tmp_path: Path) -> None:
    assert paired(applications(tmp_path, PEOPLE[:3]), tmp_path / "out") == 0

    told = summary(tmp_path / "out")
    assert (told["matched"], told["total"]) == (0, 0)
    assert len(table(tmp_path / "out", "unmatched")) == 3


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError])
def test_given_a_run_that_stops_half_way_when_looked_at_then_everything_is_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    source, out = applications(tmp_path), tmp_path / "out"
    paired(source, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    listed = set(tmp_path.iterdir())

    def half(*_: Any) -> str:
        raise stop

    monkeypatch.setattr(command.results, "unmatched_csv", half)

    assert paired(source, out) in (1, 130)
    assert paired(source, tmp_path / "never") in (1, 130)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert set(tmp_path.iterdir()) == listed


def test_given_a_folder_with_other_files_when_filled_again_then_they_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine", "utf-8")

    with folder.filled(out, "last") as fresh:
        (fresh / "last").write_text("new", "utf-8")

    assert {path.name: path.read_text("utf-8") for path in out.iterdir()} == {"notes.txt": "mine", "last": "new"}
    assert list(tmp_path.iterdir()) == [out]


def test_given_a_file_in_the_folders_place_when_paired_then_it_is_refused(tmp_path: Path) -> None:
    source = applications(tmp_path)

    assert paired(source, source) == 2
    assert source.read_bytes().startswith(b"\xef\xbb\xbfRola")


def test_given_the_command_when_run_then_progress_goes_to_stderr_and_files_to_the_folder(tmp_path: Path) -> None:
    source, out = applications(tmp_path), tmp_path / "out"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}

    done = subprocess.run(
        [sys.executable, "-m", "infra.pair", "--applications", str(source), "--out", str(out)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip

    assert done.stdout == ""
    assert "assignment" in done.stderr
    assert {path.name for path in out.iterdir()} == NAMES
    assert "wspólne" in (out / "pairs.csv").read_text("utf-8")
