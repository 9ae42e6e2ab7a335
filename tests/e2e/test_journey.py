"""A new pair, each in a browser of their own, from an unsigned contract to a conversation partly by mail."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.season import acts
from tests.e2e.members import Member, Room
from tests.e2e.test_pages import browser as browser  # noqa: PLC0414 - a fixture
from tests.e2e.test_pages import pytestmark as pytestmark  # noqa: PLC0414 - it needs a Chromium as they do

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.client import RunningStack

CONTRACT = {"form-codes": "online", "frequency-number": "14", "limits": "Company politics."}
PHONE, DESKTOP = (360, 740), (1280, 900)
SHOTS = os.environ.get("TANDEM_SHOTS", "")
"""A folder for pictures of each step, to be looked at."""


def _shots(*members: Member) -> Callable[[str], None]:
    def take(name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            for one in members:
                one.page.screenshot(path=f"{SHOTS}/{name}-{one.locale}.png", full_page=True)

    return take


def test_given_a_new_pair_when_both_use_their_browsers_then_they_sign_agree_share_and_talk_also_by_mail(
    stack: RunningStack, running: acts.Season, browser: Any, tmp_path: Path
) -> None:
    pair = running.pairs[0]
    mentee = Member.signed_in(pair.mentee, browser, "pl", PHONE, pair.names[1])
    mentor = Member.signed_in(pair.mentor, browser, "en", DESKTOP, pair.names[0])
    theirs, ours = Room(mentor, pair.pair_id), Room(mentee, pair.pair_id)
    shot = _shots(mentor, mentee)

    # Contract: the room leads each of them to it, until both have signed.
    assert theirs.next_step()[1] == ours.next_step()[1] == f"{ours.here}/contract"
    shot("1-new-room")
    theirs.propose_contract(**CONTRACT)
    assert ours.next_step()[1] == f"{ours.here}/contract"
    ours.sign()
    assert CONTRACT["limits"] in mentee.text()
    shot("2-signed-by-one")
    assert theirs.next_step()[1] == f"{ours.here}/contract"
    theirs.sign()
    shot("3-signed")
    for room in (theirs, ours):
        room.member.open(f"{room.here}/contract")
        assert room.member.page.locator('form[action$="/signature"]').count() == 0

    # A goal: one writes it, the other agrees.
    ours.propose_goal(title="Prowadzę spotkanie bez notatek", why="Chcę spokoju.", start_level="3", target_level="8")
    shot("4-goal-proposed")
    assert theirs.next_step()[1] == f"{ours.here}/goals"
    theirs.agree_goal()
    shot("5-goal-agreed")

    # A file from the phone, fetched at the desk.
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 400 + b"\n%%EOF\n")
    ours.bring(file, "Plan pierwszego miesiąca")
    shot("6-file-kept")
    assert theirs.download("Plan pierwszego miesiąca") == file.read_bytes()
    shot("7-file-downloaded")

    # A line from the phone, answered from the mail, answered again at the desk.
    ours.write("Kiedy zaczynamy? Mogę w czwartek.")
    acts.pass_quietly(running)
    mail = running.stage.await_mails("messages", 1, pair.mentor.email)[-1]
    theirs.answer_mail(mail, stack.layout.mailbox_url, "Thursday suits me.\n\nSee you then!")
    shot("8-mail-answered")
    running.stage.settle()
    said = ours.read()
    assert "Thursday suits me." in said
    assert "See you then!" in said
    assert "Kiedy zaczynamy" in theirs.read()
    assert mail.subject not in said  # what was quoted is cut
    theirs.write("I've put an agenda into our meeting.")
    assert "agenda" in ours.read()
    shot("9-conversation")
    for room in (theirs, ours):
        room.next_step()
    shot("10-room")

    lines = pair.mentee.get(f"/v1{ours.here}/messages")["items"]
    assert [one["by_mail"] for one in lines] == [False, True, False]
    assert [one for member in (mentor, mentee) for one in member.complaints] == []
    for member in (mentor, mentee):
        member.page.context.close()
