"""Consents of applicants: to which text, of which version, given when, and whether it is to be given again. Pure.

`texts` is `Programme.consent_texts`: kind → facts of the organizers' own text. Without one of their own, people agree
to the sentence of the form, whose version is `USUAL`. A consent to an earlier text holds until the organizers ask
again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.tables.vocabulary import ApplicationState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mentoring.tables.recruitment import Consent

KINDS = ("rules", "privacy")
NEWS = "news"
"""A consent that nobody needs to give: to be told of the next editions. Nobody else is asked to come again."""
SENT = (
    ApplicationState.SUBMITTED,
    ApplicationState.NEEDS_INFO,
    ApplicationState.WAITLISTED,
    ApplicationState.ACCEPTED,
)
"""States in which somebody may be asked again; in others the form asks, or nobody does."""
USUAL = "2026-01"
PERSON = "person"


def version(texts: Mapping[str, Any], kind: str) -> str:
    """Return the version of the text that somebody agrees to now."""
    return str(texts[kind]["number"]) if kind in texts else USUAL


def asks_again(texts: Mapping[str, Any], state: ApplicationState, given: Sequence[Consent]) -> bool:
    """Return whether somebody whose application is in a state is asked to agree again."""
    return state in SENT and bool(outdated(texts, given))


def outdated(texts: Mapping[str, Any], given: Sequence[Consent]) -> list[str]:
    """Return the kinds to be agreed to again: those that the organizers asked for after the person's last consent."""
    return [kind for kind in KINDS if asked_at(texts, kind) and not _since(texts, given, kind)]


def asked_at(texts: Mapping[str, Any], kind: str) -> str:
    """Return since when consents are asked for again (an instant), or nothing; no more once the text was taken away."""
    facts = texts.get(kind, {})
    return "" if facts.get("empty") else str(facts.get("again_at") or "")


def _since(texts: Mapping[str, Any], given: Iterable[Consent], kind: str) -> bool:
    """Return whether the person agreed after it was asked for; in the same second, to this very version."""
    since, now = asked_at(texts, kind), version(texts, kind)
    own = (one for one in given if one["kind"] == kind and one.get("by") == PERSON)
    return any(one["at"] > since or (one["at"] == since and one["version"] == now) for one in own)


def wants_news(given: Iterable[Consent]) -> bool:
    """Return whether somebody wants to be told of the next editions, by their own word."""
    return any(one["kind"] == NEWS and one.get("by") == PERSON for one in given)


def renewed(texts: Mapping[str, Any], given: Sequence[Consent], kinds: Iterable[str], now: str) -> list[Consent]:
    """Return consents after somebody agreed to `kinds`: earlier ones stay with their dates, others are taken back.

    Who agreed to this version already and needn't again doesn't agree a second time.
    """
    ticked, late = set(kinds), outdated(texts, given)
    kept = [one for one in given if one["kind"] in ticked]
    held = {one["kind"] for one in kept if one.get("by") == PERSON and one["version"] == version(texts, one["kind"])}
    return kept + [
        {"kind": kind, "version": version(texts, kind), "at": now, "by": PERSON}
        for kind in (*KINDS, NEWS)
        if kind in ticked and (kind in late or kind not in held)
    ]


def with_more(texts: Mapping[str, Any], given: Sequence[Consent], kinds: Iterable[str], now: str) -> list[Consent]:
    """Return consents after somebody gave some kinds and said nothing of the others, which stay as they are."""
    more: list[Consent] = [{"kind": kind, "version": version(texts, kind), "at": now, "by": PERSON} for kind in kinds]
    return [*given, *more]
