"""What mentees want and mentors offer, before anything is decided."""

from __future__ import annotations

import pytest

from recruitment import supply
from recruitment.pages.topics import DRAWN, LETTERS, WIDE, drawn
from recruitment.supply import Topic
from tests.unit.recruitment.test_selecting import row


def test_given_people_of_both_roles_when_counted_then_each_topic_says_what_is_short() -> None:
    known = [
        row(1, topics=["Negocjacje", "Wystąpienia"]),
        row(2, topics=["NEGOCJACJE", "negocjacje"], state="accepted"),
        row(3, topics=["Negocjacje"], state="waitlisted"),
        row(4, topics=["Negocjacje"], state="rejected"),
        row(5, topics=["Negocjacje"], state="withdrawn"),
        row(6, role="mentor", topics=["negocjacje", "Excel"], places=2),
        row(7, role="mentor", topics=["negocjacje"], places=3, state="rejected"),
    ]
    assert supply.topics(known, ["negocjacje", "Delegowanie"]) == [
        Topic("negocjacje", wanted=3, mentors=1, places=2),
        Topic("Wystąpienia", wanted=1),
        Topic("Delegowanie"),
        Topic("Excel", mentors=1, places=2),
    ]
    assert [one.short for one in supply.topics(known, [])] == [1, 1, 0]


def test_given_nobody_when_counted_then_the_programmes_own_topics_are_there_and_no_picture() -> None:
    found = supply.topics([], ["Excel"])
    assert found == [Topic("Excel")]
    assert drawn(found) == []


@pytest.mark.parametrize("number", [1, DRAWN + 5])
def test_given_topics_when_drawn_then_the_longest_bar_is_as_wide_as_the_picture(number: int) -> None:
    some = [Topic(f"{'długa nazwa ' * 8}{one}", wanted=one + 1, places=2 * one) for one in range(number)]
    bars = drawn(some)
    assert len(bars) == min(number, DRAWN)
    assert max(max(one.wanted, one.places) for one in bars) == WIDE
    assert all(len(one.name) <= LETTERS for one in bars)
