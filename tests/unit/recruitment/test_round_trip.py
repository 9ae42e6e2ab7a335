"""A list that is exported, edited and imported again: only what was edited changes, whatever the file's kind."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mentoring.spreadsheets import csv_file, workbook
from mentoring.tables.recruitment import Participant
from recruitment.use_cases import blank, deciding, exporting, importing, looking
from tests.unit.recruitment.givens import World, file, kept
from tests.unit.recruitment.test_cells import profiles

KINDS = [exporting.CSV, exporting.XLSX]


def exported(world: World, kind: str = exporting.CSV, locale: str = "pl") -> bytes:
    content = exporting.now(world.who("anna", locale=locale), world.programme_id, kind)
    assert content is not None
    return content


def cells(content: bytes) -> list[list[str]]:
    """Return the cells of an exported file, as a spreadsheet has them."""
    if content.startswith(b"PK"):
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python()]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def edited(content: bytes, title: str, text: str, row: int = 1) -> bytes:
    """When: somebody types into one cell and saves the file."""
    rows = cells(content)
    rows[row][rows[0].index(title)] = text
    return workbook([("A", rows)]) if content.startswith(b"PK") else csv_file(rows)


def again(world: World, content: bytes) -> importing.Imported:
    return importing.import_applications(world.who("anna"), world.programme_id, content)


@given(
    st.lists(st.tuples(st.sampled_from(["mentor", "mentee"]), profiles), min_size=1, max_size=3),
    st.sampled_from(KINDS),
    st.sampled_from(["pl", "en"]),
    st.lists(st.sampled_from(["DELEGOWANIE", "a, b"]), max_size=1),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_given_any_applications_when_exported_and_imported_then_nothing_changes(
    people: list[tuple[str, Any]], kind: str, locale: str, topics: list[str]
) -> None:
    world = World(topics=topics)
    ids = world.take(*(f"{role.capitalize()}:osoba{number}" for number, (role, _) in enumerate(people)))
    for one, (role, told) in zip(ids, people, strict=True):
        item = kept(world, one)
        item.profile = told if role == "mentor" else {**told, "capacity": 0}
        item.comment = "=1+1"
        world.store.put(item)
    before = [kept(world, one) for one in ids]

    done = again(world, exported(world, kind, locale))

    assert (done.imported, done.corrected, done.already_there, done.errors) == (0, 0, len(ids), ())
    assert [(one.profile, one.comment, one.version) for one in map(kept, [world] * len(ids), ids)] == [
        (one.profile, one.comment, one.version) for one in before
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("title", "text", "field", "value"),
    [
        ("Nazwisko", "Kowalska-Nowak", "last_name", "Kowalska-Nowak"),
        ("Dostępność", "pn po 17", "availability", [{"weekday": 0, "start": 17, "end": 21}]),
        ("Liczba mentees", "3", "capacity", 3),
        ("Cel", "=1+1", "goal", "=1+1"),
        ("Tematy", "Delegowanie", "topics", ["Delegowanie"]),
    ],
)
def test_given_a_cell_edited_after_an_export_when_imported_then_only_that_changes(
    kind: str, title: str, text: str, field: str, value: Any
) -> None:
    world = World()
    ada, jan = world.take("Mentor:ada", "Mentor:jan")
    before = kept(world, ada).profile, kept(world, jan).version
    content = exported(world, kind)
    row = next(number for number, row in enumerate(cells(content)) if "ada@firma.example" in row)

    changed = edited(content, title, text, row)
    seen = looking.look(world.who("anna"), world.programme, changed)
    done = again(world, changed)

    assert sorted(seen.fates) == [looking.CORRECTED, looking.THERE]
    assert (done.imported, done.corrected, done.already_there, done.errors) == (0, 1, 1, ())
    assert kept(world, ada).profile == before[0] | {field: value}
    assert kept(world, jan).version == before[1]
    assert world.published.count("ApplicationCorrected") == 1
    assert again(world, changed).corrected == 0


def test_given_an_accepted_person_when_their_row_is_edited_then_what_they_take_part_with_changes_too() -> None:
    world = World()
    (ada,) = world.take("Mentor:ada")
    deciding.decide(world.who("anna"), world.programme_id, [ada], "accepted")

    again(world, edited(exported(world), "Nazwisko", "Kos"))

    participant = world.store.get(Participant, *Participant.key(world.programme_id, ada))
    assert participant is not None
    assert (participant.name, participant.profile["last_name"]) == ("ada Kos", "Kos")
    assert kept(world, ada).state == "accepted"


def test_given_a_change_after_the_export_when_an_edited_row_comes_then_it_is_refused_and_an_unedited_one_is_not() -> (
    None
):
    world = World()
    ada, _ = world.take("Mentor:ada", "Mentee:jan")
    content = exported(world)
    item = kept(world, ada)
    item.profile = item.profile | {"city": "Radom"}
    world.store.put(item)
    row = next(number for number, row in enumerate(cells(content)) if "ada@firma.example" in row)

    done = again(world, edited(content, "Nazwisko", "Kos", row))

    assert [one.code for one in done.errors] == ["changed-since"]
    assert kept(world, ada).profile["last_name"] == "Nowak"
    assert looking.look(world.who("anna"), world.programme, edited(content, "Nazwisko", "Kos", row)).fates.count(
        looking.REFUSED
    ) == 1  # fmt: skip


def test_given_another_address_in_an_exported_row_when_imported_then_nobody_is_made_and_it_is_said() -> None:
    world = World()
    world.take("Mentor:ada")

    done = again(world, edited(exported(world), "E-mail", "inna@firma.example"))

    assert (done.imported, [one.code for one in done.errors]) == (0, ["row-of-another"])


def test_given_columns_taken_out_of_an_export_when_imported_then_what_they_told_stays() -> None:
    world = World()
    (ada,) = world.take("Mentor:ada")
    rows = cells(edited(exported(world), "Nazwisko", "Kos"))
    gone = {rows[0].index("Tematy"), rows[0].index("Języki")}
    before = kept(world, ada).profile

    done = again(world, csv_file([[cell for place, cell in enumerate(row) if place not in gone] for row in rows]))

    assert done.corrected == 1
    assert kept(world, ada).profile == before | {"last_name": "Kos"}


def test_given_an_export_of_one_programme_when_imported_into_another_then_they_are_new_people_there() -> None:
    world, other = World(), World()
    world.take("Mentor:ada")

    assert again(other, exported(world)).imported == 1


def test_given_a_topic_that_the_programme_spells_otherwise_when_imported_again_then_it_stays_as_it_was() -> None:
    world = World(topics=["Negocjacje"])
    (ada,) = world.take("Mentor:ada")
    item = kept(world, ada)
    item.profile = item.profile | {"topics": ["negocjacje"]}
    world.store.put(item)

    done = again(world, exported(world))

    assert (done.corrected, kept(world, ada).profile["topics"]) == (0, ["negocjacje"])


def test_given_a_comment_edited_after_an_export_when_imported_then_it_is_kept() -> None:
    world = World()
    (ada,) = world.take("Mentor:ada")

    done = again(world, edited(exported(world), "Komentarz dla osób organizujących", "dzwonić po 16"))

    assert (done.corrected, kept(world, ada).comment) == (1, "dzwonić po 16")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_the_file_to_begin_with_when_imported_as_it_is_then_all_of_it_is_understood(
    kind: str, locale: str
) -> None:
    world = World(topics=["delegowanie"])
    content = blank.file(world.who("anna", locale=locale), world.programme_id, kind)

    done = again(world, content)

    assert (done.imported, done.rejected_rows, done.ignored) == (2, 0, ())
    assert {one.code for one in done.errors} == {"consent-missing"}


def test_given_a_file_without_keys_when_imported_then_what_is_there_stays_as_it_is() -> None:
    world = World()
    (ada,) = world.take("Mentor:ada")

    done = again(world, file("Mentor:ada", languages="angielski B1"))

    assert (done.corrected, done.already_there) == (0, 1)
    assert kept(world, ada).profile["languages"] == [{"code": "pl", "level": "C2"}]
