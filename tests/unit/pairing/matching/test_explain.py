"""The result of a round: optimal over people, repeatable, and explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.weights import FULL, Weights
from pairing.domain import Person
from pairing.matching import advice, explain
from pairing.matching.advice import CAUSES
from pairing.matching.explain import Input, InputRefused
from tests.unit.pairing.givens import END, EVENINGS, START, WEIGHTS, person, speaks


def pair_up(given: Input) -> dict[str, Any]:
    return explain.pair_up(given).result


def asked(mentees: list[Person], mentors: list[Person], **values: Any) -> Input:
    given: dict[str, Any] = {"weights": WEIGHTS, "mode": "most_served", "start": START, "end": END}
    return Input(mentees=tuple(mentees), mentors=tuple(mentors), **given | values)


def pairs(result: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["mentee_id"], one["mentor_id"]) for one in result["pairs"]}


def causes(result: dict[str, Any]) -> dict[str, str]:
    return {one["participant_id"]: one["cause"] for one in result["unmatched"]}


def reasons(mentee: Person, mentor: Person) -> list[str]:
    found: list[str] = pair_up(asked([mentee], [mentor]))["pairs"][0]["reasons"]["en"]
    return found


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "topics": st.lists(st.sampled_from(["a", "b", "c"]), max_size=3),
            "languages": st.sampled_from([speaks("pl"), speaks("en"), speaks("pl", "en"), []]),
            "mode": st.sampled_from(["online", "in_person", "hybrid"]),
            "department": st.sampled_from(["IT", "HR", ""]),
            "not_with": st.lists(st.sampled_from(["m1@firma.example", "e1@firma.example", "department"]), max_size=1),
        }
    ),
    max_size=6,
)


def crowd(prefix: str, told: list[dict[str, Any]], capacity: int = 1) -> list[Person]:
    return [person(f"{prefix}{number}", capacity, **one) for number, one in enumerate(told)]


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PEOPLE, st.sampled_from(["most_served", "best_quality"]), st.randoms(use_true_random=False))
def test_given_people_in_another_order_when_paired_then_the_result_is_the_same_to_the_letter(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]], mode: str, random: Any
) -> None:
    mentees, mentors = crowd("e", ours), crowd("m", theirs, 2)
    straight = pair_up(asked(mentees, mentors, mode=mode))
    random.shuffle(mentees)
    random.shuffle(mentors)
    assert pair_up(asked(mentees, mentors, mode=mode)) == straight


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PEOPLE, st.permutations(range(12)))
def test_given_people_under_other_ids_when_paired_then_the_same_addresses_come_together(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]], numbers: list[int]
) -> None:
    mentees, mentors = crowd("e", ours), crowd("m", theirs, 2)
    renamed = {one.id: f"x{number:02}" for one, number in zip([*mentees, *mentors], numbers, strict=False)}
    again = [[replace(one, id=renamed[one.id]) for one in side] for side in (mentees, mentors)]
    straight = pairs(pair_up(asked(mentees, mentors)))
    assert pairs(pair_up(asked(*again))) == {(renamed[one], renamed[other]) for one, other in straight}


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PEOPLE)
def test_given_any_people_when_paired_then_everybody_is_paired_or_told_why_and_everything_has_words(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]]
) -> None:
    mentees, mentors = crowd("e", ours), crowd("m", theirs)
    result = pair_up(asked(mentees, mentors))
    everybody = {one.id for one in [*mentees, *mentors]}
    paired = {one for pair in pairs(result) for one in pair}
    assert paired | set(causes(result)) == everybody
    assert not paired & set(causes(result))
    for one in result["pairs"]:
        assert one["reasons"]["pl"]
        assert len(one["reasons"]["pl"]) == len(one["reasons"]["en"]) <= explain.REASONS
        assert sum(one["parts"].values()) == one["score"]
        assert one["reserve_id"] != one["mentor_id"]
    for one in result["unmatched"]:
        assert one["words"]["pl"]
        assert one["words"]["en"]
    figures = result["figures"]
    assert figures["proved_optimal"]
    assert figures["matched"] + figures["unmatched"] == len(mentees)
    assert figures["total"] == sum(one["score"] for one in result["pairs"])
    assert figures["worst"] == min((one["score"] for one in result["pairs"]), default=0)


@settings(max_examples=100, deadline=None)
@given(PEOPLE, PEOPLE, st.data())
def test_given_pairs_proposed_before_when_paired_again_then_none_of_them_comes_back(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]], data: st.DataObject
) -> None:
    mentees, mentors = crowd("e", ours), crowd("m", theirs)
    before = sorted(pairs(pair_up(asked(mentees, mentors))))
    forbidden = tuple(data.draw(st.lists(st.sampled_from(before), unique=True))) if before else ()
    assert not pairs(pair_up(asked(mentees, mentors, forbidden=forbidden))) & set(forbidden)


def test_given_much_in_common_when_explained_then_the_largest_parts_come_first_in_words() -> None:
    mentee = person(
        "e", topics=["Negocjacje", "sen"], position="specjalistka", department="IT", availability=EVENINGS,
        choices=["m@firma.example"],
    )  # fmt: skip
    mentor = person("m", topics=["negocjacje"], position="dyrektor", department="HR", availability=EVENINGS)
    result = pair_up(asked([mentee], [mentor]))["pairs"][0]
    assert result["reasons"] == {
        "en": [
            "topics in common: Negocjacje",
            "one of you asked for the other",
            "hours free in the same week: 2",
            "different departments or cities: a fresh view",
        ],
        "pl": [
            "wspólne tematy: Negocjacje",
            "ktoś z Was wskazał drugą osobę",
            "wspólne wolne godziny w tygodniu: 2",
            "różne działy lub miasta: świeże spojrzenie",
        ],
    }


def test_given_nothing_told_when_explained_then_nothing_is_made_up() -> None:
    assert reasons(person("e"), person("m", department="IT", position="dyrektor", style="doradczy")) == [
        "the best choice for everybody together"
    ]


def test_given_one_department_and_city_in_two_spellings_when_explained_then_they_are_no_fresh_view() -> None:
    mentee = person("e", department="IT", city="Łódź", style="Doradczy")
    assert reasons(mentee, person("m", department="it", city="łódź ", style="doradczy")) == [
        "the same style of working"
    ]


def test_given_a_part_without_weight_when_explained_then_it_is_no_reason() -> None:
    weights = Weights(crossing=0)
    result = pair_up(asked([person("e", department="IT")], [person("m", department="HR")], weights=weights))
    assert result["pairs"][0]["reasons"]["en"] == ["the best choice for everybody together"]


def test_given_others_with_and_without_a_seat_when_a_reserve_is_named_then_a_free_seat_comes_first() -> None:
    topics = {"e1": ["a"], "e2": ["b"]}
    mentees = [person(one, topics=told) for one, told in topics.items()]
    mentors = [person("m1", topics=["a"]), person("m2", topics=["b"]), person("m3", topics=["c"])]
    result = {one["mentee_id"]: one for one in pair_up(asked(mentees, mentors))["pairs"]}
    assert (result["e1"]["mentor_id"], result["e1"]["reserve_id"]) == ("m1", "m3")
    full = {one["mentee_id"]: one for one in pair_up(asked(mentees, mentors[:2]))["pairs"]}
    assert (full["e1"]["mentor_id"], full["e1"]["reserve_id"]) == ("m1", "m2")
    alone = pair_up(asked(mentees[:1], mentors[:1]))["pairs"][0]
    assert alone["reserve_id"] is None


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
    assert words["m"]["pl"].startswith("Pasowałyby 2 osoby mentee, ")


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


def test_given_best_quality_when_paired_then_poor_pairs_are_left_out_and_a_locked_one_stays() -> None:
    poor = person("e", topics=["a"], department="IT"), person("m", topics=["b"], department="IT")
    assert causes(pair_up(asked([poor[0]], [poor[1]], mode="best_quality"))) == {"e": "quality", "m": "quality"}
    assert pairs(pair_up(asked([poor[0]], [poor[1]], mode="best_quality", locked=(("e", "m"),)))) == {("e", "m")}
    assert pairs(pair_up(asked([poor[0]], [poor[1]]))) == {("e", "m")}


def test_given_a_forbidden_pair_when_explained_then_it_is_the_cause_and_unknown_ids_are_passed_over() -> None:
    forbidden = (("e", "m"), ("gone", "m"))
    assert causes(pair_up(asked([person("e")], [person("m")], forbidden=forbidden))) == {
        "e": "forbidden",
        "m": "forbidden",
    }


def test_given_a_lock_when_paired_then_it_is_kept_though_others_score_more() -> None:
    mentees = [person("e1", topics=["a"]), person("e2", topics=["b"])]
    mentors = [person("m1", topics=["a"]), person("m2", topics=["b"])]
    assert pairs(pair_up(asked(mentees, mentors))) == {("e1", "m1"), ("e2", "m2")}
    locked = (("e1", "m2"), ("e1", "m2"))
    assert pairs(pair_up(asked(mentees, mentors, locked=locked))) == {("e1", "m2"), ("e2", "m1")}


@pytest.mark.parametrize("locked", [("e", "x"), ("m", "e")])
def test_given_a_lock_of_somebody_unknown_when_paired_then_it_is_refused(locked: tuple[str, str]) -> None:
    with pytest.raises(InputRefused) as refused:
        pair_up(asked([person("e")], [person("m")], locked=(locked,)))
    assert refused.value.why == "unknown"


def test_given_a_lock_against_a_rule_when_paired_then_it_is_refused_with_the_reason() -> None:
    with pytest.raises(InputRefused) as refused:
        pair_up(asked([person("e", mode="online")], [person("m", mode="in_person")], locked=(("e", "m"),)))
    assert (refused.value.why, refused.value.ids) == ("mode", ("e", "m"))


def test_given_more_locks_than_places_when_paired_then_it_is_refused_with_the_reason() -> None:
    with pytest.raises(InputRefused) as refused:
        pair_up(asked([person("e1"), person("e2")], [person("m")], locked=(("e1", "m"), ("e2", "m"))))
    assert (refused.value.why, refused.value.ids) == ("capacity", ("e2", "m"))


def test_given_one_id_twice_on_a_side_when_paired_then_it_is_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        pair_up(asked([person("e"), person("e")], [person("m")]))
    assert (refused.value.why, refused.value.ids) == ("duplicate", ("e",))


def test_given_a_changed_input_when_hashed_then_the_hash_changes_and_only_then() -> None:
    given = asked([person("e1"), person("e2")], [person("m")])
    assert given.fingerprint() == asked([person("e2"), person("e1")], [person("m")]).fingerprint()
    others = [
        replace(given, mode="best_quality"),
        replace(given, no_juniors=True),
        replace(given, levels={"partner": 5}),
        replace(given, forbidden=(("e1", "m"),)),
        replace(given, locked=(("e1", "m"),)),
        replace(given, weights=Weights(topics=1)),
        replace(given, end=START),
        replace(given, mentors=(person("m", city="Łódź"),)),
        replace(given, mentors=(person("m", capacity=2),)),
    ]
    assert len({one.fingerprint() for one in [given, *others]}) == 1 + len(others)


def test_given_a_mentor_of_a_lower_position_when_paired_then_the_reasons_say_so_last_in_both_languages() -> None:
    given = asked(
        [person("e", position="kierowniczka", topics=["x"])], [person("m", position="specjalista", topics=["x"])]
    )
    (pair,) = pair_up(given)["pairs"]
    assert [pair["reasons"][locale][-1] for locale in ("en", "pl")] == [
        "take note: the mentor's position is lower than the mentee's",
        "uwaga: stanowisko w roli mentorskiej jest niższe niż stanowisko mentee",
    ]
    equal = asked([person("e", position="kierowniczka")], [person("m", position="kierownik")])
    assert "lower" not in str(pair_up(equal)["pairs"][0]["reasons"])


def test_given_a_programme_without_junior_mentors_when_paired_then_such_a_pair_is_ruled_out_and_the_cause_told() -> (
    None
):
    given = asked([person("e", position="dyrektorka")], [person("m", position="specjalista")])
    found = pair_up(replace(given, no_juniors=True))
    assert found["pairs"] == []
    assert {one["cause"] for one in found["unmatched"]} == {"junior"}
    assert "position is lower" in found["unmatched"][0]["words"]["en"]
    untold = asked([person("e", position="dyrektorka")], [person("m")])
    assert len(pair_up(replace(untold, no_juniors=True))["pairs"]) == 1
    own = replace(given, no_juniors=True, levels={"specjalist*": 5})
    assert len(pair_up(own)["pairs"]) == 1


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


def test_given_no_free_place_when_paired_then_the_reserve_is_the_swap_that_costs_least() -> None:
    mentees = [person("e1", topics=["a"]), person("e2", topics=["b"]), person("e3", topics=["b", "c"])]
    mentors = [person("m1", topics=["a"]), person("m2", topics=["b"]), person("m3", topics=["b", "c"])]
    reserves = {one["mentee_id"]: one["reserve_id"] for one in pair_up(asked(mentees, mentors))["pairs"]}
    assert reserves == {"e1": "m2", "e2": "m3", "e3": "m2"}


def test_given_two_who_would_rather_have_each_other_when_paired_then_they_are_told_of() -> None:
    mentees = [person("e1", topics=["a", "c"]), person("e2", topics=["a", "b"])]
    mentors = [person("m1", topics=["a", "b"]), person("m2", topics=["d"])]
    locked = (("e1", "m1"), ("e2", "m2"))
    result = pair_up(asked(mentees, mentors, locked=locked))
    assert result["figures"]["blocking_pairs"] == len(result["blocking"]) == 1
    assert (result["blocking"][0]["mentee_id"], result["blocking"][0]["mentor_id"]) == ("e2", "m1")


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


@settings(max_examples=150, deadline=None)
@given(BUNCH, BUNCH)
def test_given_anybody_when_paired_then_blocking_pairs_are_those_found_one_by_one(ours: Any, theirs: Any) -> None:
    mentees, mentors = [replace(one, capacity=1) for one in bunch("e", ours)], bunch("m", theirs)
    solution = explain.pair_up(asked(mentees, mentors))
    mine = {one["mentee_id"]: one["score"] for one in solution.result["pairs"]}
    having = [[one["score"] for one in solution.result["pairs"] if one["mentor_id"] == m.id] for m in mentors]
    found = set()
    for mentee in mentees:
        for mentor, scores in zip(mentors, having, strict=True):
            score = solution.scores.score(mentee.id, mentor.id)
            room = len(scores) < mentor.capacity or min(scores, default=FULL) < (score or 0)
            if score is not None and mentor.capacity and score > mine.get(mentee.id, -1) and room:
                found.add((mentee.id, mentor.id))
    assert {(one["mentee_id"], one["mentor_id"]) for one in solution.result["blocking"]} == found
    assert solution.result["figures"]["blocking_pairs"] == len(found)


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


def test_given_another_field_when_the_position_is_higher_then_no_more_than_the_level_is_claimed() -> None:
    mentee = person("e", position="Specjalista ds. marketingu")
    assert "the mentor is at a higher level of position" in reasons(mentee, person("m", position="dyrektor logistyki"))


def test_given_topics_when_paired_then_supply_and_demand_are_counted() -> None:
    mentees = [person("e1", topics=["Finanse"]), person("e2", topics=["finanse ", "IT"])]
    topics = pair_up(asked(mentees, [person("m", capacity=1, topics=["IT"])]))["topics"]
    told = {one["topic"]: (one["wanted"], one["offered"], one["unmet"], one["gain_matched"]) for one in topics}
    assert told == {"Finanse": (2, 0, 1, 1), "IT": (1, 1, 0, 1)}


def test_given_mentees_who_choose_themselves_when_asked_then_the_best_mentors_come_first_with_reasons() -> None:
    mentors = [person("m1", topics=["b"]), person("m2", topics=["a"]), person("m3", mode="in_person", topics=["a"])]
    found = explain.suitable(asked([person("e", topics=["a"], mode="online")], mentors))
    assert [one["mentor_id"] for one in found["e"]] == ["m2", "m1"]
    assert found["e"][0]["reasons"]["en"] == ["topics in common: a"]
    assert [one["mentor_id"] for one in explain.suitable(asked([person("e")], mentors), few=1)["e"]] == ["m1"]
    assert explain.suitable(asked([person("e")], [])) == {"e": []}
