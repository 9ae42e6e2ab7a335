"""The starter set: guides in plain words, to be taken into a programme and changed there.

Each is a pair of files, `<name>.pl.md` and `<name>.en.md`: a heading, which is the title, and the text in Markdown.
"""

from __future__ import annotations

from pathlib import Path

from mentoring import ids
from mentoring.i18n import LOCALES
from mentoring.tables.vocabulary import Audience, GuideStage, GuideState
from workspace.guides import Written

HERE = Path(__file__).parent
SET = {
    "first-meeting": (Audience.BOTH, GuideStage.FIRST_MEETING),
    "contract": (Audience.BOTH, GuideStage.CONTRACT),
    "goals": (Audience.BOTH, GuideStage.GOALS),
    "feedback": (Audience.BOTH, GuideStage.WORKING),
    "closing": (Audience.BOTH, GuideStage.CLOSING),
    "remote-meetings": (Audience.BOTH, GuideStage.ALWAYS),
}
"""Name → for whom and for which part of the process, in order."""


def guide_id(programme_id: str, name: str) -> str:
    """Return the id that a starter guide has in a programme: taking the set again finds those that are there."""
    return ids.derived("starter-guide", programme_id, name)


def guide(name: str) -> Written:
    """Return a guide of the set, as a draft."""
    audience, stage = SET[name]
    return Written(audience, stage, GuideState.DRAFT, {locale: _text(name, locale) for locale in LOCALES})


def _text(name: str, locale: str) -> dict[str, str]:
    heading, _, text = (HERE / f"{name}.{locale}.md").read_text("utf-8").partition("\n")
    return {"title": heading.removeprefix("# ").strip(), "text": text.strip()}
