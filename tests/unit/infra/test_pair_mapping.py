"""Files of other programs: columns, constants, defaults, translated values."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from infra.pair import __main__ as command
from infra.pair.mapping import mapping_of
from infra.pair.settings import settings_of
from infra.template import ROOT
from mentoring.levels import Levels
from recruitment.imports import COLUMNS
from tests.unit.infra.givens import paired, summary, table

SAMPLES = ROOT / "infra" / "pair" / "samples"
MENTOR_MATCH = ROOT / "infra" / "pair" / "mappings" / "mentor-match.toml"
BASE = """
[role]
column = "Who"
values = { "learns" = "mentee", "teaches" = "mentor" }
[fields]
first_name = { column = "Name" }
last_name = { value = "-" }
email = { column = ["Mail", "E-mail"] }
topics = { join = ["Topic 1", "Topic 2"], values = { "L&D" = "learning" } }
languages = { column = "Speaks", separator = "/", values = { "PL" = "polski C2", "EN" = "angielski C1" }, default = "" }
rules_consent = { value = "yes" }
privacy_consent = { value = "yes" }
[mentor]
capacity = { column = "Places", default = "1" }
"""
OWN = """Who\tName\tE-mail\tTopic 1\tTopic 2\tSpeaks\tPlaces
learns\tAnn\tann@a.example\tL&D\tmaths\tPL/EN\t
teaches\tBob\tbob@a.example\tlearning\t\tEN\t2
teaches\tCid\tcid@a.example\tlearning, and more\t\t\t
sings\tDan\tdan@a.example\tL&D\t\t\t
learns\tEve\teve\tL&D\t\t\t
"""


def mapped(folder: Path, mapping: str = BASE, content: str = OWN) -> int:
    (folder / "people.csv").write_text(content, "utf-8")
    (folder / "m.toml").write_text(mapping, "utf-8")
    return paired(folder / "people.csv", folder / "out", "--mapping", str(folder / "m.toml"))


@pytest.mark.parametrize("heading", ["email address", "email"])
def test_given_the_sample_of_mentor_match_when_paired_then_grades_professions_and_places_count(
    tmp_path: Path, heading: str
) -> None:
    for name in ("mentors.csv", "mentees.csv"):
        text = (SAMPLES / name).read_text("utf-8").replace("email address", heading)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "notes.csv").write_text("from another program", "utf-8")

    assert paired(tmp_path, tmp_path / "out", "--mapping", str(MENTOR_MATCH)) == 0

    found = {one["mentee_email"]: one["mentor_email"] for one in table(tmp_path / "out", "pairs")}
    assert found == {
        "cleo.stone@ministry.example": "ada.hill@ministry.example",
        "dora.field@ministry.example": "ada.hill@ministry.example",
        "eli.brook@ministry.example": "ben.marsh@ministry.example",
        "finn.wood@ministry.example": "cleo.stone@ministry.example",
    }
    assert summary(tmp_path / "out")["rejected"] == []


def test_given_the_sample_of_mentor_match_when_read_then_fields_are_where_they_belong() -> None:
    people = command.read(f"{SAMPLES / 'mentors.csv'},{SAMPLES / 'mentees.csv'}", str(MENTOR_MATCH))

    mentors = {one.email.split(".")[0]: one for one in people.mentors}
    assert {name: one.capacity for name, one in mentors.items()} == {"ada": 2, "ben": 1, "cleo": 1}
    assert mentors["ada"].profile["topics"] == ["Policy", "Operations"]
    assert mentors["cleo"].profile["topics"] == ["Digital Data and Technology"]
    assert mentors["ben"].profile["department"] == "Department of Lakes"


def test_given_grades_by_name_and_number_when_mapped_then_levels_never_fall_and_both_ways_agree(tmp_path: Path) -> None:
    names = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
    rows = [
        f"a,b,{sign}{n:02}@a.example,x,{grade},y,Policy"
        for n, name in enumerate(names)
        for sign, grade in (("n", name), ("z", str(n)))
    ]
    head = "first name,last name,email,role,organisation,grade,current profession,target profession"
    (tmp_path / "mentors.csv").write_text(
        "\n".join([head, *(f"{row.replace(',x,', ',x,o,').replace(',y,', ',')},Law" for row in rows)]), "utf-8"
    )

    people = command.read(str(tmp_path), str(MENTOR_MATCH))

    assert people.rejected == ()
    levels = [Levels().level(one.profile["position"]) for one in people.mentors]
    assert levels[: len(names)] == levels[len(names) :] == sorted(levels[: len(names)])
    assert levels[0] == 1 < levels[2] == 2
    assert {tuple(one.profile["topics"]) for one in people.mentors} == {("Policy",)}


def test_given_a_layout_of_ones_own_when_mapped_then_values_places_and_errors_are_those_of_the_file(
    tmp_path: Path,
) -> None:
    assert mapped(tmp_path) == 0

    people = command.read(str(tmp_path / "people.csv"), str(tmp_path / "m.toml"))
    (ann,), mentors = people.mentees, {one.email: one for one in people.mentors}
    assert ann.profile["topics"] == ["learning", "maths"]
    assert [one["code"] for one in ann.profile["languages"]] == ["pl", "en"]
    assert mentors["bob@a.example"].capacity == 2
    assert mentors["cid@a.example"].capacity == 1
    assert mentors["cid@a.example"].profile["topics"] == ["learning and more"]
    assert [(one["line"], one["column"]) for one in summary(tmp_path / "out")["rejected"]] == [
        (5, "Who"),
        (6, "E-mail"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[role]", "[rolle]", "unknown key `rolle`"),
        ('column = "Who"\nvalues', "values", "[role]"),
        ('column = "Who"', 'column = "Whom"', "Whom"),
        ('first_name = { column = "Name" }', 'first_nam = { column = "Name" }', "unknown field `first_nam`"),
        ('first_name = { column = "Name" }', 'first_name = { colum = "Name" }', "unknown key `colum`"),
        ('first_name = { column = "Name" }', "first_name = { column = 3 }", "`column`"),
        ('first_name = { column = "Name" }', "first_name = { column = [3] }", "`column`"),
        ('first_name = { column = "Name" }', "first_name = {}", "[fields.first_name]"),
        ('first_name = { column = "Name" }', 'first_name = "Name"', "`first_name`"),
        ('first_name = { column = "Name" }', 'first_name = { column = "Name", value = "x" }', "[fields.first_name]"),
        ('first_name = { column = "Name" }', 'first_name = { column = "Nick" }', "Nick"),
        ('first_name = { column = "Name" }', "", "`first_name`"),
        ('"Topic 1", "Topic 2"', '"Topic 1", "Topic 3"', "Topic 3"),
        ('"L&D" = "learning"', '"L&D" = 1', "L&D"),
    ],
)
def test_given_a_mapping_that_wont_do_when_read_then_one_line_names_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, named: str
) -> None:
    assert old in BASE

    assert mapped(tmp_path, BASE.replace(old, new)) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("pair: ")
    assert named in line


@pytest.mark.parametrize(
    ("pattern", "role", "named"),
    [('"mentors*"', '"mentor"', "people.csv"), ('"people*"', '"teacher"', "people*"), ('"people*"', "1", "people*")],
)
def test_given_roles_by_name_of_file_when_the_name_or_role_is_unknown_then_it_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pattern: str, role: str, named: str
) -> None:
    files = f"[role.files]\n{pattern} = {role}\n[fields]"

    assert mapped(tmp_path, files + BASE.split("[fields]")[1]) == 2

    assert named in capsys.readouterr().err


def test_given_a_folder_without_files_of_people_when_paired_then_it_is_refused(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "mentors.csv", tmp_path / "people.csv")

    assert paired(tmp_path, tmp_path / "out", "--mapping", str(MENTOR_MATCH)) == 2


def test_given_the_examples_in_the_manual_when_read_then_they_hold() -> None:
    manual = (ROOT / "docs" / "organizers" / "pairing-from-a-file.md").read_text("utf-8")
    settings, mapping = (tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", manual, re.DOTALL))

    assert settings_of(settings, "").locked == (("ola@firma.example", "jan@firma.example"),)
    assert mapping_of(mapping, "").fields["mentor"]["capacity"].default == "1"
    assert all(f"`{name}`" in manual for name in COLUMNS if name != "role")
