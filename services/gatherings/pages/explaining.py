"""What rounds of breakout rooms bring, and what a move by hand would change, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.errors import N_
from mentoring.i18n import translations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gatherings.rooms.moving import Tried
    from mentoring.context import Context

REASONS = {
    "manager": N_("A line manager sits with somebody of theirs"),
    "partner": N_("Mentor and mentee of one pair sit together"),
    "earlier": N_("Two sit together who met at an earlier gathering"),
    "department": N_("Two sit together who are from one department"),
    "location": N_("Two sit together who are from one city"),
    "role": N_("Two mentors or two mentees sit together"),
}
"""Why rooms aren't perfect, all rounds together; `repeat` has a sentence of its own."""

WORSE = {
    "manager": N_("%(one)s and %(other)s would sit together: one is the other's line manager."),
    "partner": N_("%(one)s and %(other)s would sit together: they are a pair."),
    "repeat": N_("%(one)s and %(other)s would meet once more today."),
    "earlier": N_("%(one)s and %(other)s would sit together: they met at an earlier gathering."),
    "department": N_("%(one)s and %(other)s would sit together: they are from one department."),
    "location": N_("%(one)s and %(other)s would sit together: they are from one city."),
    "role": N_("%(one)s and %(other)s would sit together: both are mentors, or both are mentees."),
}
BETTER = {
    "manager": N_("%(one)s and %(other)s would no longer sit together: one is the other's line manager."),
    "partner": N_("%(one)s and %(other)s would no longer sit together: they are a pair."),
    "repeat": N_("%(one)s and %(other)s would meet once less today."),
    "earlier": N_("%(one)s and %(other)s would no longer sit together: they met at an earlier gathering."),
    "department": N_("%(one)s and %(other)s would no longer sit together: they are from one department."),
    "location": N_("%(one)s and %(other)s would no longer sit together: they are from one city."),
    "role": N_("%(one)s and %(other)s would no longer sit together: both are mentors, or both are mentees."),
}
MOST_CHANGES = 6


def summary(context: Context, brings: Mapping[str, Any]) -> list[str]:
    """Return what all rounds bring, in sentences: «18 of 20 people meet four new people. Nobody meets twice.»."""
    words = translations(context.service, context.locale)
    spread, people = brings.get("spread") or [], int(brings.get("people") or 0)
    if not spread:
        return []
    (new, most), others = spread[0], spread[1:]
    if not others:
        told = words.ngettext("Everybody meets %(num)s new person", "Everybody meets %(num)s new people", new)
    else:
        told = words.ngettext(
            "%(some)s of %(all)s people meet %(num)s new person",
            "%(some)s of %(all)s people meet %(num)s new people",
            new,
        )
    found = [told % {"num": new, "some": most, "all": people}]
    if others:
        least = min(int(one) for one, _ in others)
        text = words.ngettext(
            "everybody else meets at least %(num)s new person",
            "everybody else meets at least %(num)s new people",
            least,
        )
        found.append(text % {"num": least})
    again = int(brings.get("again") or 0)
    if again:
        text = words.ngettext(
            "%(num)s pair of people meets more than once", "%(num)s pairs of people meet more than once", again
        )
        found.append(text % {"num": again})
    else:
        found.append(words.gettext("nobody meets twice"))
    return found


def reasons(brings: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Return why the rooms aren't perfect, as msgids with how often each is so, the gravest first."""
    counted = brings.get("reasons") or {}
    return [(text, int(counted[reason])) for reason, text in REASONS.items() if counted.get(reason)]


def change(context: Context, tried: Tried, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return what gets worse with a move and what gets better, in sentences."""
    words = translations(context.service, context.locale)

    def told(texts: Mapping[str, str], sign: int) -> list[str]:
        return [
            words.gettext(texts[one.reason])
            % {"one": names.get(one.pair[0], "?"), "other": names.get(one.pair[1], "?")}
            for one in tried.changes
            if one.points * sign > 0
        ][:MOST_CHANGES]

    return told(WORSE, 1), told(BETTER, -1)
