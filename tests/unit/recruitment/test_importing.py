"""Importing a file: every good row once, bad rows counted, small transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring.errors import Invalid, NotFound
from recruitment import domain, imports
from recruitment.use_cases import applications, deciding, importing
from tests.unit.recruitment.givens import World, file, kept, profile

if TYPE_CHECKING:
    from mentoring.store import Changes


def test_given_a_file_when_imported_twice_then_the_second_time_makes_nothing() -> None:
    world = World()
    content = file("Mentor:ada", "Mentee:jan", "Mentee:ewa")

    first = importing.import_applications(world.who("kora"), world.programme_id, content)
    events = len(world.store.outbox)
    second = importing.import_applications(world.who("kora"), world.programme_id, content)

    assert (first.rows, first.imported, first.already_there) == (3, 3, 0)
    assert (second.rows, second.imported, second.already_there) == (3, 0, 3)
    assert (events, len(world.store.outbox)) == (6, 6)
    assert {getattr(event.data, "channel", "import") for event in world.store.events} == {"import"}


def test_given_bad_rows_when_imported_then_the_good_ones_are_and_the_others_are_counted_once() -> None:
    world = World()
    content = file("Mentor:ada", "Nikt:zly zly", "Mentee:ewa")

    done = importing.import_applications(world.who("anna"), world.programme_id, content)

    assert (done.rows, done.imported, done.already_there, done.rejected_rows) == (3, 2, 0, 1)
    assert len(done.errors) == 2


def test_given_many_rows_when_imported_then_no_transaction_holds_more_than_a_hundred_items() -> None:
    world = World()
    before = world.store.commits

    done = importing.import_applications(
        world.who("anna"), world.programme_id, file(*(f"Mentee:m{n}" for n in range(120)))
    )

    assert (done.imported, world.store.commits - before, len(world.store.outbox)) == (120, 6, 240)


def test_given_an_import_cut_off_in_the_middle_when_repeated_then_it_goes_on() -> None:
    world = World()
    content = file(*(f"Mentee:m{n}" for n in range(60)))
    honest = world.store.commit
    begun: list[Changes] = []

    def cut(changes: Changes) -> None:
        begun.append(changes)
        if len(begun) > 1:
            raise ConnectionError
        honest(changes)

    world.store.commit = cut  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        importing.import_applications(world.who("anna"), world.programme_id, content)
    world.store.commit = honest  # type: ignore[method-assign]

    done = importing.import_applications(world.who("anna"), world.programme_id, content)

    assert (done.imported, done.already_there, len(world.store.outbox)) == (38, 22, 120)


def test_given_a_draft_of_the_same_person_when_imported_then_it_is_sent_with_what_only_the_draft_tells() -> None:
    world = World()
    drafted = profile(experience="Dziesięć lat w laboratorium")
    draft = applications.keep_application(world.who("ada"), "wiosna", "mentee", drafted, submit=False)

    done = [importing.import_applications(world.who("anna"), world.programme_id, file("Mentee:ada")) for _ in range(2)]

    assert [(one.imported, one.already_there) for one in done] == [(1, 0), (0, 1)]
    sent = kept(world, draft.application_id)
    assert (sent.state, sent.channel) == ("submitted", "import")
    assert sent.profile["experience"] == "Dziesięć lat w laboratorium"


def test_given_a_question_to_applicants_when_it_says_nothing_then_it_is_not_sent() -> None:
    world = World()
    (one,) = world.take("Mentee:ada")

    with pytest.raises(Invalid) as refused:
        deciding.decide(world.who("anna"), world.programme_id, [one], "needs_info", message="  ")

    assert list(refused.value.fields) == ["/message"]
    assert kept(world, one).state == "submitted"


def test_given_somebody_who_speaks_english_only_when_imported_then_mails_will_be_english() -> None:
    world = World()

    importing.import_applications(world.who("anna"), world.programme_id, file("Mentee:ada", languages="angielski B2"))

    assert applications.applications(world.who("anna"), world.programme_id).items[0].locale == "en"


def test_given_an_unreadable_file_when_imported_then_nothing_is() -> None:
    world = World()

    with pytest.raises(imports.FileUnreadable):
        importing.import_applications(world.who("anna"), world.programme_id, b"PK\x03\x04")

    assert world.store.outbox == []


def test_given_a_running_programme_when_a_file_comes_then_it_is_refused() -> None:
    world = World("running")

    with pytest.raises(domain.RecruitmentClosed):
        importing.import_applications(world.who("anna"), world.programme_id, file("Mentee:ada"))


@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_decide_when_they_import_then_it_is_not_found(name: str) -> None:
    world = World()

    with pytest.raises(NotFound):
        importing.import_applications(world.who(name), world.programme_id, file("Mentee:ada"))
