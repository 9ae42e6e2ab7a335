"""Reports: the PDF of a process in its editions, the weekly report once a week."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events import catalogue as events
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.workspace import Contract, Goal, Summary
from reporting import domain, pdf, use_cases
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, STRANGER, event, world

AT = clock.iso(NOON)


class MemoryFiles:
    """`Files` in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, key: str, content: bytes, kind: str) -> None:
        self.kept[key] = content

    def get(self, key: str) -> bytes:
        return self.kept[key]


@pytest.fixture
def store() -> MemoryStore:
    """Given: a completed pair with everything a report tells."""
    store = world(organization_name="Firma")
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.closed_at, pair.outcome, pair.stage = clock.iso(NOON + timedelta(days=90)), "completed", "completed"
    store.put(pair)
    common: dict[str, Any] = {"pair_id": PAIR, "programme_id": PROGRAMME}
    watch = Watch(*Watch.key(PAIR), **common, started_at=AT, colour="red", reason={"rule": "silence", "days": 46})
    watch.list_pk, watch.list_sk = f"PROGRAMME#{PROGRAMME}", f"WATCH#{PAIR}"
    store.put(
        watch,
        Contract(*Contract.key(PAIR, 1), **common, number=1, state="signed", fixed=["Poufność"], own={"camera": "TAJNE-KLAUZULE"}, signed_at=AT, sha256="ab" * 32),
        Goal(*Goal.key(PAIR, "g"), **common, goal_id="g", title="TAJNY-CEL", start_level=2, target_level=9, state="achieved", proposed_by=MENTEE),
        Goal(*Goal.key(PAIR, "h"), **common, goal_id="h", title="Drugi", start_level=2, target_level=9, current_level=5, state="partly", proposed_by=MENTEE),
        Summary(*Summary.key(PAIR), **common, state="approved", takeaways=["zażółć gęślą jaźń"], thanks="TAJNE-DZIĘKI"),
        Meeting(*Meeting.key(PAIR, "m"), **common, meeting_id="m", starts_at=AT, minutes=60, zone="Europe/Warsaw", state="held", presumed=True, proposed_by=MENTOR, uid="u"),
        Meeting(*Meeting.key(PAIR, "n"), **common, meeting_id="n", starts_at=AT, minutes=60, zone="Europe/Warsaw", state="not_held", not_held_reason="technical", proposed_by=MENTOR, uid="v"),
    )  # fmt: skip
    return store


def _draw(report: domain.ProcessReport, edition: str, locale: str) -> tuple[bytes, int]:
    drawn = pdf.render(pdf.edition(report, edition), locale)
    return drawn.content, drawn.pages


def _prepared(store: MemoryStore) -> MemoryFiles:
    files = MemoryFiles()
    closed = event(events.PairClosed(PROGRAMME, PAIR, "completed", "system"), store)
    for _ in range(2):
        use_cases.prepare(context_at(store=store, service="reporting"), closed, files=files, draw=_draw)
    return files


def _text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_given_a_closed_pair_when_heard_of_twice_then_two_editions_once(store: MemoryStore) -> None:
    files = _prepared(store)
    assert len(files.kept) == 2
    assert [one.data.edition for one in store.events] == ["pair", "organizer"]
    texts = {key.rsplit("/", 1)[1].split("-")[0]: _text(content) for key, content in files.kept.items()}
    assert "zażółć gęślą jaźń" in texts["pair"]
    for secret in ("TAJNE-KLAUZULE", "TAJNY-CEL", "TAJNE-DZIĘKI", "zażółć"):
        assert secret in texts["pair"]
        assert secret not in texts["organizer"]
    assert "■" not in texts["pair"] + texts["organizer"]


def test_given_a_report_when_asked_for_then_each_gets_their_edition_and_a_stranger_none(store: MemoryStore) -> None:
    _prepared(store)
    for person_id, edition in ((MENTEE, "pair"), (MENTOR, "pair"), (ORGANIZER, "organizer")):
        assert use_cases.document(context_at(store=store, person_id=person_id), PAIR)[1].edition == edition
    for person_id, pair_id in ((STRANGER, PAIR), (MENTEE, "none")):
        with pytest.raises(NotFound):
            use_cases.document(context_at(store=store, person_id=person_id), pair_id)


def test_given_no_report_yet_when_asked_for_then_not_found(store: MemoryStore) -> None:
    with pytest.raises(NotFound):
        use_cases.document(context_at(store=store, person_id=MENTEE), PAIR)
    with pytest.raises(NotFound):
        use_cases.prepare(
            context_at(store=store),
            event(events.PairClosed(PROGRAMME, "none", "x", "x"), store),
            files=MemoryFiles(),
            draw=_draw,
        )


def _report(**values: Any) -> domain.ProcessReport:
    base: dict[str, Any] = {
        "edition": "pair", "programme": "P", "organization": "O", "mentor": "A", "mentee": "B", "agreed_at": NOON,
        "closed_at": NOON + timedelta(days=100), "outcome": "completed", "zone": "Europe/Warsaw",
        "contract_signed_at": NOON, "contract_hash": "ab" * 32, "contract_number": 1,
    }  # fmt: skip
    return domain.ProcessReport(**base | values)


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_fifty_meetings_when_drawn_then_pages_are_numbered_and_the_language_is_set(locale: str) -> None:
    meetings = tuple(domain.MeetingLine(NOON + timedelta(days=n), 60, "held", presumed=False) for n in range(50))
    drawn = pdf.render(_report(meetings=meetings), locale)
    reader = PdfReader(io.BytesIO(drawn.content))
    assert len(reader.pages) == drawn.pages >= 4
    assert reader.trailer["/Root"]["/Lang"] == locale
    assert reader.metadata is not None
    assert reader.metadata.title == "A – B: P"
    assert f"2 / {drawn.pages}" in reader.pages[1].extract_text()


def test_given_hostile_text_when_drawn_then_nothing_is_loaded_and_it_is_text() -> None:
    hostile = '<img src="http://zlo.example/x.png"><script>x</script> & </td></table>'
    drawn = pdf.render(_report(takeaways=(hostile,), outcome="closed_early", contract_signed_at=None), "pl")
    assert "<script>x</script>" in _text(drawn.content)


def test_given_a_letter_no_font_has_when_drawn_then_it_fails_loudly() -> None:
    with pytest.raises(pdf.PdfFailed):
        pdf.render(_report(takeaways=("漢字",)), "pl")


def test_given_a_running_programme_when_a_week_is_over_then_one_report_with_its_list(store: MemoryStore) -> None:
    files = MemoryFiles()
    changed = events.ProgrammeStageChanged(PROGRAMME, "matching", "running")
    for _ in range(2):
        use_cases.note_stage(context_at(store=store), event(changed, store))
    for days in (0, 1, 7):
        use_cases.weekly(context_at(NOON + timedelta(days=days), store=store), files=files)
    weekly, closed = use_cases.reports(context_at(store=store, person_id=ORGANIZER), PROGRAMME)
    assert [one.week for one in weekly] == ["2026-W11", "2026-W10"]
    assert [one.pair_id for one in closed] == [PAIR]
    assert len(files.kept) == 2
    assert weekly[0].figures["completed"] == 1


def test_given_a_red_pair_when_the_week_is_over_then_it_needs_a_person_and_says_why(store: MemoryStore) -> None:
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome, pair.stage = "", "working"
    store.put(pair)
    use_cases.note_stage(context_at(store=store), event(events.ProgrammeStageChanged(PROGRAMME, "a", "b"), store))
    use_cases.weekly(context_at(store=store), files=MemoryFiles())
    (one,) = use_cases.reports(context_at(store=store, person_id=ORGANIZER), PROGRAMME)[0][0].pairs
    assert one["words"]["en"] == "no meeting for 46 days and nothing planned"


def test_given_a_closed_programme_when_heard_of_then_it_gets_no_weekly_report(store: MemoryStore) -> None:
    from mentoring.tables.recruitment import Programme

    changed = event(events.ProgrammeStageChanged(PROGRAMME, "closing", "closed"), store)
    use_cases.note_stage(context_at(store=store), changed)
    programme = store.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.stage = "closed"
    store.put(programme)
    use_cases.note_stage(context_at(store=store), changed)
    assert use_cases.weekly(context_at(store=store), files=MemoryFiles()) == {"programmes": 0, "prepared": 0}


@given(st.text())
def test_given_any_text_when_made_a_cell_then_it_is_never_a_formula(text: str) -> None:
    assert domain.csv_cell(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
