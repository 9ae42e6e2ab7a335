"""Exporting in the background: everybody once, in the order of the list, whatever is killed."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from mentoring.errors import NotFound
from mentoring.tables.vocabulary import JobState
from recruitment.domain.form import Form
from recruitment.use_cases import exporting, jobs
from tests.fakes.bus import assert_bounded, cutting
from tests.unit.recruitment.test_decision_jobs import Crowd


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_given_a_short_list_when_exported_then_it_is_there_at_once() -> None:
    desk = Crowd(exporting.AT_ONCE)
    content = exporting.now(desk.world.who("anna"), desk.world.programme_id)
    assert content is not None
    assert len(rows(content)) == exporting.AT_ONCE
    desk.add("zz")
    assert exporting.now(desk.world.who("anna"), desk.world.programme_id) is None


@pytest.mark.parametrize(("seed", "twice"), [(0, False), (1, True), (2, True)])
def test_given_a_long_list_when_every_part_is_killed_then_the_file_has_everybody_once(seed: int, twice: bool) -> None:
    desk = Crowd(1_730)
    desk.add("draft", state="draft", submitted_at=None)
    job = exporting.begin(desk.world.who("anna"), desk.world.programme_id)
    desk.run(seed=seed, twice=twice, cut=cutting(desk.world.store, 7))
    done = desk.job(job)
    assert (done.state, done.position, done.counts["exported"]) == (JobState.DONE, 1_730, 1_730)
    content = desk.files.get(f"{done.folder}applications.csv")
    assert [one["E-mail"] for one in rows(content)] == [f"{one}@firma.example" for one in desk.ids]
    who = desk.world.who("anna")
    assert content == exporting.csv_file(
        [exporting._header(Form(), "pl"), *exporting._rows(who, desk.world.programme_id, desk.applications(), "pl")],
        delimiter=";",
    )
    assert desk.told("JobFinished") == 1
    assert_bounded(desk.world.store)


def test_given_no_application_when_exported_then_the_file_has_its_titles() -> None:
    desk = Crowd(0)
    job = exporting.begin(desk.world.who("anna"), desk.world.programme_id)
    desk.run()
    assert "Rola" in desk.files.get(f"{desk.job(job).folder}applications.csv").decode()


def test_given_who_does_not_decide_when_they_export_then_there_is_nothing() -> None:
    desk = Crowd(3)
    for who in ("widz", "obcy"):
        for export in (exporting.now, exporting.begin):
            with pytest.raises(NotFound):
                export(desk.world.who(who), desk.world.programme_id)


def test_given_pieces_that_are_gone_when_joined_then_the_job_says_so() -> None:
    desk = Crowd(600)
    job = exporting.begin(desk.world.who("anna"), desk.world.programme_id)
    put = desk.files.put
    desk.files.put = lambda key, content, kind: None if "pieces" in key else put(key, content, kind)  # type: ignore[method-assign]
    desk.run()
    assert desk.job(job).problem == jobs.FilesGone.message


def test_given_a_finished_export_when_its_address_is_asked_for_then_it_is_a_file_to_save() -> None:
    desk = Crowd(1)
    job = exporting.begin(desk.world.who("anna"), desk.world.programme_id)
    assert exporting.link(desk.world.who("anna"), job, timedelta(minutes=5)).endswith(
        "applications.csv?name=applications.csv"
    )
