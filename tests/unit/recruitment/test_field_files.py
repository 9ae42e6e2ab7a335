"""Files as people really have them: each gives what `tests/samples/field/README.md` says, however it is read.

`FIELD_FILES` names another folder with the same files.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from infra.pair import applications, results
from infra.pair.input import input_of
from infra.pair.settings import Settings
from pairing.matching import explain
from recruitment import imports
from recruitment.imports import FileUnreadable
from tests.fakes.context import NOON

FIELD = Path(os.environ.get("FIELD_FILES", Path(__file__).parents[2] / "samples" / "field"))
FILES = sorted(one.name for one in FIELD.iterdir() if one.name not in ("README.md", "html-table.xls"))
GOOGLE = (29, ["availability"] * 4 + ["replaced"])
OTHERWISE: dict[str, tuple[int, list[str]]] = {
    "google-forms-30.csv": GOOGLE,
    "google-forms-30-renamed.csv": GOOGLE,
    "role-both.csv": (3, []),
    "both-roles.csv": (3, []),
    "same-name.csv": (3, []),
    "kierowniczka.csv": (7, []),
    "star-mentor.csv": (15, []),
    "dup-later.csv": (2, ["replaced"]),
    "date-topic.csv": (2, ["topic-spoilt"]),
    "zone-utc1.csv": (2, ["zone", "zone"]),
    "longname.csv": (1, ["too-long"]),
    "email-local-pl.csv": (1, ["email-letters"]),
    "addresses.csv": (7, ["email-apostrophe", "email-letters"]),
}
"""File → how many applications are in it and what is said; two and nothing for all others."""


def taken(name: str) -> imports.ParsedFile:
    return imports.read((FIELD / name).read_bytes(), NOON)


@pytest.mark.parametrize("name", FILES)
def test_given_a_file_of_the_field_when_read_then_it_gives_what_it_should_on_the_page_and_to_make_pair(
    name: str,
) -> None:
    found = taken(name)

    assert (len(found.good), sorted(one.code for one in found.said)) == OTHERWISE.get(name, (2, []))
    paired = applications.people_of([(name, applications.taken((FIELD / name).read_bytes(), name))])
    assert len(paired.mentees) + len(paired.mentors) == len(found.good)
    assert all(len(row.profile["consents"]) == 2 for row in found.good)


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("capacity-float.csv", "capacity", [2, 0]),
        ("capacity-words.csv", "capacity", [2, 0]),
        ("capacity0.csv", "capacity", [0, 0]),
        ("dup-later.csv", "topics", [["delegowanie"], ["finanse"]]),
        ("topic-comma.csv", "topics", [["Komunikacja (feedback, konflikty)", "Delegowanie"], ["delegowanie"]]),
        ("date-topic.csv", "topics", [[], ["delegowanie"]]),
        ("full-name.csv", "last_name", ["Sęk", "Żak"]),
        ("zone-calcutta.csv", "zone", ["Asia/Calcutta"] * 2),
        ("zone-warszawa.csv", "zone", ["Europe/Warsaw"] * 2),
        ("soft-hyphen-name.csv", "last_name", ["Sęk", "Żak"]),
        ("name-newline.csv", "first_name", ["Jan Bcc: zly@zly.example", "Ola"]),
    ],
)
def test_given_a_file_of_the_field_when_read_then_its_trait_is_understood(
    name: str, field: str, values: list[Any]
) -> None:
    assert [dict(row.profile)[field] for row in taken(name).good] == values


def test_given_the_untouched_export_of_a_form_when_read_then_it_is_the_same_as_the_one_renamed_by_hand() -> None:
    untouched, renamed = taken("google-forms-30.csv"), taken("google-forms-30-renamed.csv")

    assert [row.email for row in untouched.good] == [row.email for row in renamed.good]
    assert (untouched.ignored, untouched.absent) == ((), ())
    assert [row.profile for row in untouched.good] == [row.profile for row in renamed.good]
    assert [(one.line, one.params) for one in untouched.notes if one.code == "replaced"] == [(4, {"line": 23})]


def test_given_a_web_page_called_xls_when_read_then_it_is_said_to_be_one_and_what_to_do() -> None:
    with pytest.raises(FileUnreadable) as refused:
        taken("html-table.xls")

    assert refused.value.code == "file-is-page"
    assert "save it as a workbook" in refused.value.message


def test_given_an_offset_for_a_zone_when_read_then_it_is_asked_about_with_a_suggestion() -> None:
    note = taken("zone-utc1.csv").notes[0]

    assert note.message % note.params == "UTC+1 doesn't say what clocks do in summer; is it Europe/Warsaw?"


def test_given_two_people_alike_when_one_s_title_is_feminine_then_they_score_the_same() -> None:
    content = (FIELD / "kierowniczka.csv").read_bytes()
    people = applications.people_of([("a.csv", applications.taken(content, "a.csv"))])

    solution = explain.pair_up(input_of(people, Settings(), "settings"))

    table = [line.split(",") for line in "".join(results.scores_csv(solution.scores)).splitlines()[1:]]
    scores = {mentor: int(score) for mentee, mentor, score in table if mentee == "ala@firma.example"}
    assert scores["ewa@firma.example"] == scores["jan@firma.example"] > 0
