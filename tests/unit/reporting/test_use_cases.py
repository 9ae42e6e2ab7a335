"""Reports are made once, given to those they are for, and hold what they should."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from mentoring.consumers import consume
from mentoring.errors import NotFound, SignInRequired
from mentoring.events.pairing import PairClosed
from mentoring.events.reporting import ReportPrepared
from mentoring.tables.meetings import Meeting
from mentoring.tables.reporting import Document
from mentoring.tables.vocabulary import Edition
from reporting import domain, store
from reporting.use_cases import reports
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.reporting.givens import (
    ENDED,
    SECRET,
    MemoryFiles,
    closed,
    consumer_at,
    event,
    pair,
    room,
    season,
)

CLOSED = PairClosed("p", "1", "completed", "system")
MONDAY = NOON.replace(hour=6) + timedelta(days=14)


def prepare(given: MemoryStore, files: MemoryFiles, event_id: str = "e1", drawn: list[str] | None = None) -> str:
    def draw(report: Any, locale: str) -> tuple[bytes, int]:
        if drawn is not None:
            drawn.append(report.edition)
        return f"{report} {locale}".encode(), 4

    one = event(CLOSED, event_id)
    outcomes = [
        consume(
            consumer_at(given, one, files=files, name=f"reporting-{edition}"),
            partial(reports.prepare, edition=edition, draw=draw),
            one,
        )
        for edition in (Edition.PAIR, Edition.ORGANIZER)
    ]
    return outcomes[-1]


def opened(given: MemoryStore, files: MemoryFiles) -> dict[str, bytes]:
    """Return the files of the bucket as those read them who may."""
    documents = [given.get(Document, *Document.key("1", edition)) for edition in ("pair", "organizer")]
    context = context_at(store=given, files=files)
    return {one.edition: reports.pdf(context, one) for one in documents if one}


def published(given: MemoryStore, kind: type) -> list[Any]:
    return [one.data for one in given.events if isinstance(one.data, kind)]


# The report of a process ---------------------------------------------------------------------------------------------


def test_given_a_closed_pair_when_heard_of_then_both_editions_lie_in_the_bucket_and_are_told_of() -> None:
    given, files = season(closed(), *room()), MemoryFiles()
    assert prepare(given, files) == "done"
    documents = [given.get(Document, *Document.key("1", edition)) for edition in ("pair", "organizer")]
    assert [content.decode()[-2:] for content in opened(given, files).values()] == ["pl", "pl"]
    assert all(one and one.object_key == f"reports/p/1/{one.edition}-{one.sha256}.pdf" for one in documents)
    assert {one.edition for one in published(given, ReportPrepared)} == {"pair", "organizer"}


def test_given_a_pair_that_never_met_when_it_ended_then_there_is_no_report_of_zeros_and_everybody_is_told_why() -> None:
    unmet = [one for one in room() if not isinstance(one, Meeting)]
    given, files = season(closed(outcome="closed_early"), *unmet), MemoryFiles()
    drawn: list[str] = []
    assert prepare(given, files, drawn=drawn) == "done"
    assert (drawn, files.kept, published(given, ReportPrepared)) == ([], {}, [])
    with pytest.raises(domain.NothingToReport):
        reports.document(context_at(store=given, person_id="anna"), "1")
    with pytest.raises(domain.NothingToReport):
        reports.organizers_document(context_at(store=given, person_id="ola"), "p", "1")
    with pytest.raises(NotFound) as refused:
        reports.document(context_at(store=given, person_id="stranger"), "1")
    assert not isinstance(refused.value, domain.NothingToReport)


def test_given_the_event_again_when_heard_of_then_nothing_is_made_again() -> None:
    given, files = season(closed(), *room()), MemoryFiles()
    drawn: list[str] = []
    assert [prepare(given, files, drawn=drawn) for _ in range(2)] == ["done", "done before"]
    assert prepare(given, files, "e2", drawn) == "done"
    assert drawn == ["pair", "organizer"]
    assert len(published(given, ReportPrepared)) == 2


def test_given_a_fault_after_the_first_edition_when_tried_again_then_only_the_second_is_made() -> None:
    given, files = season(closed(), *room()), MemoryFiles()
    drawn: list[str] = []

    class Full(MemoryFiles):
        def put(self, key: str, content: bytes, kind: str) -> None:
            if "organizer-" in key:
                raise OSError("no space left")
            super().put(key, content, kind)

    with pytest.raises(OSError, match="no space left"):
        prepare(given, Full(), drawn=drawn)
    assert (list(given.markers), drawn) == (["inbox#reporting-pair#e1"], ["pair", "organizer"])
    assert prepare(given, files, drawn=drawn) == "done"
    assert drawn == ["pair", "organizer", "organizer"]
    assert len(published(given, ReportPrepared)) == 2


def test_given_a_private_task_and_an_unsigned_draft_when_reported_then_neither_is_in_any_edition() -> None:
    given, files = season(closed(), *room()), MemoryFiles()
    prepare(given, files)
    editions = {edition: content.decode() for edition, content in opened(given, files).items()}
    assert SECRET not in "".join(editions.values())
    assert ("Mówię wolniej." in editions["pair"], "Mówię wolniej." in editions["organizer"]) == (True, False)


def test_given_a_report_of_the_pair_when_the_bucket_is_looked_through_then_its_words_are_not_there() -> None:
    given, files = season(closed(), *room()), MemoryFiles()
    prepare(given, files)
    lying = b"".join(files.kept.values())
    assert (b"Fundacja" in lying, "Mówię wolniej.".encode() in lying) == (True, False)


def test_given_the_organizers_edition_when_it_is_made_then_only_facts_are_read_and_no_key_is_asked_for() -> None:
    given = season(closed(), *room())
    context = context_at(store=given)
    whole, _ = store.process(context, closed(), Edition.PAIR)
    asked = given.keys.opened
    theirs, _ = store.process(context, closed(), Edition.ORGANIZER)
    assert (given.keys.opened, asked > 0) == (asked, True)
    same = {one.name for one in fields(whole) if getattr(whole, one.name) == getattr(theirs, one.name)}
    assert same == {
        "programme", "organization", "accent", "mentor", "mentee", "agreed_at", "closed_at", "outcome", "zone",
        "contract_signed_at", "contract_hash", "contract_number", "clauses", "meetings",
    }  # fmt: skip
    assert {(one.title, one.levels, one.evidence, one.reason, one.ratings) for one in theirs.goals} == {
        ("", None, "", "", ())
    }
    assert [one.proposed for one in theirs.goals] == [None, None, None, None, "partly"]
    words = (theirs.own_clauses, theirs.takeaways, theirs.helped, theirs.hindered, theirs.next_steps, theirs.thanks)
    assert not any(words)


def test_given_a_room_when_read_then_the_signed_contract_ended_meetings_in_order_and_levels_at_the_end() -> None:
    given = season(closed(), *room())
    report, locale = store.process(context_at(store=given), closed(), Edition.PAIR)
    assert (report.contract_number, report.contract_hash) == (1, "ab" * 32)
    assert report.own_clauses == (("form", "Online."), ("frequency", "co 2 tygodnie"))
    assert [(one.outcome, one.presumed) for one in report.meetings] == [
        ("held", False),
        ("held", True),
        ("technical", False),
    ]
    assert [one.levels.end for one in report.goals if one.levels] == [8, 5, 3, 9, 3]
    last = report.goals[-1]
    assert (last.proposed, last.evidence, last.ratings) == ("partly", "Dwie osoby.", ((NOON, 5),))
    assert "Cofnięte" not in [one.reason for one in report.goals]
    assert [(one.who, one.text) for one in report.noted] == [(closed().mentee_name, "Pytać.")]
    assert "Wycofany" not in [one.title for one in report.goals]
    assert (locale, report.accent, report.organization) == ("pl", "forest", "Fundacja")


def test_given_a_pair_that_wrote_nothing_when_read_then_the_report_is_bare() -> None:
    given = season(closed(outcome="closed_early"), room()[0])
    report, _ = store.process(context_at(store=given), closed(outcome="closed_early"), Edition.PAIR)
    assert (report.contract_signed_at, report.goals, report.meetings, report.takeaways) == (None, (), (), ())


@pytest.mark.parametrize("items", [[], [pair()], [closed()]])
def test_given_something_missing_when_heard_of_then_it_is_refused_and_comes_again(items: list[Any]) -> None:
    with pytest.raises(NotFound):
        prepare(season(*items), MemoryFiles())


@pytest.mark.parametrize("who", ["anna", "jan"])
def test_given_a_report_when_the_pair_asks_for_it_then_it_gets_its_own_and_not_the_organizers(who: str) -> None:
    given = season(closed(), *room())
    prepare(given, MemoryFiles())
    context = context_at(store=given, person_id=who)
    assert reports.document(context, "1")[1].edition == "pair"
    with pytest.raises(NotFound):
        reports.organizers_document(context, "p", "1")


@pytest.mark.parametrize("who", ["ola", "wit"])
def test_given_a_report_when_organizers_ask_for_it_then_they_get_theirs_and_not_the_pair_s(who: str) -> None:
    given = season(closed(), *room())
    prepare(given, MemoryFiles())
    context = context_at(store=given, person_id=who)
    assert reports.organizers_document(context, "p", "1")[1].edition == "organizer"
    with pytest.raises(NotFound):
        reports.document(context, "1")


def test_given_strangers_no_report_or_nobody_when_asked_then_there_is_nothing() -> None:
    given = season(closed(), pair("2"), *room())
    prepare(given, MemoryFiles())
    for who, pair_id in (("obca", "1"), ("jan", "2"), ("ola", "3")):
        context = context_at(store=given, person_id=who)
        for ask in (reports.document, partial(reports.organizers_document, programme_id="p")):
            with pytest.raises(NotFound):
                ask(context, pair_id=pair_id)
    for ask in (reports.document, partial(reports.organizers_document, programme_id="p")):
        with pytest.raises(SignInRequired):
            ask(context_at(store=given), pair_id="1")


def test_given_the_last_instant_of_a_process_when_reported_then_it_is_its_end() -> None:
    report, _ = store.process(context_at(store=season(closed(), *room())), closed(), Edition.PAIR)
    assert (report.closed_at, report.days) == (ENDED, 190)
