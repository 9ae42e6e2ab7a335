"""JSON of work on previews: change one by hand, lay two beside each other."""

from __future__ import annotations

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from mentoring import http
from pairing import use_cases
from pairing.matching import editing
from pairing.routes.rounds import Figures

router = http.Router()


class EditWish(http.Model):
    """A change of a preview by hand; `other_id` is a mentor to `move` to or to `allow`, a mentee to `swap` with."""

    action: Literal["lock", "unlock", "forbid", "allow", "move", "swap", "undo"]
    mentee_id: str = Field(max_length=64)
    other_id: str = Field("", max_length=64)
    dry_run: bool = False

    def wanted(self) -> use_cases.Wanted:
        """Return the edit as the use case takes it."""
        return use_cases.Wanted(self.action, self.mentee_id, self.other_id)


class EffectView(http.View):
    """What an edit does to the whole."""

    before: Figures
    after: Figures


class ComparedPair(http.View):
    """A pair of one or both of two rounds, with its score in each; None where it isn't a pair."""

    mentee_id: str
    mentor_id: str
    first: int | None
    second: int | None


class ComparisonView(http.View):
    """Two rounds beside each other."""

    first: Figures
    second: Figures
    pairs: list[ComparedPair]

    @classmethod
    def show(cls, one: editing.Comparison) -> ComparisonView:
        """Show a comparison."""
        first = dict(one.only_first) | {pair: score for pair, score, _ in one.both}
        second = dict(one.only_second) | {pair: score for pair, _, score in one.both}
        pairs = [
            ComparedPair(mentee_id=pair[0], mentor_id=pair[1], first=first.get(pair), second=second.get(pair))
            for pair in sorted({*first, *second})
        ]
        return cls(first=Figures(**one.first), second=Figures(**one.second), pairs=pairs)


@router.post("/v1/pairing/<programme_id>/rounds/<round_id>/edits", expects="required")
def edit_round(programme_id: str, round_id: str, body: EditWish) -> EffectView:
    """Change a preview by hand, or only tell what the change would do (`dry_run`); a change needs If-Match."""
    expected = http.expected(optional=body.dry_run)
    which = (programme_id, round_id)
    effect = use_cases.edit_round(http.context(), which, body.wanted(), expected, dry_run=body.dry_run)
    return EffectView(before=Figures(**effect.before), after=Figures(**effect.after))


@router.get("/v1/pairing/<programme_id>/comparison")
def compare_rounds(
    programme_id: str, first: Annotated[str, Query(max_length=64)], second: Annotated[str, Query(max_length=64)]
) -> ComparisonView:
    """Return what two rounds have in common and what not."""
    found = use_cases.compare_rounds(http.context(), programme_id, first, second)
    return ComparisonView.show(found.comparison)
