"""Lists of applications: whatever is filtered and however it is ordered, page after page shows each exactly once."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.tables.recruitment import Application, Rows
from recruitment import rows, selecting
from recruitment.rows import Row
from tests.fakes.rows import rows_of
from tests.unit.recruitment.givens import profile

STATES = [str(state) for state in selecting.ORDER]
TOPICS, PLACES = ["Negocjacje", "negocjacje", "Praca zdalna", "Łączność"], ["", "Kraków", "krakow", "Łódź"]
TEXTS = {"rules": {"number": 2, "at": "2026-03-01T00:00:00Z", "again_at": "2026-03-01T00:00:00Z"}}
LATE, EARLY = "2026-03-02T00:00:00Z", "2026-02-01T00:00:00Z"


def row(number: int, **values: Any) -> Row:
    """Return a row of somebody called after a number."""
    told: dict[str, Any] = {
        "application_id": f"a{number:05}", "role": "mentee", "state": "submitted", "channel": "form",
        "name": f"nowak osoba{number}", "email": f"osoba{number}@firma.example", "at": EARLY, "topics": [],
        "department": "", "city": "", "places": 0, "asked": False, "waits": False,
        "agreed": [["rules", "2", LATE]],
    }  # fmt: skip
    return Row(**told | values)


ANYBODY = st.builds(
    row,
    st.integers(0, 999),
    role=st.sampled_from(["mentor", "mentee"]),
    state=st.sampled_from(STATES),
    channel=st.sampled_from(["form", "import"]),
    name=st.sampled_from(["nowak ada", "nowak jan", "lis ewa", ""]),
    at=st.sampled_from([EARLY, LATE]),
    topics=st.lists(st.sampled_from(TOPICS), max_size=2),
    department=st.sampled_from(PLACES),
    city=st.sampled_from(PLACES),
    asked=st.booleans(),
    agreed=st.sampled_from([[], [["rules", "2", LATE]], [["rules", "1", EARLY]]]),
    pairs=st.integers(0, 2),
)
WANTED = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["", "nowak", "NOWAK ada", "osoba1", "firma.example lis", "nikt"]),
        "state": st.sampled_from(["", *STATES]),
        "role": st.sampled_from(["", "mentor", "mentee"]),
        "source": st.sampled_from(["", "form", "import"]),
        "consents": st.sampled_from(["", "missing", "given"]),
        "topic": st.sampled_from(["", "lacznosc", "NEGOCJACJE"]),
        "department": st.sampled_from(["", "KRAKÓW", "łódź"]),
        "city": st.sampled_from(["", "kraków"]),
        "paired": st.sampled_from(["", "yes", "no"]),
        "sort": st.sampled_from(selecting.SORTS),
    },
)


@given(st.lists(ANYBODY, max_size=30, unique_by=lambda one: one.application_id), WANTED, st.integers(1, 7))
def test_given_any_filter_and_order_when_paged_through_then_each_that_fits_is_listed_exactly_once(
    known: list[Row], wanted: dict[str, str], limit: int
) -> None:
    chosen = selecting.select(known, wanted, TEXTS)
    found: list[Row] = []
    after = ""
    while True:
        some, after = chosen.page(wanted.get("sort", ""), after, limit)
        assert len(some) <= limit
        found += some
        if not after:
            break
    assert found == list(chosen.rows)
    alone = [one for one in known if selecting.select([one], wanted, TEXTS).rows]
    assert Counter(one.application_id for one in found) == Counter(one.application_id for one in alone)
    assert sum(chosen.states.values()) == len(selecting.select(known, wanted | {"state": ""}, TEXTS).rows)
    assert chosen.total == len(known)


@given(
    st.lists(ANYBODY, max_size=20, unique_by=lambda one: one.application_id),
    st.sampled_from(selecting.SORTS),
    st.data(),
)
def test_given_people_who_leave_and_come_between_two_pages_when_paged_then_who_stays_is_listed_once(
    known: list[Row], sort: str, data: Any
) -> None:
    half = len(known) // 2
    staying, others = known[:half], known[half:]
    gone = data.draw(st.sampled_from([0, len(others)])) if others else 0
    first, second = (staying + others[gone:], staying + others[:gone])
    wanted = {"sort": sort}
    some, after = selecting.select(first, wanted, TEXTS).page(sort, "", 3)
    found = [one.application_id for one in some]
    while after:
        some, after = selecting.select(second, wanted, TEXTS).page(sort, after, 3)
        found += [one.application_id for one in some]
    here = {one.application_id for one in staying}
    assert sorted(one for one in found if one in here) == sorted(here)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"q": "zolc"}, ["a00001"]), ({"q": "ŻÓŁĆ"}, ["a00001"]), ({"q": "Osoba2@"}, ["a00002"]),
        ({"topic": "praca ZDALNA"}, ["a00002"]), ({"department": "lodz"}, ["a00001"]), ({"city": "Łódź"}, ["a00002"]),
        ({"consents": "missing"}, ["a00003"]), ({"paired": "yes"}, ["a00002"]), ({"paired": "no"}, ["a00003", "a00001"]),
        ({"source": "import"}, ["a00003"]), ({"sort": "newest"}, ["a00002", "a00003", "a00001"]),
        ({"sort": "oldest"}, ["a00001", "a00003", "a00002"]), ({"state": "unheard of"}, []),
    ],
)  # fmt: skip
def test_given_people_when_filtered_then_case_and_accents_do_not_count(
    wanted: dict[str, str], found: list[str]
) -> None:
    known = [
        row(1, name="zolc ada", department="Łódź"),
        row(2, topics=["Praca zdalna"], city="łódź", pairs=1, at=LATE),
        row(3, channel="import", asked=True),
    ]
    assert [one.application_id for one in selecting.select(known, wanted, TEXTS).rows] == found


@pytest.mark.parametrize(
    ("state", "agreed", "missing"),
    [
        ("submitted", [["rules", "1", EARLY]], True), ("accepted", [], True), ("accepted", [["rules", "2", LATE]], False),
        ("rejected", [], False), ("withdrawn", [], False),
    ],
)  # fmt: skip
def test_given_consents_asked_for_again_when_looked_at_then_who_takes_part_and_has_not_agreed_lacks_them(
    state: str, agreed: list[list[str]], *, missing: bool
) -> None:
    assert row(1, state=state, agreed=agreed).lacks_consents(TEXTS) is missing


def test_given_spellings_when_chosen_from_then_each_word_is_there_once_as_most_write_it() -> None:
    known = [row(one, city=city) for one, city in enumerate(["Kraków", "KRAKÓW", "Kraków", "", "Łódź"])]
    assert selecting.choices(known).cities == ["Kraków", "Łódź"]


def test_given_twenty_thousand_applications_when_packed_then_they_are_sixty_four_items_and_small() -> None:
    programme_id, text = "p" * 32, profile(topics="negocjacje, prezentacje, praca zdalna", department="Dział")
    made = [
        Application(
            *Application.key(programme_id, one), application_id=one, programme_id=programme_id, role="mentee",
            email=f"osoba.{number}@firma{number % 90}.example", state="submitted", submitted_at=LATE,
            profile=text | {"last_name": f"Nazwisko{number * 7919 % 10_007}"},
        )
        for number, one in enumerate(f"{number * 2_654_435_761 % 2**64:032x}" for number in range(20_000))
    ]  # fmt: skip
    items = rows_of(made)
    assert len(items) == len(rows.keys(programme_id)) == 64
    assert max(len(one.packed) for one in items) < 60_000  # an item may have 400 kB, a batch 16 MB
    begun = time.process_time()
    known = rows.read(items)
    found = selecting.select(known, {"q": "nazwisko1", "topic": "Negocjacje"}, {}).rows
    assert time.process_time() - begun < 3
    assert len(known) == 20_000
    assert found


def test_given_a_draft_when_put_into_rows_then_it_has_none_and_a_row_it_had_goes() -> None:
    one = Application(
        *Application.key("p", "a"), application_id="a", programme_id="p", role="mentee", email="a@firma.example",
        state="submitted", submitted_at=LATE, profile=profile(),
    )  # fmt: skip
    (item,) = rows_of([one])
    assert not rows.put(item, [one])
    assert [each.application_id for each in rows.read([item])] == ["a"]
    one.state = "draft"
    assert rows.put(item, [one])
    assert rows.read([item]) == []
    assert rows.read([Rows(*Rows.key("p", 0), programme_id="p")]) == []
