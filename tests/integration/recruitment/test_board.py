"""The board of a programme: why each pair on it needs somebody."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from markupsafe import escape

from mentoring import clock, worries
from mentoring.tables.monitoring import Matter
from mentoring.tables.recruitment import Application, Member
from mentoring.tables.vocabulary import MatterState, Worry
from mentoring.tables.workspace import DeskCounts
from tests.integration.lambdas import keep
from tests.integration.recruitment.conftest import ANNA, VIEWER, Person
from tests.integration.recruitment.test_pages import FORM

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def test_given_a_matter_of_any_rule_when_the_board_is_read_then_it_says_the_reason_that_monitoring_says(
    programme: str, store: DynamoStore
) -> None:
    at = clock.iso(clock.now() - timedelta(days=46, hours=1))
    for rule in filter(None, Worry):
        why = {"rule": rule, "cause": "", "days": 46, "since": at, "raised_at": at}
        matter = Matter(
            *Matter.key(programme, rule), about=rule, programme_id=programme, pair_id="p", urgency="other", since=at,
            reasons=[why],
        )  # fmt: skip
        keep(store, matter)
        page = ANNA.get(f"/organizer/programmes/{programme}").text
        assert (
            f'/matters#{rule}">A pair</a>: {escape(worries.reason(rule, 46, "en"))} <span class="meta">since ' in page
        )
        assert "1 matter needs you" in page
        matter.state = MatterState.DONE
        keep(store, matter)


def test_given_a_viewer_when_they_look_at_applications_then_they_see_how_many_are_in_which_state_and_nobody(
    programme: str, organization: str, store: DynamoStore
) -> None:
    member = Member(*Member.key(organization, "widz"), organization_id=organization, person_id="widz", role="viewer")
    member.list_pk, member.list_sk = Member.list_key("widz", organization)
    keep(store, member)
    secrets = {"first_name": "Sekretna", "city": "Tajne", "goal": "Chcę odejść od szefa."}
    assert Person("ada").submit("/programmes/wiosna/apply/mentee", submit="yes", **FORM | secrets).status == 303
    (one,) = store.query(Application, *Application.of(programme))
    home = f"/organizer/programmes/{programme}"

    board = VIEWER.get(home).text

    rows = re.findall(r"<tr><td>([^<]+)</td>((?:<td class=.number.>\d+</td>)+)</tr>", board)
    assert [re.findall(r">(\d+)<", cells) for _, cells in rows] == [["0", "1", "1"]]
    assert f"{home}/applications" not in board
    words = ("What waits for the organizers", "1 matter waits for the organizers", "needs you")
    assert [one in board for one in words] == [True, True, False]
    assert "1 matter waits for the organizers" in VIEWER.get("/organizer").text
    assert "1 matter needs you" in ANNA.get("/organizer").text
    keep(store, DeskCounts(*DeskCounts.key(programme), programme_id=programme, waiting=1))
    for who, to in ((VIEWER, "the organizers"), (ANNA, "you")):
        assert f"1 person wrote to {to} and waits for an answer" in who.get(home).text
    for said in (*secrets.values(), "ada@firma.example"):
        assert said not in board
    for content in ("", f"/{one.application_id}", ".csv", ".xlsx"):
        assert VIEWER.get(f"{home}/applications{content}").status == 404
        assert ANNA.get(f"{home}/applications{content}").status == 200
