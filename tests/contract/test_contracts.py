"""Generated contracts don't drift; events keep their promises."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra import contracts
from mentoring.events import Event, Meta, catalogue, from_detail, to_detail
from mentoring.events.catalogue import EVENTS
from tests.fakes.context import NOON

PERSONAL = {"email", "name", "address", "first_name", "last_name", "text", "title", "reason_text"}


def test_given_the_code_when_contracts_are_generated_then_the_committed_files_are_the_same() -> None:
    assert contracts.drift() == []


DRAWN: dict[str, st.SearchStrategy[Any]] = {
    "str": st.text(),
    "int": st.integers(),
    "bool": st.booleans(),
    "list[str]": st.lists(st.text()),
    "dict[str, str]": st.dictionaries(st.text(), st.text()),
}
"""Type of an event's field → values to try."""


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_given_an_event_when_its_fields_are_read_then_it_carries_no_personal_data(name: str) -> None:
    assert not {field.name for field in fields(EVENTS[name])} & PERSONAL


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_given_an_event_when_its_aggregate_is_asked_for_then_its_data_has_the_id(name: str) -> None:
    assert EVENTS[name].aggregate_id_field in {field.name for field in fields(EVENTS[name])}


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_given_an_event_when_its_fields_are_read_then_values_of_each_can_be_tried(name: str) -> None:
    assert {str(field.type) for field in fields(EVENTS[name])} <= set(DRAWN)


@given(st.sampled_from(sorted(EVENTS)), st.data())
def test_given_any_event_when_sent_and_read_back_then_it_is_the_same(name: str, data: st.DataObject) -> None:
    kind = EVENTS[name]
    event = Event(
        Meta(
            id="e", version=1, occurred_at=NOON, aggregate=kind.aggregate, aggregate_id="a", sequence=1,
            programme_id=None, correlation_id="c", causation_id=None,
        ),
        kind(**{field.name: data.draw(DRAWN[str(field.type)]) for field in fields(kind)}),
    )  # fmt: skip
    assert from_detail(event.name, to_detail(event)) == event


def test_given_an_event_of_a_later_minor_version_when_read_then_unknown_members_are_passed_over() -> None:
    event = Event(
        Meta(
            id="e", version=1, occurred_at=NOON, aggregate="person", aggregate_id="p", sequence=1,
            programme_id=None, correlation_id="c", causation_id=None,
        ),
        catalogue.PersonRegistered("p"),
    )  # fmt: skip
    detail = to_detail(event)
    detail["data"]["added_later"] = 1
    detail["meta"]["added_later"] = 1
    assert from_detail("PersonRegistered", detail) == event
