"""What is told of gatherings, while it holds, and what makes it untrue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mentoring import clock
from mentoring.events import catalogue as events
from mentoring.tables.gatherings.directory import Introduction
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PROGRAMME, profile
from tests.unit.notifications.changes import LATER, gone, now, participant, programme

IN_TEN_HOURS = clock.iso(NOON + timedelta(hours=10))


def gathering(name: str) -> tuple[type[Gathering], tuple[str, str]]:
    return Gathering, Gathering.key(PROGRAMME, name)


def sign_up(name: str) -> tuple[type[SignUp], tuple[str, str]]:
    return SignUp, SignUp.key(name, MENTEE)


def wish(asker: str, asked: str) -> tuple[type[Introduction], tuple[str, str]]:
    return Introduction, Introduction.key(PROGRAMME, asker, asked)


def cases(case: Any) -> list[Any]:
    """Return the cases of `test_truth`, made with its class."""
    return [
        *(
            case(
                events.GatheringTold(PROGRAMME, name, MENTEE, "mentee", news, 0, ahead),
                1,
                {
                    "cancelled": now(*gathering(name), state="cancelled"),
                    "over": now(*gathering(name), state="ended"),
                    # whose seat or hosting is given up with that has it in the calendar
                    **({} if news in ("left", "hosted") else {"left the programme": participant(withdrawn_at=LATER)}),
                    **untrue,
                },
                world=now(
                    *gathering(name), starts_at=IN_TEN_HOURS if ahead != "P7D" else clock.iso(NOON + timedelta(days=7))
                ),
                late=timedelta(days=6) if ahead == "P7D" else timedelta(hours=10),
            )
            for name, news, ahead, untrue in (
                ("ga", "seated", "", {"gave it up": now(*sign_up("ga"), state="cancelled")}),
                ("queue", "queued", "", {"has a seat by now": now(*sign_up("queue"), state="going")}),
                ("kept", "offer", "", {"answered": now(*sign_up("kept"), state="going")}),
                ("left", "lapsed", "", {"signed up again": now(*sign_up("left"), state="waiting")}),
                ("left", "left", "", {"signed up again": now(*sign_up("left"), state="going")}),
                ("none", "invited", "", {"sign-up is over": now(*gathering("none"), sign_up_until=clock.iso(NOON))}),
                (
                    "ga",
                    "moved",
                    "",
                    {
                        "moved again": now(*gathering("ga"), sequence=1),
                        "gave it up": now(*sign_up("ga"), state="cancelled"),
                    },
                ),
                (
                    "ga",
                    "near",
                    "P7D",
                    {"moved away": now(*gathering("ga"), starts_at=clock.iso(NOON + timedelta(days=9)))},
                ),
                ("ga", "near", "PT24H", {"gave it up": now(*sign_up("ga"), state="cancelled")}),
                ("hosted", "hosting", "", {"somebody else is": now(*gathering("hosted"), host="mentor")}),
                (
                    "hosted",
                    "moved",
                    "",
                    {
                        "moved again": now(*gathering("hosted"), sequence=1),
                        "somebody else is": now(*gathering("hosted"), host="mentor"),
                    },
                ),
                ("hosted", "near", "P7D", {"somebody else is": now(*gathering("hosted"), host="mentor")}),
                ("none", "hosted", "", {"they are again": now(*gathering("none"), host="mentee")}),
            )
        ),
        case(
            events.GatheringTold(PROGRAMME, "off", MENTEE, "mentee", "called_off", 0),
            1,
            {"never cancelled": now(*gathering("off"), state="announced")},
        ),
        case(
            events.IntroductionAsked(PROGRAMME, "in-asked", MENTEE, MENTOR, 1),
            1,
            {
                "answered": now(*wish(MENTEE, MENTOR), state="met"),
                "declined": now(*wish(MENTEE, MENTOR), state="declined"),
                "asked again later": now(*wish(MENTEE, MENTOR), turn=2),
                "nobody answered in time": now(*wish(MENTEE, MENTOR), until=clock.iso(NOON)),
                "forgotten": gone(Introduction.key(PROGRAMME, MENTEE, MENTOR)),
                "who asked left": participant(withdrawn_at=LATER),
                "who is asked left": participant("mentor", withdrawn_at=LATER),
                "excluded when applying": participant("mentor", profile=profile(not_with=["MENTEE@firma.example"])),
                "the programme is over": programme(stage="closed"),
            },
            late=timedelta(days=30),
        ),
        case(
            events.IntroductionAccepted(PROGRAMME, "in-met", MENTOR, MENTEE),
            2,
            {
                "forgotten": gone(Introduction.key(PROGRAMME, MENTOR, MENTEE)),
                "one of them left": participant(withdrawn_at=LATER),
                "the programme is over": programme(stage="closed"),
            },
        ),
    ]
