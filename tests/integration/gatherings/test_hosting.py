"""Breakout rooms through the real handlers: seats, moves by hand, late-comers, the clock, and the page that follows."""

from __future__ import annotations

import base64
import csv
from datetime import timedelta
from io import StringIO
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock
from mentoring.tables.gatherings.breakout import Breakout
from mentoring.tables.pairing import Pair
from tests.fakes.people import MENTEE, ORGANIZER, PROGRAMME, STRANGER
from tests.integration.gatherings.workshops import HERE, JSON, call, held, person, press, seat, there, workshop
from tests.integration.lambdas import keep, published, said

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore


def rooms() -> dict[str, Any]:
    found: dict[str, Any] = said(call("GET", f"{JSON}/rooms", ORGANIZER))
    return found


def tag() -> str:
    return str(call("GET", f"{JSON}/rooms", ORGANIZER)["multiValueHeaders"]["ETag"][0])


def sides(found: dict[str, Any]) -> list[list[set[str]]]:
    return [[set(room["person_ids"]) for room in one["rooms"]] for one in found["rounds"]]


def encounters(found: dict[str, Any]) -> list[tuple[str, ...]]:
    return [pair for one in sides(found) for room in one for pair in combinations(sorted(room), 2)]


@pytest.mark.parametrize(("number", "size", "rounds"), [(40, 4, 2), (23, 4, 3)])
def test_given_people_who_are_there_when_seated_then_all_have_a_room_in_each_round_and_nobody_meets_twice(
    agreed: DynamoStore, number: int, size: int, rounds: int
) -> None:
    parts = workshop(agreed, number + 2, present=number)
    made = seat(size, rounds)
    here = {one.person_id for one in parts[:number]}
    assert [set().union(*one) for one in sides(made)] == [here] * rounds
    assert all(abs(len(room) - size) <= 1 for one in sides(made) for room in one)
    assert len(encounters(made)) == len(set(encounters(made)))
    assert made["again"] == 0
    page = call("GET", f"{HERE}/rooms", ORGANIZER, language="pl")["body"]
    assert "nikt nie spotyka się dwa razy" in page
    assert len(published("BreakoutRoomsChanged")) == 1


def test_given_pairs_and_line_managers_when_seated_then_they_are_apart_and_no_address_of_a_manager_is_shown(
    agreed: DynamoStore,
) -> None:
    parts = workshop(agreed, 12)
    parts[1].profile = parts[1].profile | {"manager_email": "Osoba02@firma.example"}
    pair = Pair(
        *Pair.key("x"), pair_id="x", programme_id=PROGRAMME, organization_id="org-1", mentor_id="osoba00",
        mentee_id="osoba01", mentor_person_id=person("osoba00"), mentee_person_id=person("osoba01"), score=1,
        agreed_at=clock.iso(clock.now()), mentor_name="a", mentee_name="b",
    )  # fmt: skip
    pair.list_pk, pair.list_sk = f"PROGRAMME#{PROGRAMME}", "PAIR#x"
    keep(agreed, parts[1], pair)
    made = seat(3, 3)
    for other in ("osoba00", "osoba02"):
        assert tuple(sorted((person("osoba01"), person(other)))) not in encounters(made)
    shown = call("GET", f"{HERE}/rooms", ORGANIZER)["body"] + call("GET", f"{JSON}/rooms", ORGANIZER)["body"]
    assert "@" not in shown.replace("@media", "")


def test_given_who_met_at_an_earlier_gathering_when_seated_then_they_are_not_together_again(
    agreed: DynamoStore,
) -> None:
    parts = workshop(agreed, 9)
    keep(agreed, held("e", 5_000))
    before = Breakout(
        *Breakout.key("e"), gathering_id="e", programme_id=PROGRAMME, size=3, minutes=5, odd="more", state="over",
        nth=1, people=[[one.person_id, one.participant_id] for one in parts],
        rounds=[[[0, 1, 2], [3, 4, 5], [6, 7, 8]]], changed_at=clock.iso(clock.now()),
    )  # fmt: skip
    keep(agreed, before)
    ids = [one.person_id for one in parts]
    met = {tuple(sorted(pair)) for room in (ids[:3], ids[3:6], ids[6:]) for pair in combinations(room, 2)}
    assert not met & set(encounters(seat(3, 1)))


def test_given_too_few_who_are_there_when_seated_then_it_is_refused(agreed: DynamoStore) -> None:
    workshop(agreed, 3, present=1)
    wish = {"size": 4, "rounds": 1, "minutes": 10}
    answer = call("PUT", f"{JSON}/rooms", ORGANIZER, body=wish, headers={"if-none-match": "*"})
    assert (answer["statusCode"], said(answer)["type"].rpartition(":")[2]) == (409, "too-few-there")


def test_given_a_late_comer_and_a_no_show_when_seated_again_then_few_move_and_later_rounds_are_made_anew(
    agreed: DynamoStore,
) -> None:
    parts = workshop(agreed, 13, present=12)
    before = seat(3, 3)
    assert press("start")["statusCode"] == 200
    late, gone = parts[12], parts[0]
    for one, present in ((late, True), (gone, False)):
        body = {"participant_ids": [one.participant_id], "present": present}
        call("POST", f"{JSON}/attendance", ORGANIZER, body=body)
    page = call("GET", f"{HERE}/rooms", ORGANIZER)["body"]
    assert "There, but without a room:" in page
    assert "Seated, but not there:" in page
    after = said(call("POST", f"{JSON}/rooms/seats", ORGANIZER, headers={"if-match": tag()}))
    here = {one.person_id for one in parts[1:]}
    assert [set().union(*one) for one in sides(after)] == [here] * 3
    stayed = [one for one in here - {late.person_id} if _room(before, one) == _room(after, one)]
    assert len(stayed) == 11
    assert len(encounters(after)) == len(set(encounters(after)))
    assert after["state"] == "running"
    assert said(call("GET", f"{JSON}/room", late.person_id))["room"] == _room(after, late.person_id)
    assert call("GET", f"{JSON}/room", gone.person_id)["statusCode"] == 404


def _room(found: dict[str, Any], person_id: str) -> int | None:
    rooms_now = found["rounds"][found["nth"] - 1]["rooms"]
    return next((one["room"] for one in rooms_now if person_id in one["person_ids"]), None)


def test_given_a_move_by_hand_when_tried_then_its_cost_is_told_in_words_and_only_the_button_makes_it(
    agreed: DynamoStore,
) -> None:
    workshop(agreed, 12)
    made = seat(3, 2)
    first, second = made["rounds"][0]["rooms"], made["rounds"][1]["rooms"]
    who = first[0]["person_ids"][0]
    mate = first[0]["person_ids"][1]
    target = next(one["room"] for one in second if mate in one["person_ids"])
    asked = {"person": who, "round": "2", "room": str(target)}
    page = call("GET", f"{HERE}/rooms", ORGANIZER, **asked)["body"]
    assert "would meet once more today" in page
    assert "Rooms would differ by more than one person" in page
    assert tag() == '"1"'
    body = {"person_id": who, "round": 2, "room": target}
    told = said(call("POST", f"{JSON}/rooms/moves/preview", ORGANIZER, body=body))
    assert told["delta"] > 0
    assert "repeat" in {one["reason"] for one in told["changes"]}
    form = asked | {"version": "1"}
    assert call("POST", f"{HERE}/rooms/moves", ORGANIZER, form=form)["statusCode"] == 303
    after = rooms()
    assert who in after["rounds"][1]["rooms"][target - 1]["person_ids"]
    assert after["again"] >= 1
    for wrong in ({"round": 9}, {"room": 99}, {"person_id": "nobody"}, {"swap_with": "nobody"}):
        answer = call("POST", f"{JSON}/rooms/moves/preview", ORGANIZER, body=body | wrong)
        assert answer["statusCode"] in (404, 409), wrong


def test_given_two_hosts_when_both_change_the_rooms_then_the_second_is_told_and_loses_nothing(
    agreed: DynamoStore,
) -> None:
    workshop(agreed, 8)
    seat(4, 2)
    assert call("POST", f"{HERE}/rooms/clock", ORGANIZER, form={"do": "start", "version": "1"})["statusCode"] == 303
    late = call("POST", f"{HERE}/rooms/clock", ORGANIZER, form={"minutes": "5", "version": "1"})
    assert late["statusCode"] == 412
    assert "Somebody else changed the rooms at this moment" in late["body"]
    assert 'value="2"' in late["body"]
    assert rooms()["seconds_left"] <= 600
    for path, body in (("seats", None), ("moves", {"person_id": person("osoba00"), "round": 1, "room": 2})):
        answer = call("POST", f"{JSON}/rooms/{path}", ORGANIZER, body=body, headers={"if-match": '"1"'})
        assert answer["statusCode"] == 412, path


def test_given_rooms_that_are_used_when_made_anew_then_it_is_refused(agreed: DynamoStore) -> None:
    workshop(agreed, 8)
    seat(4, 2)
    wish = {"size": 2, "rounds": 1, "minutes": 5}
    again = call("PUT", f"{JSON}/rooms", ORGANIZER, body=wish, headers={"if-match": tag()})
    assert (again["statusCode"], len(said(again)["rounds"])) == (200, 1)
    press("start")
    assert call("PUT", f"{JSON}/rooms", ORGANIZER, body=wish, headers={"if-match": tag()})["statusCode"] == 409


@pytest.mark.parametrize("pattern", ["javascript:alert({room})", "https://meet.example/x", "{room}"])
def test_given_a_link_that_is_none_when_saved_then_it_is_refused_at_its_field(
    agreed: DynamoStore, pattern: str
) -> None:
    workshop(agreed, 8)
    seat(4, 1)
    answer = call("POST", f"{HERE}/rooms/links", ORGANIZER, form={"pattern": pattern, "version": "1"})
    assert answer["statusCode"] == 422
    assert "#links-pattern" in answer["body"]


def test_given_a_pattern_that_is_chosen_but_not_typed_when_rooms_are_made_then_it_is_asked_for(
    agreed: DynamoStore,
) -> None:
    workshop(agreed, 8)
    answer = call("POST", f"{HERE}/rooms", ORGANIZER, form={"links": "pattern", "version": "0"})
    assert answer["statusCode"] == 422
    assert "#seat-pattern" in answer["body"]


def test_given_a_running_round_when_followed_then_each_sees_their_room_its_link_and_the_others(
    agreed: DynamoStore,
) -> None:
    parts = workshop(agreed, 9, present=8)
    made = seat(4, 2, ready=True)
    assert made["pattern"].startswith("https://meet.jit.si/tandem-")
    waiting = call("GET", f"{HERE}/room", parts[0].person_id)["body"]
    assert "meet.jit.si" not in waiting.replace("https://meet.jit.si/firma", "")
    press("start")
    number = _room(made, parts[0].person_id) or 0
    page = call("GET", f"{HERE}/room", parts[0].person_id, language="pl")["body"]
    assert f"Pokój {number}" in page
    assert made["rounds"][0]["rooms"][number - 1]["link"] in page
    others = {one.person_id: one.name for one in parts}
    for mate in made["rounds"][0]["rooms"][number - 1]["person_ids"]:
        assert (others[mate] in page) == (mate != parts[0].person_id)
    absent = call("GET", f"{HERE}/room", parts[8].person_id)
    assert (absent["statusCode"], absent["multiValueHeaders"]["Location"]) == (303, [f"{HERE}/here"])
    for who in (parts[8].person_id, STRANGER):
        assert call("GET", f"{JSON}/room", who)["statusCode"] == 404
        assert call("GET", f"{HERE}/room/now", who)["statusCode"] == 404


def test_given_somebody_who_polls_when_nothing_changed_then_304_says_when_to_ask_again(agreed: DynamoStore) -> None:
    parts = workshop(agreed, 8)
    seat(4, 2)
    press("start")
    who, now = parts[0].person_id, f"{HERE}/room/now"
    first = call("GET", now, who)
    (etag,) = first["multiValueHeaders"]["ETag"]
    assert first["multiValueHeaders"]["Retry-After"] == ["12"]
    same = call("GET", now, who, headers={"if-none-match": etag})
    assert (same["statusCode"], same["body"]) == (304, "")
    assert same["multiValueHeaders"]["Retry-After"] == ["12"]
    press("pause")
    assert call("GET", now, who, headers={"if-none-match": etag})["statusCode"] == 200
    press("next")
    press("end")
    over = call("GET", now, who)
    assert "All rounds are over" in over["body"]


def test_given_a_host_who_follows_when_somebody_comes_then_the_part_of_the_page_changes(agreed: DynamoStore) -> None:
    parts = workshop(agreed, 9, present=8)
    seat(4, 2)
    now = f"{HERE}/rooms/now"
    (etag,) = call("GET", now, ORGANIZER)["multiValueHeaders"]["ETag"]
    assert call("GET", now, ORGANIZER, headers={"if-none-match": etag})["statusCode"] == 304
    keep(agreed, there(parts[8]))
    after = call("GET", now, ORGANIZER, headers={"if-none-match": etag})
    assert (after["statusCode"], "Osoba08" in after["body"]) == (200, True)


def test_given_rounds_when_exported_then_those_that_took_place_or_run_are_there(agreed: DynamoStore) -> None:
    workshop(agreed, 8)
    seat(4, 2)
    table = f"{HERE}/rooms.csv"
    assert said(call("GET", f"{JSON}/rooms/seated", ORGANIZER))["items"] == []
    press("start")
    assert len(said(call("GET", f"{JSON}/rooms/seated", ORGANIZER))["items"]) == 8
    press("next")
    press("end")
    found = said(call("GET", f"{JSON}/rooms/seated", ORGANIZER))["items"]
    assert len(found) == 16
    assert {one["round"] for one in found} == {1, 2}

    rows = list(csv.reader(StringIO(base64.b64decode(call("GET", table, ORGANIZER)["body"]).decode("utf-8-sig"))))
    assert rows[0] == ["round", "room", "email"]
    assert len(rows) == 17
    assert call("GET", table, MENTEE)["statusCode"] == 404


def test_given_anybody_but_an_organizer_when_they_ask_for_the_rooms_then_there_is_nothing(agreed: DynamoStore) -> None:
    parts = workshop(agreed, 8)
    seat(4, 2)
    for who in (MENTEE, STRANGER, parts[0].person_id):
        for path in (f"{JSON}/rooms", f"{HERE}/rooms", f"{HERE}/rooms/now", f"{JSON}/rooms/seated"):
            assert call("GET", path, who)["statusCode"] == 404, path
        answer = call("POST", f"{JSON}/rooms/clock", who, body={"do": "start"}, headers={"if-match": "*"})
        assert answer["statusCode"] == 404


def test_given_a_round_when_its_time_is_up_then_both_pages_say_so(agreed: DynamoStore) -> None:
    parts = workshop(agreed, 8)
    seat(4, 2)
    press("start")
    item = agreed.get(Breakout, *Breakout.key("g"))
    assert item is not None
    item.ends_at = clock.iso(clock.now() - timedelta(seconds=5))
    keep(agreed, item)
    assert "Time is up" in call("GET", f"{HERE}/room", parts[0].person_id)["body"]
    assert "time is up" in call("GET", f"{HERE}/rooms", ORGANIZER)["body"]
    assert said(call("GET", f"{JSON}/room", parts[0].person_id))["time_is_up"] is True
