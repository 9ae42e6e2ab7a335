"""The organizer's board: every figure of a season, and who may act on it."""

from __future__ import annotations

import pytest

from mentoring.errors import NotFound
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.pairing import Pair
from recruitment.use_cases import boards, deciding
from tests.unit.recruitment.givens import World


def _pair(world: World, pair_id: str, stage: str) -> Pair:
    pair = Pair(
        *Pair.key(pair_id), pair_id=pair_id, programme_id=world.programme_id, organization_id=world.organization_id,
        mentor_id="m", mentee_id="e", mentor_person_id="pm", mentee_person_id="pe", mentor_name="Ada",
        mentee_name="Jan", score=1, stage=stage, agreed_at="2026-03-01T00:00:00Z",
    )  # fmt: skip
    pair.list_pk, pair.list_sk = f"PROGRAMME#{world.programme_id}", f"PAIR#{pair_id}"
    return pair


def _watch(world: World, pair_id: str, colour: str, *, closed: bool = False) -> Watch:
    return Watch(
        *Watch.key(pair_id), pair_id=pair_id, programme_id=world.programme_id, started_at="2026-03-01T00:00:00Z",
        colour=colour, closed=closed,
    )  # fmt: skip


def _matter(world: World, pair_id: str, urgency: str, since: str, state: str = "open") -> Matter:
    return Matter(
        *Matter.key(world.programme_id, pair_id), about=pair_id, programme_id=world.programme_id, pair_id=pair_id,
        urgency=urgency, since=since, state=state,
    )  # fmt: skip


def test_given_a_season_when_the_board_is_read_then_every_figure_is_there() -> None:
    world = World()
    mentor, mentee, _ = world.take("Mentor:ada", "Mentee:jan", "Mentee:ewa")
    deciding.decide(world.who("anna"), world.programme_id, [mentor, mentee], "accepted")
    world.store.put(_pair(world, "1", "working"), _pair(world, "2", "completed"))
    world.store.put(_watch(world, "1", "red"), _watch(world, "2", "green", closed=True))
    world.store.put(
        _matter(world, "1", "silent", "2026-03-01T00:00:00Z"),
        _matter(world, "2", "help", "2026-03-02T00:00:00Z"),
        _matter(world, "3", "help", "2026-03-03T00:00:00Z", "done"),
    )

    board = boards.board(world.who("anna"), world.programme_id)

    assert (board.count(), board.count("accepted"), board.count("accepted", "mentor"), board.count(role="mentee")) == (
        3,
        2,
        1,
        2,
    )
    assert (board.stages, board.colours) == ({"working": 1, "completed": 1}, {"red": 1})
    assert board.number == len(board.lines) == 3
    assert [(getattr(one, "about", "") or one.kind, who) for one, who in board.lines] == [
        ("2", "Jan – Ada"), ("applications", ""), ("1", "Jan – Ada"),
    ]  # fmt: skip
    assert [one.to_stage for one in board.history] == ["recruiting"]
    assert board.may_edit


def test_given_a_viewer_when_the_board_is_read_then_they_see_figures_and_decide_nothing() -> None:
    world = World()

    assert not boards.board(world.who("widz"), world.programme_id).may_edit
    with pytest.raises(NotFound):
        boards.board(world.who("obcy"), world.programme_id)
