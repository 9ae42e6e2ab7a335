"""What organizers do with several matters at once: looked at first, then done, or not at all if something changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from mentoring import clock
from mentoring.errors import Invalid, NotFound, Overtaken
from mentoring.events.monitoring import MattersHandled, PairWentInactive
from mentoring.events.pairing import MenteeLeftUnmatched
from mentoring.events.surveys import SurveyAnswered
from mentoring.tables.monitoring import Nudged
from mentoring.tables.notifications import Mailbox
from mentoring.tables.recruitment import Participant
from monitoring import domain
from monitoring.domain import Deed
from monitoring.use_cases import desk, together
from tests.fakes import context_at
from tests.fakes.context import ticking
from tests.unit.monitoring.givens import day, event, member, pair, published, scan, silent, take, waiting, watched
from tests.unit.pairing.givens import Rival

if TYPE_CHECKING:
    from mentoring.context import Context
    from tests.fakes import MemoryStore

NUMBER = 12


def many() -> MemoryStore:
    """Given: twelve silent pairs need somebody, one of which may not be a good one, and a mentee without a pair."""
    given = silent(*(pair(f"{nth:02}", f"m{nth}", f"e{nth}") for nth in range(NUMBER)))
    scan(given, day(46))
    take(given, event(SurveyAnswered("p", "00", "a", "pair_fit", low=True)), at=day(47))
    take(given, event(MenteeLeftUnmatched("p", "alone", "nobody")), at=day(47))
    assert len(waiting(given)) == NUMBER + 1
    return given


def ola(given: MemoryStore, at: float = 53, who: str = "ola") -> Context:
    return context_at(day(at), store=given, person_id=who)


def choice(deed: Deed, *abouts: str, until: date | None = None) -> together.Choice:
    return together.Choice(deed, abouts or tuple(f"{nth:02}" for nth in range(NUMBER)), until)


def test_given_many_matters_when_done_together_then_in_one_go_and_nobody_is_needed_any_more() -> None:
    given, chosen = many(), choice(Deed.DONE)
    seen = together.preview(ola(given), "p", chosen)
    assert (len(seen.chosen), seen.mails, dict(seen.skipped)) == (NUMBER, 0, {})
    assert len(waiting(given)) == NUMBER + 1, "a preview does nothing"

    done = together.deal(ola(given), "p", chosen, seen.tag)

    assert {(one.state, one.handled_by) for one in done.done} == {("done", "ola")}
    assert waiting(given) == [("alone", ["unmatched"])]
    assert watched(given, "00").reason["rule"] == "silence", "what was said of the pair is looked after"
    (told,) = [one for one in given.events if isinstance(one.data, MattersHandled)]
    assert (told.data.deed, sorted(told.data.abouts), told.meta.organizer) == ("done", sorted(chosen.abouts), "ola")


def test_given_many_matters_when_put_aside_or_taken_together_then_all_of_them_are() -> None:
    given = many()
    for deed, until in ((Deed.TAKE, None), (Deed.LATER, date(2026, 6, 1))):
        chosen = choice(deed, until=until)
        together.deal(ola(given), "p", chosen, together.preview(ola(given), "p", chosen).tag)
    assert waiting(given) == [("alone", ["unmatched"])]
    assert desk.matter(ola(given), "p", "03").taken_by == "ola"


def test_given_a_preview_when_one_matter_changes_meanwhile_then_nothing_is_done_and_a_new_look_tells() -> None:
    given, chosen = many(), choice(Deed.DONE)
    tag = together.preview(ola(given), "p", chosen).tag
    desk.deal(ola(given, who="ola"), "p", "05", Deed.DONE)
    with pytest.raises(domain.ChangedMeanwhile):
        together.deal(ola(given), "p", chosen, tag)
    assert len(waiting(given)) == NUMBER
    seen = together.preview(ola(given), "p", chosen)
    assert {why: [one.matter.about for one in lines] for why, lines in seen.skipped.items()} == {"done_already": ["05"]}
    together.deal(ola(given), "p", chosen, seen.tag)
    assert waiting(given) == [("alone", ["unmatched"])]


def test_given_matters_when_pairs_are_reminded_together_then_those_whom_it_helps_and_the_others_are_told_apart() -> (
    None
):
    given = many()
    desk.remind(ola(given, 52), "p", "01")
    before = len(published(given, PairWentInactive))
    chosen = choice(Deed.REMIND, "00", "01", "02", "alone")
    seen = together.preview(ola(given, 52.5), "p", chosen)
    assert [one.matter.about for one in seen.chosen] == ["00", "02"]
    assert {why: [one.matter.about for one in lines] for why, lines in seen.skipped.items()} == {
        "reminded_lately": ["01"], "nothing_to_remind_of": ["alone"],
    }  # fmt: skip
    assert seen.mails == 4
    together.deal(replace(ola(given), clock=ticking(day(52.5))), "p", chosen, seen.tag)
    told = [one.meta.occurred_at for one in given.events if isinstance(one.data, PairWentInactive)][before:]
    assert (len(told), len(set(told))) == (2, 1), "it is one act, at one moment"
    assert not {"00", "01", "02"} & {about for about, _ in waiting(given)}


def lost(given: MemoryStore, who: str, **values: str) -> None:
    """Given: a participant of one of the many pairs, and what is known about their address."""
    side = f"{who[0]}0{who[1]}"
    given.put(
        Participant(
            *Participant.key("p", side), participant_id=side, programme_id="p", person_id=who, role="mentee",
            email=f"{who}@firma.example", name=who, form="n", locale="pl", zone="Europe/Warsaw", profile={},
            accepted_at=clock.iso(day(0)),
        ),
        Mailbox(*Mailbox.key(f"{who}@firma.example"), mailbox_id=who, **values),
    )  # fmt: skip


def test_given_people_whom_no_reminder_reaches_when_previewed_then_their_mails_are_not_counted() -> None:
    given = many()
    for who in ("e1", "m2", "e2"):
        lost(given, who, reach="bounced", cause="no_mailbox")
    lost(given, "e3", unsubscribed_at=clock.iso(day(1)))
    seen = together.preview(ola(given), "p", choice(Deed.REMIND, "01", "02", "03", "04"))
    assert (seen.mails, [one.matter.about for one in seen.chosen]) == (1 + 1 + 2, ["01", "03", "04"])
    assert {why: [one.matter.about for one in lines] for why, lines in seen.skipped.items()} == {
        "nobody_reached": ["02"]
    }


def test_given_a_mentor_of_two_pairs_when_both_are_to_be_reminded_then_one_is_and_the_preview_says_so() -> None:
    given = silent(pair("1", "m", "e1"), pair("2", "m", "e2"))
    scan(given, day(46))
    chosen = choice(Deed.REMIND, "1", "2")
    seen = together.preview(ola(given), "p", chosen)
    assert (seen.mails, [one.matter.about for one in seen.chosen]) == (2, ["1"])
    assert {why: [one.matter.about for one in lines] for why, lines in seen.skipped.items()} == {
        "reminded_lately": ["2"]
    }
    before = len(published(given, PairWentInactive))
    assert len(together.deal(ola(given), "p", chosen, seen.tag).done) == 1
    assert len(published(given, PairWentInactive)) == before + 1


def reminded_elsewhere(given: MemoryStore, who: str) -> None:
    """Given: somebody was just reminded, about another pair of theirs."""
    given.put(Nudged(*Nudged.key(who), person_id=who, at=clock.iso(day(53))))


def test_given_somebody_who_was_reminded_elsewhere_since_the_look_when_confirmed_then_the_others_are_reminded() -> None:
    given, chosen = many(), choice(Deed.REMIND, "01", "02")
    tag = together.preview(ola(given), "p", chosen).tag
    reminded_elsewhere(given, "e1")
    outcome = together.deal(ola(given), "p", chosen, tag)
    assert [one.about for one in outcome.done] == ["02"]
    assert [(about, type(why)) for about, why in outcome.failed] == [("01", domain.NudgedLately)]


def test_given_a_matter_that_somebody_changed_since_the_look_when_pairs_are_reminded_then_it_is_said_which() -> None:
    given, chosen = many(), choice(Deed.REMIND, "03", "01", "02")
    tag = together.preview(ola(given), "p", chosen).tag
    desk.deal(ola(given), "p", "01", Deed.TAKE)
    desk.deal(ola(given), "p", "02", Deed.DONE)
    outcome = together.deal(ola(given), "p", chosen, tag)
    assert [one.about for one in outcome.done] == ["03"]
    assert [(about, type(why)) for about, why in outcome.failed] == [("01", Overtaken), ("02", Overtaken)]
    again = together.deal(ola(given), "p", chosen, tag)
    assert [one.about for one in again.done] == ["03"], "sent again by the one who sent it, it is done"
    assert len(published(given, PairWentInactive)) == 1 + len(published(many(), PairWentInactive))


def test_given_a_pair_that_somebody_else_has_just_reminded_when_confirmed_then_it_is_theirs() -> None:
    given, chosen = many(), choice(Deed.REMIND, "03")
    given.put(member("bea", "coordinator"))
    tag = together.preview(ola(given), "p", chosen).tag
    desk.remind(ola(given, who="bea"), "p", "03")
    assert together.deal(ola(given), "p", chosen, tag).done == []


def test_given_what_was_passed_over_at_the_look_when_pairs_are_reminded_then_it_still_is() -> None:
    given, chosen = many(), choice(Deed.REMIND, "01", "alone")
    seen = together.preview(ola(given), "p", chosen)
    outcome = together.deal(ola(given), "p", chosen, seen.tag)
    assert ([one.about for one in outcome.done], outcome.failed) == (["01"], [])


@pytest.mark.parametrize("tag", ["", "x", "x.1.2.3", "..."])
def test_given_a_tag_of_something_else_when_confirmed_then_nothing_is_done(tag: str) -> None:
    given = many()
    for deed in (Deed.REMIND, Deed.DONE):
        with pytest.raises(domain.ChangedMeanwhile):
            together.deal(ola(given), "p", choice(deed, "01", "02"), tag)


def test_given_somebody_who_is_reminded_elsewhere_in_that_moment_when_confirmed_then_it_is_said_of_which_pair() -> None:
    given = Rival(lambda store: reminded_elsewhere(store, "e2"), times=0)
    given.items = many().items
    chosen = choice(Deed.REMIND, "01", "02", "03")
    tag = together.preview(ola(given), "p", chosen).tag
    given.times = 1
    outcome = together.deal(ola(given), "p", chosen, tag)
    assert [one.about for one in outcome.done] == ["01", "03"]
    assert [(about, type(why)) for about, why in outcome.failed] == [("02", domain.NudgedLately)]


@pytest.mark.parametrize("who", ["wit", "obca", "jan"])
def test_given_somebody_who_may_not_decide_when_they_deal_with_matters_then_it_is_not_theirs(who: str) -> None:
    with pytest.raises(NotFound):
        together.preview(ola(many(), who=who), "p", choice(Deed.DONE))


def test_given_a_foreign_matter_or_no_day_when_previewed_then_it_is_refused() -> None:
    given = many()
    with pytest.raises(NotFound):
        together.preview(ola(given), "p", choice(Deed.DONE, "00", "none"))
    with pytest.raises(Invalid):
        together.preview(ola(given), "p", choice(Deed.LATER))
