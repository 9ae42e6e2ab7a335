"""A look at a file before it is imported writes nothing, and says what the import then does."""

from __future__ import annotations

import pytest

from recruitment import imports
from recruitment.use_cases import import_jobs, importing, looking, shapes
from tests.unit.recruitment.givens import World, file


def test_given_a_file_when_looked_at_then_nothing_is_written_and_the_import_does_what_was_said() -> None:
    world = World()
    world.take("Mentor:ada")
    events = len(world.store.outbox)
    content = file("Mentor:ada", "Mentee:jan", "Nikt:ewa")

    seen = looking.look(world.who("anna"), world.programme, content)

    assert (list(seen.fates), len(world.store.outbox)) == ([looking.THERE, looking.NEW], events)
    assert seen.unclear == {"role": [("Nikt", 1)]}
    done = importing.import_applications(world.who("anna"), world.programme_id, content)
    assert (done.imported, done.already_there, done.rejected_rows) == (1, 1, 1)


def test_given_more_rows_than_are_looked_at_when_looked_at_then_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()

    seen = looking.look(
        world.who("anna"), world.programme, file(*(f"Mentee:m{n}" for n in range(looking.LOOKED_AT + 1)))
    )

    assert seen.is_part
    assert seen.found is not None
    assert seen.found.count == looking.LOOKED_AT


def test_given_choices_when_remembered_then_only_files_of_the_same_shape_and_organization_have_them() -> None:
    world, other = World(), World()
    content = "Kto;Imię i nazwisko;E-mail\nja;Ada Nowak;ada@firma.example\n".encode()
    chosen = imports.mapping_of({"columns": {"Kto": ""}, "everybody": {"role": "mentee"}})

    for _ in range(2):
        seen = looking.look(world.who("anna"), world.programme, content, chosen)
        shapes.remember(world.who("anna"), world.programme, seen.sample.signature, chosen)

    again = looking.look(world.who("kora"), world.programme, content)
    assert (again.remembered, again.columns, len(again.fates)) == (True, chosen, 1)
    assert looking.look(other.who("anna"), other.programme, content).problem is not None
    job = import_jobs.begin(world.who("kora"), world.programme_id, content)
    assert "mapping" not in job.given
    longer = content.replace(b"E-mail", b"E-mail;Cel").replace(b"firma.example", b"firma.example;x")
    assert not looking.look(world.who("anna"), world.programme, longer).remembered


def test_given_topics_beside_the_programme_s_list_when_looked_at_then_the_nearest_is_suggested() -> None:
    world = World(topics=["Negocjacje i umowy", "Delegowanie"])

    seen = looking.look(world.who("anna"), world.programme, file("Mentee:ada", "Mentee:jan"))

    assert [tuple(one) for one in seen.topics] == [("negocjacje", 2, "Negocjacje i umowy")]


@pytest.mark.parametrize(
    "told",
    [None, [], {"rows": {}}, {"columns": []}, {"columns": {"a": "shoe"}}, {"columns": {"a": 1}},
     {"values": {"shoe": {}}}, {"values": {"role": []}}, {"everybody": {"email": "a@firma.example"}},
     {"columns": {"x" * 501: "role"}}, {"columns": {str(n): "" for n in range(201)}}],
)  # fmt: skip
def test_given_what_is_no_mapping_when_read_then_it_is_refused(told: object) -> None:
    with pytest.raises(imports.MappingWrong):
        imports.mapping_of(told)


@pytest.mark.parametrize("text", ["", "{", '{"columns": 1}', "[]"])
def test_given_a_file_that_is_no_mapping_when_read_then_it_is_refused(text: str) -> None:
    with pytest.raises(imports.MappingWrong):
        imports.parsed(text)
