"""A wish to erase: whatever the two do, nothing is erased unless both wanted it at once or one heard nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.domain import NothingAsked, Wish

STEPS = st.lists(st.tuples(st.sampled_from(["ask", "drop", "lapse"]), st.sampled_from(["a", "b"])), max_size=12)


@given(STEPS)
def test_given_any_steps_of_the_two_when_done_then_both_asked_or_silence_followed_a_wish(
    steps: list[tuple[str, str]],
) -> None:
    wish, open_by = Wish(), ""
    for what, who in steps:
        before = wish
        if what == "drop":
            if before.done or not open_by:
                with pytest.raises(NothingAsked):
                    wish.drop()
                continue
            wish, open_by = wish.drop(), ""
        else:
            wish = wish.ask(who) if what == "ask" else wish.lapse()
            if before.done:
                assert wish == before
            elif what == "lapse":
                assert wish.done == bool(open_by)
            else:
                assert wish.done == (open_by not in ("", who))
            open_by = wish.asked_by
