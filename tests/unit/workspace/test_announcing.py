"""What an announcement has to say, and whom a segment means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import Invalid
from mentoring.tables.vocabulary import Audience, PairOutcome, PairStage, Role, SegmentKind
from tests.fakes.context import NOON
from workspace import announcing
from workspace.announcing import PairSeen, Segment

WRITTEN = {"subject": "Warsztat", "text": "W środę."}
PAIR = PairSeen(PairStage.WORKING, PairOutcome.NONE, signed=False, quiet_since=NOON - timedelta(days=40))

kinds = st.sampled_from(SegmentKind)
pairs = st.builds(
    PairSeen,
    stage=st.sampled_from(PairStage),
    outcome=st.sampled_from(PairOutcome),
    signed=st.booleans(),
    quiet_since=st.integers(0, 400).map(lambda days: NOON - timedelta(days=days)),
    rests=st.booleans(),
)


@pytest.mark.parametrize(
    ("texts", "languages", "kept"),
    [
        ({"pl": WRITTEN}, ["pl"], ["pl"]),
        ({"pl": WRITTEN, "en": announcing.NOTHING}, ["pl", "en"], ["pl"]),
        ({"pl": announcing.NOTHING, "en": WRITTEN}, ["pl", "en"], ["en"]),
        ({"pl": WRITTEN, "en": WRITTEN}, ["pl"], ["pl", "en"]),
        ({"pl": {"subject": " Warsztat ", "text": "W środę.\n"}}, [], ["pl"]),
    ],
)
def test_given_texts_when_one_language_of_the_programme_is_whole_then_the_written_ones_are_kept(
    texts: announcing.Texts, languages: list[str], kept: list[str]
) -> None:
    assert announcing.checked(texts, languages) == dict.fromkeys(kept, WRITTEN)


@pytest.mark.parametrize(
    ("texts", "languages", "wrong"),
    [
        ({}, ["pl"], {"/subject_pl", "/text_pl"}),
        ({"en": WRITTEN}, ["pl"], {"/subject_pl", "/text_pl"}),
        ({"pl": WRITTEN, "en": {"subject": "Workshop", "text": ""}}, ["pl", "en"], {"/text_en"}),
        ({"pl": {"subject": "", "text": "x"}}, ["pl", "en"], {"/subject_pl"}),
        ({"pl": {"subject": "x" * 151, "text": "x"}}, ["pl"], {"/subject_pl"}),
    ],
)
def test_given_texts_when_something_is_missing_then_each_field_is_named(
    texts: announcing.Texts, languages: list[str], wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        announcing.checked(texts, languages)
    assert set(refused.value.fields) == wrong


@pytest.mark.parametrize(
    ("segment", "wrong"),
    [
        (Segment(kind=SegmentKind.STAGE), "/stage"),
        (Segment(kind=SegmentKind.SILENT, days=0), "/days"),
        (Segment(kind=SegmentKind.SILENT, days=366), "/days"),
        (Segment(kind=SegmentKind.CHOSEN), "/chosen"),
        (Segment(kind=SegmentKind.CHOSEN, chosen=tuple(str(one) for one in range(101))), "/chosen"),
    ],
)
def test_given_a_segment_when_what_it_needs_is_missing_then_the_field_is_named(segment: Segment, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        segment.checked()
    assert set(refused.value.fields) == {wrong}


def test_given_a_segment_when_checked_then_it_keeps_only_what_its_kind_needs() -> None:
    full = Segment(stage=PairStage.GOALS, days=30, chosen=("a", "a"))
    needed = {one: replace(full, kind=one).checked() for one in SegmentKind}
    assert {kind for kind, one in needed.items() if one.stage} == {SegmentKind.STAGE}
    assert {kind for kind, one in needed.items() if one.days} == {SegmentKind.SILENT}
    assert {kind: one.chosen for kind, one in needed.items() if one.chosen} == {SegmentKind.CHOSEN: ("a",)}


@pytest.mark.parametrize(
    ("days", "meant"), [(39, True), (40, True), (41, False)], ids=["longer", "to the day", "not yet"]
)
def test_given_a_quiet_pair_when_days_are_counted_then_it_is_meant_from_that_day_on(days: int, meant: bool) -> None:
    assert Segment(kind=SegmentKind.SILENT, days=days).concerns(PAIR, NOON) is meant


@given(pairs, kinds)
def test_given_any_pair_when_it_has_ended_or_rests_then_only_its_stage_is_asked_for(
    pair: PairSeen, kind: SegmentKind
) -> None:
    segment = Segment(kind=kind, stage=pair.stage, days=1)
    if kind == SegmentKind.STAGE:
        assert segment.concerns(pair, NOON)
    elif pair.outcome or pair.rests:
        assert not segment.concerns(pair, NOON)
    elif kind == SegmentKind.UNSIGNED:
        assert segment.concerns(pair, NOON) is not pair.signed


@given(st.sets(st.text(max_size=5)))
def test_given_people_in_any_order_when_hashed_then_the_hash_is_that_of_the_same_people_only(found: set[str]) -> None:
    there, back = announcing.digest(sorted(found)), announcing.digest(sorted(found, reverse=True))
    assert there == back
    assert announcing.digest([*found, "somebody else"]) != there


def test_given_an_audience_when_asked_then_it_includes_its_roles() -> None:
    assert {one: Segment(one).roles for one in Audience} == {
        Audience.MENTORS: (Role.MENTOR,),
        Audience.MENTEES: (Role.MENTEE,),
        Audience.BOTH: (Role.MENTOR, Role.MENTEE),
    }
