"""Ids, clocks, links, contexts: the small promises everything else stands on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import access, clock, ids, links
from mentoring.consumers import consume
from mentoring.context import Context, Marker
from mentoring.errors import NotFound, SignInRequired
from mentoring.events import Event, Meta, catalogue
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Member, Programme
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON

INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 1),
    max_value=datetime(9000, 1, 1),
    timezones=st.just(UTC),
)


@given(INSTANTS, INSTANTS)
def test_given_two_instants_when_written_then_their_texts_sort_as_they_do(one: datetime, other: datetime) -> None:
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    assert (clock.iso(one) < clock.iso(other)) == (one < other)
    assert clock.parse(clock.iso(one)) == one


def test_given_an_instant_in_another_zone_when_written_then_it_is_in_utc() -> None:
    assert clock.iso(datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=2)))) == "2026-02-28T23:00:00Z"


@pytest.mark.parametrize(
    ("text", "why"),
    [("2026-03-01T12:00:00", "no offset in"), ("yesterday", "Invalid isoformat string"), ("", "Invalid isoformat")],
)
def test_given_text_without_an_offset_when_parsed_then_it_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        clock.parse(text)


def test_given_a_naive_instant_when_a_clock_is_fixed_to_it_then_it_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.fixed(datetime(2026, 3, 1))


def test_given_the_real_clock_when_asked_then_it_is_now_in_utc() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta(0)


def test_given_the_same_parts_when_an_id_is_derived_then_it_is_the_same_and_order_matters() -> None:
    assert ids.derived("a", "b") == ids.derived("a", "b") != ids.derived("b", "a")
    assert ids.derived("a", "bc") != ids.derived("ab", "c")
    assert ids.new() != ids.new()


def test_given_two_spellings_of_an_address_when_normalised_then_they_are_one() -> None:
    assert ids.address_key(" Anna.Nowak@Firma.example ") == ids.address_key("anna.nowak@firma.example")


@given(st.text(), st.text(), st.dictionaries(st.sampled_from(["a", "b"]), st.text()))
def test_given_any_link_when_signed_and_read_then_it_says_the_same(
    subject: str, who: str, claims: dict[str, str]
) -> None:
    token = links.sign("proposal", subject, expires_at=NOON, person_id=who, **claims)
    link = links.read("proposal", token, NOON - timedelta(seconds=1))
    assert (link.subject, link.person_id, link.claims, link.expires_at) == (subject, who, claims, NOON)


def test_given_a_link_when_read_for_another_purpose_then_it_is_invalid() -> None:
    token = links.sign("proposal", "1", expires_at=NOON)
    with pytest.raises(links.LinkInvalid):
        links.read("contract", token, NOON - timedelta(days=1))


@given(st.text())
def test_given_any_text_when_read_as_a_link_then_it_is_invalid(text: str) -> None:
    with pytest.raises(links.LinkInvalid):
        links.read("proposal", text, NOON)


def test_given_a_link_when_its_time_is_over_then_it_has_expired() -> None:
    token = links.sign("proposal", "1", expires_at=NOON)
    with pytest.raises(links.LinkExpired):
        links.read("proposal", token, NOON)


def test_given_a_request_when_its_code_is_asked_for_then_it_is_six_digits_and_always_the_same() -> None:
    assert links.code("r") == links.code("r")
    assert links.code("r").isdecimal()
    assert len(links.code("r")) == 6
    assert links.code("r") != links.code("s")


def test_given_a_path_and_a_token_when_made_an_address_then_it_is_public() -> None:
    assert links.url("/rooms") == "https://tandem.firma.example/rooms"
    assert links.url("/rooms/answer", "t") == "https://tandem.firma.example/rooms/answer/t"


def _event() -> Event:
    meta = Meta(
        id="e1", version=1, occurred_at=NOON, aggregate="person", aggregate_id="p", sequence=1,
        programme_id=None, correlation_id="c", causation_id=None,
    )  # fmt: skip
    return Event(meta, catalogue.PersonRegistered("p"))


def _programme() -> Programme:
    return Programme(*Programme.key("1"), programme_id="1", organization_id="o", slug="s", name="n")


def _consumer(store: MemoryStore) -> Context:
    return context_at(store=store, marker=Marker("inbox#test#e1"))


def test_given_an_event_when_it_comes_twice_then_its_effect_happens_once() -> None:
    store = MemoryStore()

    def function(context: Context, _: Event) -> None:
        uow = context.begin()
        uow.save(_programme())
        uow.commit()

    assert [consume(_consumer(store), function, _event()) for _ in range(2)] == ["done", "done before"]
    assert store.commits == 1


def test_given_a_consumer_with_nothing_to_do_when_run_then_its_marker_is_still_written() -> None:
    store = MemoryStore()
    assert consume(_consumer(store), lambda _context, _event: None, _event()) == "done"
    assert "inbox#test#e1" in store.markers


def test_given_a_consumer_in_steps_when_run_then_only_its_last_step_carries_the_marker() -> None:
    store = MemoryStore()

    def function(context: Context, _: Event) -> None:
        step = context.step()
        step.save(_programme())
        step.commit()
        assert not store.markers
        context.begin().commit()
        context.begin().commit()

    assert consume(_consumer(store), function, _event()) == "done"
    assert list(store.markers) == ["inbox#test#e1"]


def _organization(role: str) -> MemoryStore:
    store = MemoryStore()
    store.put(_programme(), Member(*Member.key("o", "anna"), organization_id="o", person_id="anna", role=role))
    return store


@pytest.mark.parametrize(("role", "allowed"), [("owner", True), ("coordinator", True), ("viewer", False)])
def test_given_a_role_when_asked_to_decide_then_only_editors_may(role: str, allowed: bool) -> None:
    context = context_at(store=_organization(role), person_id="anna")
    if allowed:
        assert access.organizer(context, "1").programme_id == "1"
    else:
        with pytest.raises(NotFound):
            access.organizer(context, "1")
    assert access.organizer(context, "1", access.ORGANIZERS).programme_id == "1"


def test_given_a_stranger_when_asking_for_a_programme_then_it_looks_as_if_there_were_none() -> None:
    context = context_at(store=_organization("owner"), person_id="jan")
    for programme_id in ("1", "2"):
        with pytest.raises(NotFound):
            access.organizer(context, programme_id)


def test_given_nobody_signed_in_when_asking_then_sign_in_is_required() -> None:
    with pytest.raises(SignInRequired):
        access.organizer(context_at(store=_organization("owner")), "1")


def test_given_a_pair_when_its_people_and_others_ask_then_only_its_people_see_it() -> None:
    store = MemoryStore()
    store.put(
        Pair(
            *Pair.key("1"), pair_id="1", programme_id="p", organization_id="o", mentor_id="a", mentee_id="b",
            mentor_person_id="anna", mentee_person_id="jan", mentor_name="Anna", mentee_name="Jan", score=1,
            agreed_at="2026-01-01T00:00:00Z",
        )
    )  # fmt: skip
    pair = access.pair_member(context_at(store=store, person_id="jan"), "1")
    assert (access.partner(pair, "jan"), access.partner(pair, "anna")) == ("anna", "jan")
    for context in (context_at(store=store, person_id="ewa"), context_at(store=MemoryStore(), person_id="anna")):
        with pytest.raises(NotFound):
            access.pair_member(context, "1")


def test_given_a_context_when_acting_for_a_link_s_person_then_only_the_principal_differs() -> None:
    context = context_at()
    acting = context.acting_as("anna")
    assert (acting.principal.person_id, acting.store) == ("anna", context.store)
