"""The rules by which a programme's pairs are watched: read, tried, and sent on to recruitment, which saves them.

Numbers are tried by GET: nothing is saved, and the way back leads to what was tried before.
"""

from __future__ import annotations

from math import ceil

from mentoring import http, watching, web, worries
from mentoring.errors import N_
from monitoring.pages.base import COLOURS, PAGES, Html
from monitoring.use_cases import ruling

router = http.PageRouter()

PARTS = (
    (
        N_("The first meeting"),
        (
            ("first_meeting_nudge", N_("No first meeting is arranged: both are reminded after this many days")),
            ("first_meeting_alert", N_("… and you are told after this many days")),
        ),
    ),
    (
        N_("Silence"),
        (
            ("silence_nudge", N_("No meeting for long and none planned: both are reminded after this many days")),
            ("silence_factor", N_("… but not before this many times the interval the pair agreed on")),
            ("silence_alert", N_("… you are told after this many days")),
            ("silence_suggest", N_("… and asked whether to close or to match again after this many days")),
        ),
    ),
    (
        N_("The contract"),
        (
            (
                "contract_nudge",
                N_("The contract isn't signed by both: they are reminded this many days after their first meeting"),
            ),
            ("contract_alert", N_("… and you are told this many days after it")),
        ),
    ),
    (
        N_("Surveys"),
        (
            ("survey_nudge", N_("A survey isn't answered: who was asked is reminded after this many days")),
            ("survey_again", N_("… and once more after this many days")),
        ),
    ),
)
"""Each rule as a sentence, from which a number is missing."""


@router.get("/monitoring/<programme_id>/rules")
def rules_page(programme_id: str) -> Html:
    """Show the rules; with numbers in the query, what these would change."""
    context = http.context()
    programme = ruling.rules(context, programme_id)
    asked = http.request().query_string_parameters
    saved = watching.full(watching.sound(programme.rules))
    given, errors = watching.typed(asked)
    tried = {name: given.get(name, saved[name]) for name in watching.LIMITS}
    texts = {name: asked[name][:20] for name in watching.SHOWN if name in asked}
    late = bool(texts) and asked.get("version", programme.tag) != programme.tag
    found = ruling.preview(context, programme_id, tried) if texts and not errors else None
    return PAGES.render(
        "rules.html",
        context,
        422 if errors else 200,
        programme=programme,
        accent=programme.accent,
        may_decide=ruling.may_decide(context, programme),
        parts=PARTS,
        limits=watching.LIMITS,
        figure=lambda number: f"{number:g}".replace(".", "," if context.locale == "pl" else "."),
        saved={name: f"{value:g}" for name, value in saved.items()},
        typed=web.forms.Overtaken(texts) if late else texts,
        late=late,
        errors=errors,
        tried={name: f"{tried[name]:g}" for name in watching.SHOWN},
        differs=[name for name in watching.SHOWN if tried[name] != saved[name]],
        rhythms=[] if errors else _rhythms(ruling.rhythms(programme, tried)),
        preview=found,
        colours=COLOURS,
        why=lambda verdict, days: worries.reason(verdict.rule, days, context.locale) if verdict.rule else "",
    )


def _rhythms(found: dict[int, tuple[float, ...]]) -> dict[int, list[int]]:
    """Return the first full day on which each step has come, by the interval of a pair."""
    return {interval: [ceil(days) for days in steps] for interval, steps in found.items()}
