"""Who has read how far, and when a mail tells of what isn't read: one for several lines, never one a line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import Invalid
from tests.fakes.context import NOON
from workspace.conversation import AGAIN, MOST_TEXT, QUIET, Conversation, Reader, checked

ANNA, JAN = "anna", "jan"
MINUTE = timedelta(minutes=1)
NEW = Conversation(0, {ANNA: Reader(), JAN: Reader()})


def _read(found: Conversation, who: str) -> Conversation:
    """Return it after somebody read everything."""
    return found.look(who, found.last, 0)


def test_given_a_line_when_written_then_the_other_one_hears_of_it_a_quarter_of_an_hour_later() -> None:
    found = NEW.write(ANNA, NOON)
    assert (found.readers[ANNA], found.readers[JAN].unread) == (Reader(), 1)
    assert found.due == NOON + QUIET
    assert found.waiting(NOON + QUIET - MINUTE) == {}
    assert set(found.waiting(NOON + QUIET)) == {JAN}


def test_given_several_lines_when_their_mail_is_due_then_it_is_one_and_has_them_all() -> None:
    found = NEW
    for minutes in range(10):
        found = found.write(ANNA, NOON + minutes * MINUTE)
    assert found.due == NOON + QUIET
    told = found.mail(NOON + QUIET)
    assert (told.readers[JAN].mailed, told.readers[JAN].unread, told.due) == (10, 10, None)


def test_given_a_line_when_read_in_time_then_no_mail_is_due() -> None:
    assert _read(NEW.write(ANNA, NOON), JAN).due is None


def test_given_a_mail_nobody_followed_when_another_line_is_written_then_its_mail_waits_longer() -> None:
    told = NEW.write(ANNA, NOON).mail(NOON + QUIET)
    later = NOON + timedelta(hours=1)
    assert told.write(ANNA, later).due == later + AGAIN
    assert _read(told, JAN).write(ANNA, later).due == later + QUIET


def test_given_a_line_that_came_between_look_and_note_when_noted_then_it_stays_unread() -> None:
    found = NEW.write(ANNA, NOON).write(ANNA, NOON + MINUTE).look(JAN, 1, 1)
    assert (found.readers[JAN].read, found.readers[JAN].unread, found.due) == (1, 1, NOON + QUIET)


def test_given_what_is_read_when_an_older_look_is_noted_then_nothing_changes() -> None:
    found = _read(NEW.write(ANNA, NOON).write(ANNA, NOON), JAN)
    assert found.look(JAN, 1, 1) == found


@given(st.lists(st.sampled_from(["anna", "jan", "anna reads", "jan reads", "mail", "later"]), max_size=40))
def test_given_any_story_when_told_then_no_line_is_lost_and_none_is_told_while_it_waits(story: list[str]) -> None:
    found, now, authors = NEW, NOON, list[str]()
    for step in story:
        if step == "later":
            now += 10 * MINUTE
        elif step == "mail":
            found = found.mail(now)
        elif step.endswith("reads"):
            found = _read(found, step.split()[0])
        else:
            found, authors = found.write(step, now), [*authors, step]
        for who, one in found.readers.items():
            unread = [number for number, by in enumerate(authors, 1) if number > one.read and by != who]
            assert one.unread == len(unread)
            untold = [number for number in unread if number > one.mailed]
            assert (one.due is not None) == bool(untold)
    assert found.last == len(authors)


@pytest.mark.parametrize("text", ["", "  \n", "x" * (MOST_TEXT + 1)])
def test_given_nothing_or_far_too_much_when_written_then_it_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        checked(text)
