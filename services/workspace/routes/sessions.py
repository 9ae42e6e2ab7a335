"""JSON of session guides: the agenda and questions that pairs see before each meeting, written by organizers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Line
from mentoring.sessions import SessionGuide
from workspace.use_cases import sessions

router = http.Router()

HERE = "/v1/handbook/<programme_id>/sessions"
Lines = Annotated[list[Annotated[Line, Field(max_length=500)]], Field(max_length=30)]


class SessionText(http.Model):
    """A session guide in one language: steps and questions, one a line."""

    title: Line = Field("", max_length=200)
    agenda: Lines = Field(default_factory=list)
    prompts: Lines = Field(default_factory=list)

    def written(self) -> SessionGuide:
        """Return it as a guide, without blank lines."""
        return SessionGuide(self.title, tuple(filter(None, self.agenda)), tuple(filter(None, self.prompts)))


class SessionTexts(http.Model):
    """A session guide in both languages; one suffices, and none shows nothing."""

    pl: SessionText | None = None
    en: SessionText | None = None

    def written(self) -> dict[str, SessionGuide]:
        """Return the guides by language."""
        return {locale: one.written() for locale, one in (("pl", self.pl), ("en", self.en)) if one is not None}


class SlotWish(http.Model):
    """The guide to one meeting."""

    texts: SessionTexts


class SlotView(http.View):
    """The guide to a meeting: `slot` is its number, `further` or `last`; `is_own` if organizers wrote it."""

    slot: str
    is_own: bool
    texts: SessionTexts


class SlotList(http.Versioned):
    """The guides to all meetings, in their order; they have one version together."""

    items: list[SlotView]
    next: str | None = None


def _all(programme_id: str) -> SlotList:
    found = sessions.all_of(http.context(), programme_id)
    return SlotList.of(found.item, items=[SlotView.of(one) for one in found.slots], next=None)


@router.get(HERE)
def list_sessions(programme_id: str) -> SlotList:
    """Return the guides to all meetings."""
    return _all(programme_id)


@router.put(f"{HERE}/<slot>")
def write_session(programme_id: str, slot: str, body: SlotWish) -> SlotList:
    """Write the guide to a meeting, on the version of all."""
    sessions.write(http.context(), programme_id, slot, body.texts.written(), http.expected())
    return _all(programme_id)


@router.delete(f"{HERE}/<slot>", expects="required")
def reset_session(programme_id: str, slot: str) -> SlotList:
    """Show the starter guide to a meeting again."""
    sessions.reset(http.context(), programme_id, slot, http.expected())
    return _all(programme_id)
