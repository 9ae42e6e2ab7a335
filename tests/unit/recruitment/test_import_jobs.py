"""Importing in the background: whole however long the file is, killed or brought twice, told once."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from mentoring.errors import NotFound
from mentoring.tables.recruitment import Application, Disowned, Job
from mentoring.tables.vocabulary import JobState
from recruitment import domain, imports, worker
from recruitment.use_cases import import_jobs, importing, jobs
from tests.fakes.bus import Bus, assert_bounded, cutting
from tests.unit.recruitment.givens import World, file


class Desk:
    """A world whose worker keeps its files in memory."""

    def __init__(self, **settings: Any) -> None:
        self.world = World(**settings)
        self.files = self.world.store.files

    def begin(self, content: bytes, who: str = "anna") -> Job:
        """When: an organizer sends a file."""
        return import_jobs.begin(self.world.who(who), self.world.programme_id, content)

    def run(self, **bad: Any) -> Bus:
        """When: the bus brings everything."""
        assert worker.handler  # its inbox is the one the bus brings to
        bus = Bus(self.world.store, "recruitment", **bad)
        bus.run()
        assert bus.dead == []
        return bus

    def job(self, job: Job, who: str = "anna") -> Job:
        return jobs.get(self.world.who(who), self.world.programme_id, job.job_id)

    def applications(self) -> list[Application]:
        return self.world.store.query(Application, f"PROGRAMME#{self.world.programme_id}", "APPLICATION#")

    def told(self, name: str) -> int:
        return sum(one.name == name for one in self.world.store.events)


def crowd(number: int) -> bytes:
    """Given: a file of so many good rows."""
    return file(*(f"{'Mentor' if one % 3 == 0 else 'Mentee'}:osoba{one}" for one in range(number)))


def figures(job: Job) -> tuple[int, int, int, int]:
    done = import_jobs.imported(job)
    return done.rows, done.imported, done.already_there, done.rejected_rows


def test_given_a_file_when_it_is_imported_in_the_background_then_everybody_is_there_and_one_event_tells_it() -> None:
    desk = Desk()
    job = desk.begin(crowd(100))
    assert (job.state, desk.applications()) == (JobState.WAITING, [])
    desk.run()
    done = desk.job(job)
    assert (done.state, done.position, done.total) == (JobState.DONE, 100, 100)
    assert figures(done) == (100, 100, 0, 0)
    assert len(desk.applications()) == 100
    assert {one.added_by for one in desk.applications()} == {"anna"}
    assert (desk.told("JobFinished"), desk.told("ApplicationSubmitted")) == (1, 100)


@pytest.mark.parametrize(("seed", "bad"), [(0, {}), (1, {"twice": True}), (2, {"twice": True}), (3, {})])
def test_given_a_long_import_when_every_part_is_killed_and_brought_again_then_everybody_is_there_once(
    seed: int, bad: dict[str, Any]
) -> None:
    desk = Desk()
    job = desk.begin(crowd(2_000))
    desk.run(seed=seed, cut=cutting(desk.world.store, 19), **bad)
    done = desk.job(job)
    assert (done.state, figures(done)) == (JobState.DONE, (2_000, 2_000, 0, 0))
    assert (len(desk.applications()), desk.told("ApplicationSubmitted"), desk.told("JobFinished")) == (2_000, 2_000, 1)
    assert {one.version for one in desk.applications()} == {1}
    assert_bounded(desk.world.store)


def test_given_the_same_file_when_imported_again_then_everybody_is_already_there() -> None:
    desk = Desk()
    for expected in ((700, 700, 0, 0), (700, 0, 700, 0)):
        job = desk.begin(crowd(700))
        desk.run()
        assert figures(desk.job(job)) == expected


def test_given_bad_rows_when_imported_then_errors_come_by_page_and_as_one_file() -> None:
    desk = Desk()
    bad = "".join(f"Kapitan;Ala{n};Nowak;ala{n}@firma.example;x;;polski C2;tak;tak\n" for n in range(250)).encode()
    job = desk.begin(crowd(60) + bad)
    desk.run()
    done = desk.job(job)
    assert figures(done) == (310, 60, 0, 250)
    first = import_jobs.errors(desk.world.who("anna"), done, "", 100)
    last = import_jobs.errors(desk.world.who("anna"), done, "200", 100)
    assert ([one.line for one in first.items], first.next) == (list(range(62, 162)), "100")
    assert (len(last.items), last.next, last.items[-1].line) == (50, "", 311)
    assert import_jobs.errors(desk.world.who("anna"), done, "999", 100).items == []
    rows = list(csv.reader(io.StringIO(desk.files.get(f"{done.folder}report.csv").decode("utf-8-sig")), delimiter=";"))
    assert (len(rows), rows[0][0]) == (251, "Wiersz")


def test_given_people_who_said_no_when_imported_then_they_are_refused_and_told_once_even_after_a_kill() -> None:
    desk = Desk()
    for one in (5, 65, 66):
        key = Disowned.key(desk.world.organization_id, f"osoba{one}@firma.example")
        desk.world.store.put(Disowned(*key, at="2026-03-02T12:00:00Z"))
    job = desk.begin(crowd(90))
    desk.run(cut=cutting(desk.world.store, 3), twice=True)
    done = desk.job(job)
    assert figures(done) == (90, 87, 0, 3)
    assert [one.code for one in import_jobs.errors(desk.world.who("anna"), done, "", 100).items] == ["disowned"] * 3


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"PK\x03\x04", "This workbook can't be opened"),
        (b"a;b\n1;2\n", "The first row must name the columns"),
        (b"\n", "empty"),
    ],
)
def test_given_no_table_when_imported_then_the_job_says_why_in_words(content: bytes, problem: str) -> None:
    desk = Desk()
    job = desk.begin(content)
    desk.run()
    done = desk.job(job)
    assert done.state == JobState.FAILED
    assert problem in done.problem
    assert desk.told("JobFinished") == 1
    assert desk.applications() == []


def test_given_the_stage_moved_on_when_the_worker_comes_then_nothing_is_imported_and_it_is_said() -> None:
    desk = Desk()
    job = desk.begin(crowd(3))
    desk.world.to("running")
    desk.run()
    assert (desk.job(job).state, desk.job(job).problem) == (JobState.FAILED, domain.RecruitmentClosed.message)
    assert desk.applications() == []


def test_given_who_asked_is_no_organizer_any_more_when_the_worker_comes_then_nothing_happens_in_their_name() -> None:
    from mentoring.tables.recruitment import Member

    desk = Desk()
    job = desk.begin(crowd(3), "kora")
    key = Member.key(desk.world.organization_id, "kora")
    desk.world.store.put(Member(*key, organization_id=desk.world.organization_id, person_id="kora", role="viewer"))
    desk.run()
    assert desk.job(job).state == JobState.FAILED
    assert desk.applications() == []


def test_given_a_fault_when_the_worker_meets_it_then_the_job_says_so_instead_of_hanging() -> None:
    desk = Desk()
    job = desk.begin(crowd(3))
    desk.files.put(f"jobs/{job.programme_id}/{job.job_id}/file", b"x", "text/csv")
    broken = desk.files.get
    desk.files.get = lambda key: json.loads("{") if key.endswith("file") else broken(key)  # type: ignore[method-assign]
    desk.run()
    assert (desk.job(job).state, desk.job(job).problem) == (JobState.FAILED, jobs.UNEXPECTED)


def test_given_a_job_when_others_ask_for_it_then_there_is_nothing() -> None:
    desk = Desk()
    job = desk.begin(crowd(3))
    for who in ("widz", "obcy"):
        with pytest.raises(NotFound):
            desk.job(job, who)


def test_given_a_dead_letter_when_the_organizer_lets_the_job_go_on_then_it_begins_where_it_stopped() -> None:
    from datetime import timedelta

    from tests.fakes.context import NOON, context_at

    desk = Desk()
    job = desk.begin(crowd(600))
    commits, whole = [0], desk.world.store.commit

    def commit(changes: Any) -> None:
        commits[0] += 1
        if commits[0] > 5:
            raise OSError("the power is off")
        whole(changes)

    desk.world.store.commit = commit  # type: ignore[method-assign]
    bus = Bus(desk.world.store, "recruitment")
    bus.run()
    assert [one.name for one in bus.dead] == ["JobRequested"]
    stopped = desk.job(job)
    assert (stopped.state, stopped.position) == (JobState.RUNNING, 4 * importing.IMPORTED_TOGETHER)

    desk.world.store.commit = whole  # type: ignore[method-assign]
    with pytest.raises(jobs.StillGoing):
        jobs.go_on(desk.world.who("anna"), desk.world.programme_id, job.job_id)
    later = context_at(NOON + timedelta(hours=1), store=desk.world.store, person_id="anna", service="recruitment")
    assert jobs.stands_still(later, stopped)
    jobs.go_on(later, desk.world.programme_id, job.job_id)
    desk.run()
    assert figures(desk.job(job)) == (600, 600, 0, 0)
    assert len(desk.applications()) == 600


def test_given_a_file_in_the_bucket_when_begun_twice_then_it_is_one_job() -> None:
    desk = Desk()
    anna, programme_id = desk.world.who("anna"), desk.world.programme_id
    job_id = "a" * 32
    with pytest.raises(import_jobs.ImportedFileGone):
        import_jobs.begin_arrived(anna, programme_id, job_id)
    desk.files.put(f"jobs/{programme_id}/{job_id}/file", crowd(3), "text/csv")
    assert import_jobs.arrived(anna, programme_id, job_id) == len(crowd(3))
    one, two = (import_jobs.begin_arrived(anna, programme_id, job_id) for _ in range(2))
    assert one.job_id == two.job_id
    desk.run()
    assert (desk.told("JobRequested"), len(desk.applications())) == (1, 3)


@pytest.mark.parametrize("job_id", ["../x", "a" * 31 + "/", "", "ą" * 32])
def test_given_an_id_that_is_none_when_a_file_is_looked_for_then_nothing_is_asked_of_the_bucket(job_id: str) -> None:
    desk = Desk()
    with pytest.raises(import_jobs.ImportedFileGone):
        import_jobs.arrived(desk.world.who("anna"), desk.world.programme_id, job_id)


def test_given_lines_when_counted_then_only_short_files_are_imported_at_once() -> None:
    assert import_jobs.is_small(crowd(import_jobs.AT_ONCE - 1))
    assert not import_jobs.is_small(crowd(import_jobs.AT_ONCE + 1))
    assert not import_jobs.is_small(b"x" * (import_jobs.SMALL + 1))
    assert not import_jobs.is_small(crowd(60).replace(b"\n", b"\r"))


def test_given_the_longest_file_when_its_rows_are_counted_then_an_import_takes_twenty_thousand() -> None:
    assert imports.MOST_ROWS == 20_000
