"""Advice to people without a pair: the cause, what would change it, and whether that comes true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.weights import Weights
from pairing.domain import Person
from pairing.matching import advice, explain
from pairing.matching.advice import CAUSES
from tests.unit.pairing.givens import EVENINGS, person, speaks
from tests.unit.pairing.matching.givens import BUNCH, asked, bunch, causes, crowd, pair_up

MODES = st.just({"mode": "most_served"}) | st.builds(
    lambda threshold: {"mode": "best_quality", "threshold": threshold}, st.integers(4000, 8000)
)


HELPFUL = ("time", "language", "mode")


ALONE = [
    ("nobody", [], {}),
    ("capacity", [person("m", capacity=0)], {}),
    ("exclusion", [person("m", not_with=["e@firma.example"])], {}),
    ("language", [person("m", languages=speaks("en"))], {"languages": speaks("pl")}),
    ("time", [person("m", availability=[EVENINGS[0] | {"weekday": 3}])], {"availability": EVENINGS}),
    ("mode", [person("m", mode="online")], {"mode": "in_person"}),
    (
        "several",
        [person("m", mode="online", languages=speaks("en"))],
        {"mode": "in_person", "languages": speaks("pl")},
    ),
]


@pytest.mark.parametrize(("cause", "mentors", "told"), ALONE)
def test_given_somebody_nobody_suits_when_explained_then_the_binding_rule_is_named(
    cause: str, mentors: list[Person], told: dict[str, Any]
) -> None:
    result = pair_up(asked([person("e", **told)], mentors))
    assert causes(result)["e"] == cause
    assert result["unmatched"][0]["words"]["en"].startswith(CAUSES[cause])


def test_given_more_people_than_places_when_explained_then_the_number_of_places_that_would_help_is_told() -> None:
    result = pair_up(asked([person("e1"), person("e2"), person("e3")], [person("m")]))
    lonely = [one for one in result["unmatched"] if one["cause"] == "seats"]
    assert len(lonely) == 2
    assert "2 more places" in lonely[0]["words"]["en"]
    assert "jeszcze 2 miejsca" in lonely[0]["words"]["pl"]


@pytest.mark.parametrize(
    ("mentees", "told"),
    [
        (2, ("1 more place would help", "jeszcze 1 miejsce.")),
        (3, ("2 more places would help", "jeszcze 2 miejsca.")),
        (6, ("5 more places would help", "jeszcze 5 miejsc.")),
    ],
)
def test_given_free_places_that_suit_nobody_when_explained_then_the_suitable_mentors_have_none_left(
    mentees: int, told: tuple[str, str]
) -> None:
    people = [person(f"e{one}", languages=speaks("pl")) for one in range(mentees)]
    mentors = [person("m", languages=speaks("pl")), person("n", 20, languages=speaks("de"))]
    one = pair_up(asked(people, mentors))["unmatched"][0]
    assert one["words"]["en"].startswith("Suitable mentors have no place left: ")
    assert (told[0] in one["words"]["en"], told[1] in one["words"]["pl"]) == (True, True)


def test_given_line_managers_only_when_explained_then_each_side_is_told_how_many_there_are() -> None:
    mentees = [person(one, manager_email="m@firma.example") for one in ("e1", "e2")]
    words = {one["participant_id"]: one["words"] for one in pair_up(asked(mentees, [person("m", 2)]))["unmatched"]}
    assert words["e1"]["en"].startswith("1 mentor would be suitable, but one of the two")
    assert words["m"]["en"].startswith("2 mentees would be suitable, but in each of these pairs")
    assert words["m"]["pl"].startswith("Pasowałyby 2 osoby w roli Mentee, ")


def test_given_two_rules_that_count_alike_when_explained_then_the_one_somebody_can_change_is_told() -> None:
    mentee = person("e", languages=speaks("en"), manager_email="m@firma.example")
    mentors = [person("m", languages=speaks("en")), person("n", languages=speaks("pl"))]
    one = pair_up(asked([mentee], mentors))["unmatched"][0]
    assert (one["cause"], one["helps"]) == ("language", {"opens": 1, "language": "pl"})


def test_given_one_person_in_both_roles_when_explained_then_no_wish_is_blamed() -> None:
    for both in ([person("a")], [person("a")]), ([person("a", person_id="1")], [person("b", person_id="1")]):
        words = {one["words"]["en"] for one in pair_up(asked(*both))["unmatched"]}
        assert words == {advice.ONLY_ONESELF}
    others = [person("a"), person("m", languages=speaks("de"))]
    assert pair_up(asked([person("a", languages=speaks("pl"))], others))["unmatched"][0]["cause"] == "language"


def test_given_more_places_than_people_when_explained_then_the_mentor_hears_that_the_place_is_a_reserve() -> None:
    result = pair_up(asked([person("e")], [person("m1"), person("m2"), person("m3", capacity=0)]))
    assert causes(result) == {"m2": "free"}


def test_given_nobody_free_at_the_same_time_when_explained_then_the_hour_that_helps_most_is_named_by_the_own_clock() -> (
    None
):
    mentee = person("e", zone="America/New_York", availability=[{"weekday": 5, "start": 6, "end": 7}])
    mentors = [person(f"m{number}", availability=EVENINGS) for number in range(2)]
    one = pair_up(asked([mentee], mentors))["unmatched"][0]
    assert one["helps"] == {"opens": 2, "weekday": 0, "hour": 12}  # 11:00 isn't common in the weeks between the changes
    assert "Monday, 12:00 (people free then: 2)" in one["words"]["en"]
    assert "poniedziałek, 12:00" in one["words"]["pl"]


def test_given_an_hour_that_is_common_in_some_weeks_only_when_explained_then_none_is_advised() -> None:
    mentee = person("e", zone="America/New_York", availability=[{"weekday": 6, "start": 1, "end": 2}])
    one = pair_up(asked([mentee], [person("m", availability=[EVENINGS[0] | {"end": 18}])]))["unmatched"][0]
    assert (one["cause"], one["helps"]) == ("time", {"opens": 0})
    assert one["words"]["en"] == CAUSES["time"]


def test_given_zones_half_an_hour_apart_when_explained_then_an_hour_is_advised_only_if_the_whole_of_it_is_common() -> (
    None
):
    mentee = person("e", zone="Asia/Kolkata", availability=[{"weekday": 6, "start": 1, "end": 2}])
    summer = {"start": date(2026, 6, 1), "end": date(2026, 9, 1)}
    one = pair_up(asked([mentee], [person("m", availability=[EVENINGS[0] | {"end": 18}])], **summer))["unmatched"][0]
    assert one["helps"] == {"opens": 0}
    one = pair_up(asked([mentee], [person("m", availability=EVENINGS)], **summer))["unmatched"][0]
    assert one["helps"] == {"opens": 1, "weekday": 0, "hour": 21}  # 17:30-18:30 in Warsaw


def test_given_best_quality_when_pairs_without_common_time_would_be_poor_then_time_is_not_the_cause() -> None:
    mentee = person("e", topics=["a"], availability=[{"weekday": 5, "start": 6, "end": 7}])
    poor, good = (person(one, topics=[one], availability=EVENINGS) for one in ("b", "a"))
    assert causes(pair_up(asked([mentee], [poor], mode="best_quality")))["e"] == "several"
    one = pair_up(asked([mentee], [poor, good], mode="best_quality"))["unmatched"][0]
    assert one["helps"] == {"opens": 1, "weekday": 0, "hour": 17}


def test_given_best_quality_when_flexible_would_not_reach_it_then_more_times_are_advised_alone() -> None:
    weights = Weights(topics=0, experience=0, time=1, crossing=0, style=0, choices=0)
    mentee = person("e", availability=[{"weekday": 5, "start": 6, "end": 7}])
    mentor = person("m", availability=[{"weekday": 0, "start": 9, "end": 12}])
    strict = {"mode": "best_quality", "threshold": 10_000, "weights": weights}
    one = pair_up(asked([mentee], [mentor], **strict))["unmatched"][0]
    assert (one["cause"], one["helps"], one["words"]["en"]) == ("time", {"opens": 0}, advice.MORE_TIMES)
    short = person("m", availability=[{"weekday": 0, "start": 9, "end": 11}])
    assert causes(pair_up(asked([mentee], [short], **strict)))["e"] == "several"


ZONES = ["Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Africa/Abidjan"]


STRANGERS = st.lists(
    st.fixed_dictionaries(
        {
            "topics": st.lists(st.sampled_from("ab"), max_size=2, unique=True),
            "languages": st.sampled_from([speaks("pl"), speaks("en"), speaks("pl", "en"), speaks("pl", "pl")]),
            "mode": st.sampled_from(["online", "in_person", "hybrid"]),
            "zone": st.sampled_from(ZONES),
            "availability": st.lists(
                st.builds(
                    lambda start, length: {"weekday": 0, "start": start, "end": start + length},
                    st.sampled_from([8, 9, 14, 15]), st.integers(1, 3),
                ),
                max_size=2,
            ),
        }
    ),
    max_size=4,
)  # fmt: skip


def changed(one: Person, cause: str, helps: dict[str, Any], words: str) -> Person:
    """Return somebody who does what was advised."""
    told = dict(one.profile)
    if words == advice.MORE_TIMES:
        told["availability"] = [{"weekday": day, "start": 0, "end": 24} for day in range(7)]
    elif "hour" in helps:
        hour = {"weekday": helps["weekday"], "start": helps["hour"], "end": helps["hour"] + 1}
        told["availability"] = [*told["availability"], hour]
    elif cause == "time":
        told["availability"] = []
    if cause == "language":
        told["languages"] = [*told["languages"], *speaks(helps["language"])]
    if cause == "mode":
        told["mode"] = "hybrid"
    return replace(one, profile=told)


@settings(max_examples=300, deadline=None)
@given(STRANGERS, STRANGERS, MODES)
def test_given_an_advice_when_it_is_followed_then_as_many_pairs_become_possible_as_were_told(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]], mode: dict[str, Any]
) -> None:
    mentees, mentors = crowd("e", ours), crowd("m", theirs)
    for one in pair_up(asked(mentees, mentors, **mode))["unmatched"]:
        if one["cause"] not in HELPFUL:
            continue
        done = one["cause"], one["helps"], one["words"]["en"]
        sides = [
            [changed(p, *done) if p.id == one["participant_id"] else p for p in side] for side in (mentees, mentors)
        ]
        scores = explain.pair_up(asked(*sides, **mode)).scores
        pairs = [(ours.id, theirs.id) for ours in mentees for theirs in mentors]
        found = sum(one["participant_id"] in pair and scores.score(*pair) is not None for pair in pairs)
        assert found == one["helps"]["opens"] or (one["helps"]["opens"] == 0 and found > 0)


def test_given_no_common_language_when_explained_then_the_one_most_speak_is_named() -> None:
    mentors = [person("m1", languages=speaks("en")), person("m2", languages=speaks("en", "de"))]
    one = pair_up(asked([person("e", languages=speaks("pl"))], mentors))["unmatched"][0]
    assert one["helps"] == {"opens": 2, "language": "en"}
    assert "angielski" in one["words"]["pl"]


def test_given_too_few_places_when_explained_then_suitable_mentors_are_named_best_first() -> None:
    mentors = [person("m1", topics=["a"]), person("m2", topics=["b"])]
    mentees = [person(one, topics=["b"]) for one in ("e1", "e2", "e3")]
    (one,) = pair_up(asked(mentees, mentors))["unmatched"]
    assert one["helps"] == {"opens": 2, "places": 1, "mentor_ids": ["m2", "m1"]}


@settings(max_examples=150, deadline=None)
@given(BUNCH, BUNCH, MODES)
def test_given_one_more_mentor_in_a_topic_when_paired_again_then_the_gain_is_what_was_told(
    ours: Any, theirs: Any, mode: dict[str, Any]
) -> None:
    mentees, mentors = [replace(one, capacity=1) for one in bunch("e", ours)], bunch("m", theirs)
    before = pair_up(asked(mentees, mentors, **mode))
    for topic in before["topics"]:
        after = pair_up(asked(mentees, [*mentors, replace(advice.only(topic["topic"]), id="z")], **mode))["figures"]
        figures = before["figures"]
        assert after["matched"] - figures["matched"] == topic["gain_matched"]
        if after["worst"] == figures["worst"]:
            assert after["total"] - figures["total"] == topic["gain_total"]


def test_given_best_quality_when_one_more_mentor_would_score_too_little_then_no_pair_more_is_promised() -> None:
    mentee = person("e", topics=list("abcde"), choices=["x@firma.example"])
    told = pair_up(asked([mentee], [person("m", topics=["z"])], mode="best_quality"))["topics"]
    assert {one["topic"]: one["gain_matched"] for one in told} == {"a": 0, "b": 0, "c": 0, "d": 0, "e": 0}
    assert {one["gain_total"] for one in told} == {0}
