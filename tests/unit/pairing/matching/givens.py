"""Crowds of people to pair, and what tests read from the result."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pairing.domain import Person
from pairing.matching import explain
from pairing.matching.given import Input
from tests.unit.pairing.givens import END, START, WEIGHTS, person


def pair_up(given: Input) -> dict[str, Any]:
    return explain.pair_up(given).result


def asked(mentees: list[Person], mentors: list[Person], **values: Any) -> Input:
    given: dict[str, Any] = {"weights": WEIGHTS, "mode": "most_served", "start": START, "end": END}
    return Input(mentees=tuple(mentees), mentors=tuple(mentors), **given | values)


def pairs(result: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["mentee_id"], one["mentor_id"]) for one in result["pairs"]}


def causes(result: dict[str, Any]) -> dict[str, str]:
    return {one["participant_id"]: one["cause"] for one in result["unmatched"]}


def crowd(prefix: str, told: list[dict[str, Any]], capacity: int = 1) -> list[Person]:
    return [person(f"{prefix}{number}", capacity, **one) for number, one in enumerate(told)]


BUNCH = st.lists(
    st.tuples(
        st.lists(st.sampled_from("abc"), unique=True, max_size=3), st.sampled_from(["", "online", "in_person"]),
        st.integers(0, 2),
    ),
    max_size=5,
)  # fmt: skip


def bunch(prefix: str, told: list[Any]) -> list[Person]:
    return [
        person(f"{prefix}{nth}", capacity=capacity, topics=list(topics), mode=mode)
        for nth, (topics, mode, capacity) in enumerate(told)
    ]
