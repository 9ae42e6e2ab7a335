"""The organizers' workbench: rounds, previews and their edits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from markupsafe import escape
from pydantic import Field

from mentoring import http, web
from mentoring.context import Context
from mentoring.errors import N_, Stale
from mentoring.http.fields import Version, Weight
from mentoring.numbers import whole
from mentoring.questions import Question
from mentoring.rolling import Rolling
from mentoring.tables.pairing import Round
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import FORMING, PairingMode, ProposalState, RoundState
from mentoring.values import dataclass
from mentoring.weights import FULL, PART_NAMES, PARTS, Weights
from pairing import domain, use_cases
from pairing.pages.base import PAGES, Html

router = http.PageRouter()

STATES = {
    ProposalState.SENT: N_("waiting for both"),
    ProposalState.BY_ONE: N_("one said yes"),
    ProposalState.AGREED: N_("agreed"),
    ProposalState.DECLINED: N_("declined"),
    ProposalState.EXPIRED: N_("expired"),
}
MODES = {
    PairingMode.MOST_SERVED: N_("as many pairs as possible"),
    PairingMode.BEST_QUALITY: N_("only good pairs"),
    PairingMode.SELF_MATCHING: N_("mentees choose their mentor"),
}
ROUND_STATES = {
    RoundState.REQUESTED: N_("waiting to be calculated"),
    RoundState.SOLVING: N_("being calculated"),
    RoundState.CANCELLED: N_("stopped"),
    RoundState.PREVIEW: N_("preview"),
    RoundState.SENT: N_("sent"),
    RoundState.CLOSED: N_("closed"),
    RoundState.FAILED: N_("failed"),
}
STEPS = {
    "": N_("It starts in a moment."),
    "scores": N_("Everybody is compared with everybody."),
    "assignment": N_("The best pairs are looked for, and proved."),
    "reasons": N_("Reasons and reserves are put into words."),
}
EDITED = {
    "lock": N_("Locked: the next calculation keeps this pair."),
    "unlock": N_("Unlocked."),
    "forbid": N_("Ruled out: this pair won't be proposed."),
    "allow": N_("Allowed again."),
    "move": N_("Changed by hand."),
    "swap": N_("Swapped by hand."),
    "undo": N_("Taken back."),
}
A_PAGE = 25
"""Pairs, proposals, or people without a pair per page."""
YES_NO = {"yes": True, "no": False}


class RoundForm(http.Model):
    """The settings to try: weights by part, mode, threshold (0–100), rules; empty fields keep their value."""

    based_on: str = Field("", max_length=64)
    mode: Literal[""] | PairingMode = ""
    threshold: Annotated[int, Field(ge=0, le=100)] | None = None
    must_cross: Literal["", "yes", "no"] = ""
    no_juniors: Literal["", "yes", "no"] = ""
    topics: Weight | None = None
    experience: Weight | None = None
    time: Weight | None = None
    crossing: Weight | None = None
    style: Weight | None = None
    choices: Weight | None = None

    def wish(self) -> use_cases.Wish:
        """Return the wish."""
        told = {part: getattr(self, part) for part in PARTS}
        weights = {part: value for part, value in told.items() if value is not None}
        threshold = None if self.threshold is None else self.threshold * FULL // 100
        must_cross, no_juniors = (YES_NO.get(one) for one in (self.must_cross, self.no_juniors))
        return use_cases.Wish(self.mode, weights or None, threshold, must_cross, no_juniors, self.based_on)


class SendForm(http.Model):
    """The version of the round that was looked at."""

    version: Version = ""


class EditForm(SendForm):
    """An edit of a preview."""

    action: Literal["lock", "unlock", "forbid", "allow", "move", "swap", "undo"]
    mentee_id: str = Field(max_length=64)
    other_id: str = Field("", max_length=64)


@dataclass(frozen=True)
class Filters:
    """Which pairs the workbench shows: words in names and topics, a department, a score below, edited ones."""

    words: str
    department: str
    below: int
    changed: bool

    @classmethod
    def asked(cls) -> Filters:
        """Return the filters in the URL; invalid ones are ignored."""
        given = http.request().query_string_parameters
        below = given.get("below", "")
        return cls(
            given.get("q", "").strip()[:200],
            given.get("department", "")[:200],
            whole(below, 0, 100) or 0,
            given.get("changed") == "yes",
        )

    def fits(self, pair: dict[str, Any], people: dict[str, Participant]) -> bool:
        """Return whether a pair is shown."""
        both = [people[one] for one in (pair["mentee_id"], pair["mentor_id"]) if one in people]
        text = " ".join([*(one.name for one in both), *(word for said in pair["reasons"].values() for word in said)])
        return (
            self.words.casefold() in text.casefold()
            and (not self.department or self.department in [one.profile["department"] for one in both])
            and (not self.below or pair["score"] < self.below * 100)
            and (not self.changed or pair["by_hand"] or pair["locked"])
        )


def _show(template: str, context: Context, programme: Programme, **values: Any) -> Html:
    """Return a page of the workbench, with texts for codes."""
    words: dict[str, Any] = {"modes": MODES, "states": STATES, "round_states": ROUND_STATES, "steps": STEPS}
    words["parts"] = PART_NAMES
    return PAGES.render(template, context, accent=programme.accent, **(words | values))


def _asked(shown: Round | None, locale: str) -> dict[str, str]:
    """Return part → the organizers' own question it is made of; the template translates it once more."""
    questions = map(Question.of, shown.questions if shown is not None else ())
    return {one.name: str(escape(one.says(locale))).replace("%", "%%") for one in questions if one.weight}


def _unkept(programme: Programme, shown: Round | None) -> str:
    """Return a round's settings for the programme's settings page; nothing if the programme already has them."""
    if shown is None:
        return ""
    own, kept = (
        [asdict(Weights.of(one.weights)), mode, one.threshold, one.must_cross, one.no_juniors]
        for one, mode in ((shown, shown.mode), (programme, programme.pairing_mode))
    )
    if own == kept:
        return ""
    fields = {f"weight_{part}": f"{value:g}" for part, value in asdict(Weights.of(shown.weights)).items()}
    fields |= {"pairing_mode": shown.mode, "threshold": f"{shown.threshold * 100 / FULL:g}"}
    rules = {"must_cross": shown.must_cross, "no_juniors": shown.no_juniors}
    return urlencode(fields | {name: "yes" if rule else "" for name, rule in rules.items()})


@router.get("/pairing/<programme_id>")
def workbench(programme_id: str) -> Html:
    """Show the newest round, or another one: figures, pairs with reasons, possible edits, proposals."""
    context, filters = http.context(), Filters.asked()
    shown = use_cases.bench(context, programme_id, http.request().query_string_parameters.get("round", ""))
    fitting = [one for one in shown.pairs if filters.fits(one, shown.people)]
    weights = shown.programme.weights if shown.round is None else shown.round.weights
    return _show(
        "workbench.html",
        context,
        shown.programme,
        bench=shown,
        unmatched=shown.unmatched,
        topics=shown.result.get("topics", []),
        weights=asdict(Weights.of(weights)),
        unkept=_unkept(shown.programme, shown.round),
        blocking=shown.result.get("blocking", []),
        forming=shown.programme.stage in FORMING,
        rolling=Rolling.of(shown.programme),
        weeks=lambda participant_id: shown.weeks(participant_id, context.clock()),
        tally=[(state, found) for state in STATES if (found := [one.state for one in shown.proposals].count(state))],
        filters=filters,
        fitting=len(fitting),
        pairs=web.paged(fitting, size=A_PAGE),
        proposals=web.paged(shown.proposals, "proposals", A_PAGE),
        alone=web.paged([one for one in shown.unmatched if one["role"] == domain.MENTEE], "alone", A_PAGE),
        departments=sorted({one.profile["department"] for one in shown.people.values()} - {""}),
    )


@router.post("/pairing/<programme_id>/rounds")
def request_round(programme_id: str) -> Html:
    """Request a round, or try other weights on a preview."""
    use_cases.request_round(http.context(), programme_id, web.form(RoundForm).wish())
    return web.redirect(f"/pairing/{programme_id}", flash=N_("The pairing runs; its result will be here in a moment."))


@router.post("/pairing/<programme_id>/rounds/<round_id>/cancel")
def cancel_round(programme_id: str, round_id: str) -> Html:
    """Stop a round that is being calculated."""
    use_cases.cancel_round(http.context(), programme_id, round_id)
    return web.redirect(f"/pairing/{programme_id}", flash=N_("The calculation is stopped; nothing was changed."))


@router.get("/pairing/<programme_id>/rounds/<round_id>/mentees/<mentee_id>")
def alternatives(programme_id: str, round_id: str, mentee_id: str) -> Html:
    """Show the other possible mentors of a mentee, and the effect of each choice on the whole."""
    context = http.context()
    found = use_cases.alternatives(context, programme_id, round_id, mentee_id)
    parts = PART_NAMES | _asked(found.bench.round, context.locale)
    return _show("alternatives.html", context, found.bench.programme, found=found, parts=parts)


@router.post("/pairing/<programme_id>/rounds/<round_id>/edits")
def edit_round(programme_id: str, round_id: str) -> Html:
    """Edit a preview."""
    context = http.context()
    sent = web.form(EditForm)
    wanted = use_cases.Wanted(sent.action, sent.mentee_id, sent.other_id)
    use_cases.edit_round(context, (programme_id, round_id), wanted, sent.version)
    return web.redirect(f"/pairing/{programme_id}?round={round_id}", flash=EDITED[sent.action])


@router.get("/pairing/<programme_id>/comparison")
def comparison(programme_id: str) -> Html:
    """Compare two rounds."""
    context, given = http.context(), http.request().query_string_parameters
    found = use_cases.compare_rounds(context, programme_id, given.get("first", ""), given.get("second", ""))
    weights = [asdict(Weights.of(one.weights)) for one in (found.first, found.second)]
    moved = web.paged(found.comparison.moved(), "moved")
    both = web.paged(list(found.comparison.both), "both")
    return _show("comparison.html", context, found.programme, found=found, weights=weights, moved=moved, both=both)


@router.post("/pairing/<programme_id>/rounds/<round_id>/send")
def send_round(programme_id: str, round_id: str) -> Html:
    """Send the proposals, unless somebody has changed the round since the page was opened."""
    context = http.context()
    try:
        use_cases.send_round(context, programme_id, round_id, web.form(SendForm).version)
    except Stale:
        if use_cases.organized_round(context, programme_id, round_id).state != RoundState.SENT:
            raise  # else it is a second click
    return web.redirect(f"/pairing/{programme_id}", flash=N_("The proposals are on their way to both sides."))
