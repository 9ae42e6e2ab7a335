"""Organizers pause and end several pairs from the list of what needs them: looked at, done once, told per pair."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest

from mentoring import clock
from mentoring.web import BACK
from monitoring import api as monitoring
from pairing import api, use_cases
from pairing.domain import MENTEE, MENTOR
from tests.fakes import MemoryStore
from tests.integration.lambdas import Call, over
from tests.unit.pairing.givens import Rival, agreed, by, pair_in, participant, season

HERE, LIST = "/pairing/p/several", "/monitoring/p/matters"
NAMES = ("jan", "ewa")


class Desk(NamedTuple):
    """Given: two pairs of one mentor, and how the list and the page of several pairs are asked."""

    memory: MemoryStore
    ids: list[str]
    list: Call
    pairs: Call

    def preview(self, do: str, who: str = "ola", *more: str, until: str = "") -> dict[str, Any]:
        asked = {"do": do, "pairs": ",".join([*self.ids, *more]), "until": until, BACK: LIST}
        return self.pairs("GET", HERE, who, **asked)

    def confirm(self, page: dict[str, Any], **typed: str) -> dict[str, Any]:
        """When somebody fills the form of the preview and sends it."""
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page["body"].split("<h1>")[1])
        action = re.search(rf'action="{HERE}\?([^"]*)"', page["body"])
        assert action is not None
        fields: dict[str, Any] = {}
        for name, value in hidden:
            fields.setdefault(name, []).append(value)
        return self.pairs("POST", HERE, "ola", form=fields | typed, **dict(parse_qsl(html.unescape(action[1]))))

    @property
    def outcomes(self) -> list[str]:
        return [str(pair_in(self.memory, one).outcome) for one in self.ids]


@pytest.fixture
def desk() -> Desk:
    """Given: two pairs that agreed."""
    memory = season(participant("anna", MENTOR, capacity=2), *(participant(one, MENTEE) for one in NAMES))
    ids = [agreed(memory, f"x{one}", "anna", one).pair_id for one in NAMES]
    return Desk(memory, ids, over(monitoring.app, memory), over(api.app, memory))


def test_given_lines_of_the_list_when_processes_are_to_end_then_a_look_first_mails_counted_and_back_to_the_list(
    desk: Desk,
) -> None:
    chosen = {"do": "end", "which": "ticked", "about": [*desk.ids, "somebody"], "until": "2099-01-01"}
    led = desk.list("POST", f"{LIST}/preview", "ola", form=chosen)
    place = urlsplit(led["multiValueHeaders"]["Location"][0])
    assert (led["statusCode"], place.path) == (303, HERE)
    page = desk.pairs("GET", HERE, "ola", **dict(parse_qsl(place.query)))
    text = html.unescape(page["body"])
    assert [one for one in ("2 processes", "4 emails go out", "1 line isn't about a pair") if one not in text] == []
    assert desk.outcomes == ["", ""], "a preview does nothing"
    done = desk.confirm(page, reason="zmiana pracy")
    assert (done["statusCode"], done["multiValueHeaders"]["Location"]) == (303, [LIST])
    assert desk.outcomes == ["closed_early"] * 2


def test_given_a_form_when_it_is_sent_twice_then_it_is_done_once_and_the_answer_is_the_same(desk: Desk) -> None:
    page, before = desk.preview("end"), len(desk.memory.events)
    answers = [desk.confirm(page, reason="x") for _ in range(2)]
    assert [one["statusCode"] for one in answers] == [303, 303]
    assert [one.name for one in desk.memory.events[before:]].count("PairClosed") == 2


def test_given_processes_when_they_are_to_rest_then_until_a_day_and_the_mails_are_counted(desk: Desk) -> None:
    until = (clock.now() + timedelta(days=9)).date().isoformat()
    page = desk.preview("pause", until=until)
    assert "4 emails go out: both of each pair are told until when" in page["body"]
    assert f'value="{until}"' in page["body"]
    for wrong in ("", "2001-01-01"):
        refused = desk.confirm(page, until=wrong)
        assert (refused["statusCode"], "Choose a day in the future." in refused["body"]) == (422, True)
    assert desk.confirm(page, until=until)["statusCode"] == 303
    assert all(str(pair_in(desk.memory, one).paused_until) >= until for one in desk.ids)


def test_given_no_reason_when_processes_are_to_end_then_it_is_asked_for(desk: Desk) -> None:
    refused = desk.confirm(desk.preview("end"), reason=" ")
    assert (refused["statusCode"], "Say why they end" in refused["body"]) == (422, True)
    assert desk.outcomes == ["", ""]


@pytest.mark.parametrize(
    ("do", "typed", "said"),
    [
        ("end", {"reason": "x" * 2001, "rematch": "yes"}, "too long"),
        ("pause", {"until": "2099-02-30"}, "must be a date"),
    ],
)
def test_given_what_nobody_can_read_when_confirmed_then_the_page_stays_with_what_was_typed_and_knows_its_pairs(
    desk: Desk, do: str, typed: dict[str, str], said: str
) -> None:
    refused = desk.confirm(desk.preview(do), **typed)
    body = html.unescape(refused["body"])
    assert (refused["statusCode"], said in body, "2 processes" in body) == (422, True, True)
    assert [one for one in typed.values() if one not in body] == []
    (other,) = re.findall(r'<a href="([^"]*)" hreflang="pl"', body)
    asked = dict(parse_qsl(urlsplit(other).query))
    assert (asked["do"], asked["pairs"], asked[BACK]) == (do, ",".join(desk.ids), LIST)


def test_given_a_pair_that_changed_meanwhile_when_confirmed_then_the_other_is_done_and_it_is_said_of_whom_not(
    desk: Desk,
) -> None:
    page = desk.preview("end")
    use_cases.pause(by("jan", desk.memory), desk.ids[0], clock.now() + timedelta(days=5))
    done = desk.confirm(page, reason="x")
    assert done["statusCode"] == 200
    assert "Nothing was done with 1 pair:" in done["body"]
    assert "Jan – Anna: Somebody changed this in the meantime." in done["body"]
    assert f'href="{LIST}"' in done["body"]
    assert desk.outcomes == ["", "closed_early"]


def test_given_somebody_quicker_while_it_is_done_when_a_browser_sends_it_then_no_pair_is_taken_for_done() -> None:
    """The last transaction of a request waits for its answer: that of a pair is written with the next pair's."""
    memory = Rival(lambda one: use_cases.pause(by("jan", one), ids[0], clock.now() + timedelta(days=5)), times=0)
    memory.items = season(participant("anna", MENTOR, capacity=2), *(participant(one, MENTEE) for one in NAMES)).items
    ids = [agreed(memory, f"x{one}", "anna", one).pair_id for one in NAMES]
    desk = Desk(memory, ids, over(monitoring.app, memory), over(api.app, memory))
    page = desk.preview("end")
    memory.times = 1
    done = desk.confirm(page, reason="x")
    assert desk.outcomes == ["", "closed_early"]
    assert "Jan – Anna: Somebody changed this in the meantime." in done["body"]


@pytest.mark.parametrize("who", ["wit", "anna"])
def test_given_somebody_who_may_not_decide_when_they_look_then_nothing_is_there(desk: Desk, who: str) -> None:
    assert desk.preview("end", who)["statusCode"] == 404
    form = {"do": "end", "pair": [f"{one}:1" for one in desk.ids], "reason": "x"}
    assert desk.pairs("POST", HERE, who, form=form)["statusCode"] == 404


def test_given_nothing_chosen_or_only_ended_ones_when_looked_at_then_there_is_nothing_to_confirm(desk: Desk) -> None:
    for one in desk.ids:
        use_cases.close_early(by("jan" if one == desk.ids[0] else "ewa", desk.memory), one, "sami")
    page = desk.preview("end")["body"]
    assert "2 are passed over, because they have ended already:" in page
    assert 'name="reason"' not in page
    assert "No pair is chosen." in desk.pairs("GET", HERE, "ola")["body"]
