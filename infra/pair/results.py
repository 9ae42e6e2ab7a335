"""A solution → the organizer's files. Pure; text cells are safe in a spreadsheet."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from infra.pair.applications import email_of
from mentoring.spreadsheets import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from infra.pair.applications import Applications, Rejection
    from infra.pair.settings import Settings
    from pairing.matching.score_table import ScoreTable

PAIRS = ("mentee_email", "mentor_email", "score", "reasons_pl", "reasons_en", "reserve_email")
UNMATCHED = ("email", "role", "cause_pl", "cause_en")
SCORES = ("mentee_email", "mentor_email", "score")
FIGURES = ("matched", "worst", "total", "proved_optimal", "blocking_pairs")


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV: commas, one line end, no formula."""
    return csv_text(rows, end="\n")


def pairs_csv(result: Mapping[str, Any]) -> str:
    """Return `pairs.csv` of `explain.Solution.result`, by mentee; `reserve_email` is empty for none."""
    rows = (
        (
            email_of(one["mentee_id"]),
            email_of(one["mentor_id"]),
            one["score"],
            "; ".join(one["reasons"]["pl"]),
            "; ".join(one["reasons"]["en"]),
            email_of(one["reserve_id"] or ""),
        )
        for one in sorted(result["pairs"], key=lambda one: str(one["mentee_id"]))
    )
    return lines([PAIRS, *rows])


def unmatched_csv(result: Mapping[str, Any]) -> str:
    """Return `unmatched.csv`: mentees without a mentor, and mentors with places and without a mentee, by address."""
    rows = sorted(
        (email_of(one["participant_id"]), one["role"], one["words"]["pl"], one["words"]["en"])
        for one in result["unmatched"]
    )
    return lines([UNMATCHED, *rows])


def scores_csv(scores: ScoreTable) -> Iterator[str]:
    """Yield `scores.csv` in parts: every pair that no rule forbids, by mentee, then by mentor.

    Addresses are formatted once, not once per pair: ten thousand by ten thousand people are a hundred million pairs.
    """
    yield lines([SCORES])
    mentors = [(one, lines([[email_of(one)]]).rstrip("\n")) for one in sorted(scores.mentors)]
    for mentee in sorted(scores.mentees):
        row, cell = scores.row(mentee), lines([[email_of(mentee)]]).rstrip("\n")
        yield "".join(f"{cell},{theirs},{row[mentor]}\n" for mentor, theirs in mentors if row[mentor] >= 0)


def summary_of(
    result: Mapping[str, Any], people: Applications, settings: Settings, costs: Mapping[str, float]
) -> dict[str, Any]:
    """Return `summary.json`; `costs` are seconds and peak memory. With several files, a rejection tells its own."""
    lost = {(one.file, one.line) for one in people.rejected}
    return {
        **{name: result["figures"][name] for name in FIGURES},
        **costs,
        "mode": settings.mode,
        "weights": asdict(settings.weights),
        "input_hash": result["input_hash"],
        "rows": people.rows,
        "imported": len(people.mentees) + len(people.mentors),
        "rejected_rows": len(lost),
        "rejected": _told(people.rejected, people.files),
        "noted": _told(people.noted, people.files),
    }


def _told(rows: Sequence[Rejection], files: int) -> list[dict[str, Any]]:
    told = [asdict(one) for one in rows]
    return [{key: one[key] for key in one if files > 1 or key != "file"} for one in told]
