"""The demonstration programme of `make up`: a season in its middle, as its organizer, a mentor and a mentee see it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from infra.local import mails
from infra.local.seed import who_is_shown
from infra.season.acts import ORGANIZER
from infra.season.acts.season import listed
from infra.season.people import Person, Stage
from tests.e2e.client import RunningStack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.local import Stack

DAY = timedelta(days=1)
A_PROGRAMME = re.compile(r'"/organizer/programmes/([0-9a-f]{32})')
ENDED = ("completed", "closed_early")
FLOOR = 5
"""Results of fewer answers are shown to nobody."""


class Seen:
    """What people read through the API and in their mails; nothing of what the script did."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.running = RunningStack(stack.layout)
        self.stage = Stage(stack.public_url, stack.mailbox_url)
        self.organizer = Person(self.stage, ORGANIZER)
        self.now = datetime.now(UTC)

    def close(self) -> None:
        """Close all connections."""
        self.running.close()
        self.stage.close()

    @cached_property
    def programmes(self) -> dict[str, dict[str, Any]]:
        """Return the organizer's programmes by stage, as the page of all that they organize links to them."""
        self.organizer.get("/v1/me")
        known = set(A_PROGRAMME.findall(self.organizer.page("/organizer")))
        found = [self.organizer.get(f"/v1/programmes/{one}") for one in known]
        return {one["stage"]: one for one in found}

    @property
    def programme_id(self) -> str:
        """Return the programme that runs."""
        return str(self.programmes["running"]["programme_id"])

    @cached_property
    def pairs(self) -> list[dict[str, Any]]:
        """Return the pairs of the programme that runs."""
        return listed(self.organizer, f"/v1/pairs?programme_id={self.programme_id}")

    @cached_property
    def people(self) -> dict[str, Person]:
        """Return the mentor and the mentee for whom `make up` prints links."""
        mentor, mentee = who_is_shown(self.stack.layout)
        return {"mentor": Person(self.stage, mentor), "mentee": Person(self.stage, mentee)}

    @cached_property
    def mails(self) -> list[mails.Mail]:
        """Return all mails that had come when the programme was ready, oldest first."""
        return mails.listing(self.stack.layout.mails)[::-1]


@pytest.fixture(scope="module")
def seen(shown: Stack) -> Iterator[Seen]:
    """Given: the demonstration, with all mails that it made."""
    found = Seen(shown)
    assert found.mails
    yield found
    found.close()


def test_given_the_demonstration_when_its_clock_is_read_then_it_stands_at_now_and_nothing_is_left_undone(
    seen: Seen,
) -> None:
    figures = seen.running.settle()
    assert seen.running.clock()["ahead_seconds"] == 0
    assert not any(figures["dead_letters"].values())
    told = seen.running.aws("dynamodb").describe_time_to_live(TableName=seen.running.outputs["OnceTableName"])
    assert told["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"


def test_given_the_demonstration_when_its_mails_are_read_then_they_came_over_four_months_and_none_tomorrow(
    seen: Seen,
) -> None:
    sent = [one.sent for one in seen.mails if one.sent is not None]
    assert len(sent) == len(seen.mails)
    assert timedelta(days=118) < seen.now - sent[0] < timedelta(days=127)
    assert sent[-1] <= seen.now + timedelta(minutes=10)
    # Minutes pass between people who act on a morning, also while a mail about the one before is being written.
    assert all(later >= earlier - timedelta(minutes=45) for earlier, later in pairwise(sent)), "mails in their order"
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert max(gaps) < timedelta(days=8), "something happens each week"


def test_given_the_demonstration_when_the_organizer_looks_then_pairs_are_as_in_the_middle_of_a_season(
    seen: Seen,
) -> None:
    assert 18 <= len(seen.pairs) <= 24
    outcomes = Counter(one["stage"] for one in seen.pairs)
    assert outcomes["completed"] == 2
    assert outcomes["closed_early"] == 1
    watched = listed(seen.organizer, f"/v1/monitoring/{seen.programme_id}/pairs")
    going_on = {one["pair_id"] for one in seen.pairs if one["stage"] not in ENDED}
    colours = Counter(one["colour"] for one in watched if one["pair_id"] in going_on)
    assert colours["green"] >= 8
    assert colours["amber"] >= 2
    assert colours["red"] >= 2
    assert colours["grey"] == 1, "one is paused"
    [paused] = [one for one in seen.pairs if one["paused_until"]]
    assert datetime.fromisoformat(paused["paused_until"]) > seen.now
    assert min(datetime.fromisoformat(one["agreed_at"]) for one in seen.pairs) < seen.now - 100 * DAY
    assert sum(one["meetings_held"] for one in seen.pairs) > 60


def test_given_two_completed_pairs_when_their_reports_are_opened_then_they_are_pdf_files(seen: Seen) -> None:
    for one in seen.pairs:
        if one["stage"] == "completed":
            report = seen.organizer.get(f"/v1/reports/{seen.programme_id}/pairs/{one['pair_id']}")
            assert seen.organizer.download(report["url"]).startswith(b"%PDF-")


def test_given_a_pair_that_was_silent_when_its_meetings_are_read_then_it_was_rescued(seen: Seen) -> None:
    nudged = {one.to for one in seen.mails if one.kind == "nudge"}
    helped = {one.to for one in seen.mails if one.kind == "desk_messages"}
    [mentee] = nudged & helped
    person = Person(seen.stage, mentee)
    [mine] = [one for one in seen.pairs if one["mentee_person_id"] == person.person_id]
    held = sorted(
        datetime.fromisoformat(one["starts_at"])
        for one in person.get(f"/v1/meetings/pair/{mine['pair_id']}")["items"]
        if one["state"] == "held"
    )
    assert max(later - earlier for earlier, later in pairwise(held)) > 45 * DAY
    assert seen.now - held[-1] < 21 * DAY


def test_given_the_shown_pair_when_it_opens_its_room_then_there_is_what_four_months_leave(seen: Seen) -> None:
    mentor, mentee = seen.people["mentor"], seen.people["mentee"]
    [mine] = [one for one in seen.pairs if one["mentee_person_id"] == mentee.person_id]
    room, place = f"/v1/rooms/{mine['pair_id']}", f"/v1/meetings/pair/{mine['pair_id']}"
    states = Counter(one["state"] for one in mentor.get(place)["items"])
    assert states["held"] >= 5
    assert states["confirmed"] + states["proposed"] >= 1
    assert len(mentor.get(f"{room}/messages")["items"]) >= 4
    assert mentee.get(f"{room}/notes")["items"]
    assert {one["state"] for one in mentee.get(room)["tasks"]} == {"open", "done"}
    assert mentee.get(f"{room}/contract")["state"] == "signed"
    [goal] = mentee.get(room)["goals"]
    assert (goal["state"], len(goal["ratings"]) >= 2) == ("in_progress", True)


def test_given_the_demonstration_when_all_meetings_are_counted_then_some_were_cancelled(seen: Seen) -> None:
    kinds = Counter(one.kind for one in seen.mails)
    assert kinds["meeting_cancelled"] >= 2
    assert kinds["meeting_reminder"] >= 40
    natalia = next(one.to for one in seen.mails if one.to.startswith("natalia"))
    person = Person(seen.stage, natalia)
    [mine] = [one for one in seen.pairs if one["mentee_person_id"] == person.person_id]
    meetings = person.get(f"/v1/meetings/pair/{mine['pair_id']}")["items"]
    assert "technical" in {one["not_held_reason"] for one in meetings}


def test_given_an_english_mentor_far_away_when_mails_come_to_her_then_they_are_in_her_words_and_zone(
    seen: Seen,
) -> None:
    grace = next(one.to for one in seen.mails if one.to.startswith("grace"))
    person = Person(seen.stage, grace, "en")
    me = person.get("/v1/me")
    assert me["locale"] == "en"
    told = [one for one in seen.mails if one.to == grace and one.kind == "meeting_reminder"]
    assert told
    text = told[-1].part("text/plain")
    assert text is not None
    assert "Toronto" in text.text


@pytest.mark.parametrize("survey", ["start", "pair_fit"])
def test_given_answered_surveys_when_the_organizer_reads_results_then_they_are_above_the_floor(
    seen: Seen, survey: str
) -> None:
    results = seen.organizer.get(f"/v1/surveys/{seen.programme_id}/results")["items"]
    [found] = [one for one in results if one["survey"] == survey]
    assert found["answered"] >= FLOOR
    assert any(one["n"] >= FLOOR and one["mean"] for one in found["results"]["all"])


def test_given_the_demonstration_when_the_organizer_reads_mails_then_weekly_reports_came_and_there_is_something_to_do(
    seen: Seen,
) -> None:
    reports = [one for one in seen.mails if (one.to, one.kind) == (ORGANIZER, "weekly_report")]
    assert len(reports) >= 14
    assert reports[-1].sent is not None
    assert seen.now - reports[-1].sent < 8 * DAY
    matters = listed(seen.organizer, f"/v1/monitoring/{seen.programme_id}/matters")
    assert len(matters) >= 4
    assert {"help", "rating", "silence", "contract"} <= {rule for one in matters for rule in one["rules"]}
    assert len({one["about"] for one in matters}) == len(matters)
    assert any(one["taken_by"] for one in matters)


def test_given_a_gathering_ahead_when_it_is_read_then_people_have_signed_up(seen: Seen) -> None:
    found = seen.organizer.get(f"/v1/gatherings/{seen.programme_id}")["items"]
    [ahead] = [one for one in found if datetime.fromisoformat(one["starts_at"]) > seen.now]
    assert ahead["state"] == "announced"
    assert sum(one["taken"] for one in ahead["seats"]) >= 10
    [ended] = [one for one in found if one["state"] == "ended"]
    there = seen.organizer.get(f"/v1/gatherings/{seen.programme_id}/{ended['gathering_id']}/attendance")["items"]
    assert sum(bool(one["present"]) for one in there) >= FLOOR


def test_given_a_second_programme_when_it_is_read_then_it_recruits_with_applications_to_decide(seen: Seen) -> None:
    second = seen.programmes["recruiting"]["programme_id"]
    states = Counter(one["state"] for one in listed(seen.organizer, f"/v1/programmes/{second}/applications"))
    assert states["submitted"] >= 5
    assert states["needs_info"] == 1


def test_given_the_demonstration_when_the_stack_starts_again_then_it_is_all_there_and_not_made_anew(
    seen: Seen, shown: Stack
) -> None:
    assert seen.pairs
    before = len(mails.listing(shown.layout.mails))
    shown.stop()
    shown.start()
    known = {one["pair_id"] for one in seen.pairs}
    assert {one["pair_id"] for one in listed(seen.organizer, f"/v1/pairs?programme_id={seen.programme_id}")} == known
    made = [one.kind for one in mails.listing(shown.layout.mails)[:-before]]
    assert set(made) <= {"sign_in"}
