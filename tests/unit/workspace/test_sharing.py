"""Who sees a note, and who lets more people see it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.tables.vocabulary import Role, SeenBy
from workspace.sharing import AuthorOnly, NotWider, Sharing

ROLES = [frozenset[Role](), frozenset({Role.MENTOR}), frozenset({Role.MENTEE}), frozenset(Role)]
SHARINGS = st.builds(Sharing, st.just("ewa"), st.sampled_from(SeenBy))


def _eyes(one: Sharing) -> set[object]:
    """Return everybody who sees it: the two of the pair, and roles of others."""
    pair = {who for who in ("ewa", "anna") if one.is_seen_by(who)}
    return pair | {roles for roles in ROLES if one.is_seen_as(roles)}


@given(SHARINGS, st.lists(st.tuples(st.sampled_from(["ewa", "anna"]), st.sampled_from(SeenBy)), max_size=6))
def test_given_any_wishes_when_they_are_decided_then_nobody_loses_what_they_saw_and_only_the_author_shows_more(
    one: Sharing, wishes: list[tuple[str, SeenBy]]
) -> None:
    for by, to in wishes:
        before = _eyes(one)
        try:
            one = one.widen(by, to)
        except (AuthorOnly, NotWider):
            continue
        assert by == "ewa"
        assert _eyes(one) >= before


@given(SHARINGS, st.sampled_from(["ewa", "anna"]))
def test_given_anything_when_it_is_taken_back_then_the_pair_sees_it_as_before_and_nobody_else(
    one: Sharing, by: str
) -> None:
    if by != "ewa":
        with pytest.raises(AuthorOnly):
            one.take_back(by)
        return
    after = one.take_back(by)
    assert {who for who in ("ewa", "anna") if after.is_seen_by(who)} == {
        who for who in ("ewa", "anna") if one.is_seen_by(who)
    }
    assert not after.is_beyond


@pytest.mark.parametrize(("now", "to"), list(product(SeenBy, SeenBy)))
def test_given_who_sees_it_when_others_are_wished_for_then_exactly_what_the_page_offers_is_done(
    now: SeenBy, to: SeenBy
) -> None:
    one = Sharing("ewa", now)
    offered = to in one.wider
    if offered or now == to:
        assert one.widen("ewa", to).visibility == to
    else:
        with pytest.raises(NotWider):
            one.widen("ewa", to)
    assert offered == (_eyes(Sharing("ewa", to)) > _eyes(one))


def test_given_somebody_who_takes_part_as_nothing_when_asked_then_they_see_nothing() -> None:
    assert not any(Sharing("ewa", one).is_seen_as(frozenset()) for one in SeenBy)


@pytest.mark.parametrize(("now", "partner_may"), [*((one, one == SeenBy.PAIR) for one in SeenBy)])
def test_given_who_sees_it_when_the_partner_writes_then_only_between_the_two(now: SeenBy, partner_may: bool) -> None:
    one = Sharing("ewa", now)
    assert (one.is_changed_by("ewa"), one.is_changed_by("anna")) == (True, partner_may)
