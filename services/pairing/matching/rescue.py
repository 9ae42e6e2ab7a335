"""Finds another partner for mentees whose proposal or pair has failed. Imports numpy and scipy: for the worker only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pairing.matching import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pairing.matching.given import Input


def somebody_else(given: Input, reserves: Mapping[str, str]) -> dict[str, Any]:
    """Return the result of a round (see `explain.Solution`) for the mentees of `given`.

    `reserves` maps a mentee to the mentor to try first. A single mentee gets that mentor if the rules allow it today
    and a place is free. Several are matched together for the best overall result, because each reserve was chosen as if
    the others had kept theirs.
    """
    if len(given.mentees) == 1:
        mentee = given.mentees[0].id
        mentors = tuple(one for one in given.mentors if one.id == reserves.get(mentee))
        if explain.pair_up(replace(given, mentors=mentors)).result["pairs"]:
            return explain.pair_up(replace(given, locked=((mentee, mentors[0].id),))).result
    return explain.pair_up(given).result
