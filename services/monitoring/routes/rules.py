"""JSON of a programme's rules, and of what other numbers would change; `PATCH /v1/programmes/…` saves them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mentoring import http, watching, worries
from mentoring.tables.vocabulary import Colour
from monitoring.use_cases import ruling

router = http.Router()

Number = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class RuleView(http.View):
    """One number: what it is, what it usually is, and between which it may be chosen."""

    name: str
    value: float
    usual: float
    least: float
    most: float


class RulesView(http.Versioned):
    """The numbers by which a programme's pairs are watched; the version is the programme's."""

    programme_id: str
    rules: list[RuleView]


class TriedRules(http.Model):
    """Numbers to try; what isn't named is the usual one."""

    rules: dict[str, Number] = Field(max_length=20)


class RuleChange(http.View):
    """A pair that would have another colour, and why; `reason` is in the reader's language, empty on track."""

    pair_id: str
    name: str
    colour: Colour
    would_be: Colour
    reason: str


class RulesPreview(http.View):
    """What other numbers would change today."""

    changes: list[RuleChange] = Field(description="At most 12; `more` counts the others.")
    more: int
    reminded: int = Field(description="How many pairs would be reminded within a day.")
    told: int = Field(description="How many pairs organizers would be told of.")
    judged: int = Field(description="How many pairs were looked at; at most 500.")
    all_of_them: bool


@router.get("/v1/monitoring/<programme_id>/rules")
def read_rules(programme_id: str) -> RulesView:
    """Return the rules of a programme."""
    programme = ruling.rules(http.context(), programme_id)
    values = watching.full(watching.sound(programme.rules))
    shown = [
        RuleView(name=name, value=values[name], usual=limits.usual, least=limits.least, most=limits.most)
        for name, limits in watching.LIMITS.items()
    ]
    return RulesView.of(programme, rules=shown)


@router.post("/v1/monitoring/<programme_id>/rules/preview")
def try_rules(programme_id: str, body: TriedRules) -> RulesPreview:
    """Return what other numbers would change today, and save nothing."""
    context = http.context()
    found = ruling.preview(context, programme_id, body.rules)
    changes = [
        RuleChange(
            pair_id=one.pair_id,
            name=one.name,
            colour=one.before.colour,
            would_be=one.after.colour,
            reason=worries.reason(one.after.rule, one.days[1], context.locale) if one.after.rule else "",
        )
        for one in found.changes
    ]
    return RulesPreview.of(found, changes=changes)
