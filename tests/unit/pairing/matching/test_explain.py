"""The result of a round: optimal over people, repeatable, and explained."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.weights import Weights
from pairing.domain import Person
from pairing.matching.given import InputRefused
from pairing.matching.reasons import REASONS, suitable
from tests.unit.pairing.givens import EVENINGS, START, person, speaks
from tests.unit.pairing.matching.givens import asked, causes, crowd, pair_up, pairs


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
        assert len(one["reasons"]["pl"]) == len(one["reasons"]["en"]) <= REASONS
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
            "one asked for the other",
            "hours free in the same week: 2",
            "different departments or cities: a fresh view",
        ],
        "pl": [
            "wspólne tematy: Negocjacje",
            "jedna osoba wskazała drugą",
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
        "uwaga: stanowisko w roli mentorskiej jest niższe niż stanowisko Mentee",
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
    found = suitable(asked([person("e", topics=["a"], mode="online")], mentors))
    assert [one["mentor_id"] for one in found["e"]] == ["m2", "m1"]
    assert found["e"][0]["reasons"]["en"] == ["topics in common: a"]
    assert [one["mentor_id"] for one in suitable(asked([person("e")], mentors), few=1)["e"]] == ["m1"]
    assert suitable(asked([person("e")], [])) == {"e": []}
