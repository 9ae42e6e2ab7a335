"""Keys and words of the vocabulary are written once, beside the items; what an item says is read without a cast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from infra.template import ROOT
from tests.architecture import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ASKED = re.compile(
    r"\.(?:state|stage|to_stage|role|outcome|origin|why|visibility|pairing_mode|channel|colour|task)\b"
    r'\s*(?:==|!=|(?:not )?in)\s*("[^"]*"|\("[^)]*\))'
)
"""How something stands, compared in a template with a word, or with one of several."""
SOURCES = [
    path
    for folder in ("services", "shared")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not path.relative_to(ROOT).as_posix().startswith(spoken.TABLES)
]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_given_a_module_when_it_needs_a_key_then_the_item_makes_it(path: Path) -> None:
    assert not list(spoken.keys(path))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_given_a_module_when_it_speaks_of_a_state_then_it_names_the_word(path: Path) -> None:
    allowed = ALLOWED.get(_name(path), {})
    found = [one for one in spoken.words(path) if one.split(": ", 1)[1] not in allowed]
    assert not found


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_given_a_module_when_it_reads_an_item_then_it_casts_nothing(path: Path) -> None:
    assert not list(spoken.casts(path))


def test_given_a_template_when_it_asks_how_something_stands_then_it_asks_by_a_word_of_the_vocabulary() -> None:
    """Jinja compares text: a word that nobody says would be false for ever, and nothing else would tell."""
    asked = [
        (_name(path), text)
        for path in sorted((ROOT / "services").rglob("templates/**/*.html"))
        for compared in ASKED.findall(path.read_text("utf-8"))
        for text in re.findall(r'"([^"]+)"', compared)
    ]
    assert len(asked) > 50
    assert not [one for one in asked if one[1] not in spoken.WORDS]


def test_given_the_items_when_their_attributes_are_gathered_then_those_of_every_service_are_there() -> None:
    assert {"stage", "state", "role", "outcome", "colour", "rule", "survey", "reach", "edition"} <= spoken.SPOKEN
    assert spoken.CASTS.items() >= {"person_id": {"str"}, "planned_meetings": {"int"}, "presumed": {"bool"}}.items()


@pytest.mark.parametrize(
    ("breach", "found"),
    [
        ('found = context.store.query(Alert, f"ALERTS#{programme_id}", "ALERT#")', spoken.keys),
        ('store.listed(Slug, "CATALOGUE")', spoken.keys),
        ('item = context.store.once(f"signin#{request_id}")', spoken.keys),
        ('pair.list_pk = f"{kind}{programme_id}"', spoken.keys),
        ('item = context.store.get(Pair, pair_id, "META")', spoken.keys),
        ('items = tables.query(Pair, f"{kind}{pair_id}")', spoken.keys),
        ('pk = f"{kind}#{pair_id}"', spoken.keys),
        ('pk = kind + "#" + pair_id', spoken.keys),
        ('pk = "#".join([kind, pair_id])', spoken.keys),
        ('Pair(list_pk=f"{kind}{programme_id}")', spoken.keys),
        ('pair.list_sk += f"{number}"', spoken.keys),
        ('setattr(pair, "pk", f"{kind}")', spoken.keys),
        ('open_ones = [one for one in alerts if one.state == "open"]', spoken.words),
        ('if pair.outcome not in ("completed", "closed_early"): pass', spoken.words),
        ('assignment.state, assignment.answered_at = "answered", now', spoken.words),
        ('Member(role="owner")', spoken.words),
        ('View(standing="established" if grown else "new")', spoken.words),
        ('mode: Literal["best_quality", "most_served"] | None = None', spoken.words),
        ('OVER = ("closed", "erased")', spoken.words),
        ('PROPOSED, CONFIRMED = "proposed", "confirmed"', spoken.words),
        ('NAMES = {"held": 1, "not_held": 2}', spoken.words),
        ('match rule:\n    case "silence":\n        pass', spoken.words),
        ('match pair.state:\n    case "open" | "handled":\n        pass', spoken.words),
        ('if pair.state in frozenset(("open", "handled")): pass', spoken.words),
        ('if pair.state == f"open": pass', spoken.words),
        ('text = {"open": 1, "other": 2}[alert.state]', spoken.words),
        ('text = {"open": 1, "other": 2}.get(alert.state)', spoken.words),
        ('if alert.state.startswith("op"): pass', spoken.words),
        ('def ends(pair, outcome="completed"): pass', spoken.words),
        ('def ends(pair, *, outcome="completed"): pass', spoken.words),
        ('state = alert.state or "open"', spoken.words),
        ("days = int(alert.days)", spoken.casts),
        ("days = int(alert.days or 0)", spoken.casts),
        ('days = int(getattr(alert, "days"))', spoken.casts),
        ('days = cast("int", alert.days)', spoken.casts),
        ("days = typing.cast(int, alert.days)", spoken.casts),
        ("days = builtins.int(alert.days)", spoken.casts),
        ("key = str(found.result_key)", spoken.casts),
        ("if bool(meeting.presumed): pass", spoken.casts),
    ],
)
def test_given_a_breach_when_the_source_is_read_then_it_is_found(
    tmp_path: Path, breach: str, found: Callable[[Path], Iterator[str]]
) -> None:
    module = tmp_path / "module.py"
    module.write_text(breach, "utf-8")
    assert list(found(module))


def test_given_what_is_allowed_when_the_source_is_read_then_it_is_still_there() -> None:
    for name, allowed in ALLOWED.items():
        assert {one.split(": ", 1)[1] for one in spoken.words(ROOT / name)} >= set(allowed)


ALLOWED: dict[str, dict[str, str]] = {
    "services/pairing/domain.py": {"WITHDRAWN = 'withdrawn'": "a reason in the words of organizers, no state"},
    "services/pairing/matching/advice.py": {"rule == 'time'": "a rule of the algorithm"},
    "services/pairing/matching/solution.py": {"refused.why == 'capacity'": "a rule of the algorithm"},
    "services/pairing/matching/rules.py": {
        "PLACES = {'online': 1, 'in_person': 2}": "how somebody would rather meet, in the words of the form",
    },
    "services/pairing/use_cases/attempts.py": {"error.why != 'duplicate'": "what is wrong with the algorithm's input"},
    "services/recruitment/use_cases/exporting.py": {"END = 'end'": "the place behind the last item of a list"},
    "services/workspace/pages/answers.py": {
        "link.purpose == 'contract'": "what a link is for",
        "link.purpose == 'goal'": "what a link is for",
    },
}
"""Module → what looks like a word of the vocabulary and is none → why."""
