"""Answers by mail to a pair whose process has ended, on the deployed template."""

from __future__ import annotations

from infra.season import acts


def test_given_a_pair_that_was_closed_when_somebody_answers_a_mail_then_they_hear_once_that_nothing_was_kept(
    running: acts.Season,
) -> None:
    pair = running.pairs[2]
    acts.talk(running, [pair])
    running.organizer.post(f"/v1/pairs/{pair.pair_id}/close", {"reason": "Cisza."})
    running.stage.settle()
    acts.answer_too_late(running, pair)
