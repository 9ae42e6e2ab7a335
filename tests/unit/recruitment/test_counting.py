"""Counters and lists say what there is, whatever happened, and read no more of a large programme than of a small one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring import clock
from mentoring.errors import DomainError
from mentoring.tables.core import ANY, NOT_WRITTEN
from mentoring.tables.recruitment import Application, Counts
from recruitment import counting, domain, rows
from recruitment.use_cases import address, applications, boards, changing, deciding, importing, listing, reached
from tests.fakes.context import NOON
from tests.fakes.rows import rows_of
from tests.unit.recruitment.givens import World, file, profile

NAMES = ("ada", "jan", "ewa", "ola")


def recounted(world: World) -> Counter[tuple[str, str]]:
    found = world.store.query(Application, f"PROGRAMME#{world.programme_id}", "APPLICATION#")
    return Counter(
        (str(one.role), str(one.state)) for one in found if domain.Application(one.state, one.submitted_at).is_shown
    )


def listed(world: World, **wanted: str) -> list[str]:
    found, after = [], ""
    while True:
        page = listing.page(world.who("anna"), world.programme_id, wanted, after, 2)
        assert len(page.items) <= 2
        found += [str(one.application_id) for one in page.items]
        if not (after := page.next):
            return found


def act(world: World, what: str, name: str, decision: str) -> None:
    anna, programme_id = world.who("anna"), world.programme_id
    one = reached.application_id_of(programme_id, "mentee", f"{name}@firma.example")
    if what == "import":
        importing.import_applications(anna, programme_id, file(f"Mentee:{name}"))
    elif what == "apply":
        applications.keep_application(world.who(name), "wiosna", "mentee", profile(last_name=name), submit=True)
    elif what == "draft":
        applications.keep_application(world.who(name), "wiosna", "mentee", profile(last_name=name), submit=False)
    elif what == "withdraw":
        applications.withdraw(world.who(name), programme_id, "mentee")
    elif what == "change":
        told = {"capacity": 3, "topics": ["zmiana"]}
        changing.change(world.who(name), "wiosna", "mentee", told, ANY)
    elif what == "decide":
        deciding.decide(anna, programme_id, [one], decision, message="Cel?")
    else:
        kept = world.store.get(Application, *Application.key(programme_id, one))
        address.correct(anna, programme_id, one, f"{name}.nowa@firma.example", kept.tag if kept else NOT_WRITTEN)


ACTS = st.tuples(
    st.sampled_from(["import", "apply", "draft", "withdraw", "decide", "change", "correct"]),
    st.sampled_from(NAMES),
    st.sampled_from(sorted(domain.DECISIONS)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ACTS, max_size=12))
def test_given_anything_that_happens_when_counted_then_counters_and_lists_say_what_there_is(acts: list[Any]) -> None:
    world = World()
    for one in acts:
        try:
            act(world, *one)
        except DomainError:
            continue
    tally = counting.Tally.of(world.who("anna"), world.programme_id)
    assert +tally.by_role_and_state == recounted(world)
    assert len(set(listed(world))) == len(listed(world)) == tally.count()
    for state in {state for _, state in recounted(world)}:
        assert len(listed(world, state=state)) == tally.count(state)
    assert boards.board(world.who("anna"), world.programme_id).count() == tally.count()
    kept = world.store.query(Application, f"PROGRAMME#{world.programme_id}", "APPLICATION#")
    shown = [rows.of(one) for one in kept if domain.Application(one.state, one.submitted_at).is_shown]
    assert sorted(listing.of_programme(world.who("anna"), world.programme_id)) == sorted(shown)


def crowd(number: int) -> World:
    """Given: a programme with so many applications, a hundredth of them to decide."""
    world = World()
    numbers: Counter[str] = Counter()
    everybody = []
    for one in range(number):
        application_id, state = f"a{one:05}", "submitted" if one % 100 == 0 else "accepted"
        made = Application(
            *Application.key(world.programme_id, application_id), application_id=application_id,
            programme_id=world.programme_id, role="mentor" if one % 3 == 0 else "mentee",
            email=f"{application_id}@firma.example", state=state, submitted_at=clock.iso(NOON),
            profile=profile(last_name=f"Nazwisko{one % 1000:03}"), counted=f"{'mentor' if one % 3 == 0 else 'mentee'}/{state}",
        )  # fmt: skip
        numbers[made.counted] += 1
        everybody.append(made)
    world.store.put(*everybody, *rows_of(everybody))
    world.store.put(
        Counts(*Counts.key(world.programme_id, 0), programme_id=world.programme_id, applications=dict(numbers))
    )
    return world


def test_given_names_when_listed_then_who_waits_comes_first_and_everybody_by_last_name() -> None:
    world = crowd(300)
    page = listing.page(world.who("anna"), world.programme_id, {}, "", 50)
    names = [one.profile["last_name"] for one in page.items]
    assert [one.state for one in page.items[:3]] == ["submitted"] * 3
    assert names[3:] == sorted(names[3:])
    assert names[:3] == sorted(names[:3])
    assert len(listed(world)) == 300


def test_given_numbers_that_say_nobody_when_listed_then_everybody_is_shown_all_the_same() -> None:
    world = crowd(3)
    world.store.put(Counts(*Counts.key(world.programme_id, 0), programme_id=world.programme_id, applications={}))
    assert len(listing.page(world.who("anna"), world.programme_id, {}).items) == 3


def test_given_a_search_when_made_then_any_part_of_a_name_or_address_is_found() -> None:
    world = crowd(2_000)

    def found(**wanted: str) -> list[str]:
        items = listing.page(world.who("anna"), world.programme_id, wanted).items
        return [str(one.profile["last_name"]) for one in items]

    assert found(q="NAZWISKO12")[:2] == ["Nazwisko120", "Nazwisko120"]
    assert len(found(q="ada nazwisko12")) == 20
    assert found(q="zwisko777", role="mentor") == ["Nazwisko777"]
    assert found(q="a00777@") == ["Nazwisko777"]
    assert found(q="nikt") == []
