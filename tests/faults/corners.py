"""What `infra.season` doesn't play while a programme runs: pages instead of the API, and what goes another way."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from infra.season import acts
from infra.season.forms import form_to
from infra.season.people import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from infra.season.people import Person


@contextmanager
def signed_in(person: Person) -> Iterator[None]:
    """Be signed in with the browser, by the link of the mail."""
    person.browser.cookies.clear()
    press(person, "/sign-in", "/sign-in", email=person.email)
    person.click(person.stage.mails(person.email, "sign_in")[-1], "/sign-in/answer/")
    yield
    person.browser.cookies.clear()


def press(person: Person, page: str, action: str, button: str = "", **typed: str) -> str:
    """Open a page, fill in its form that goes to `action`, press its button; return the address that follows."""
    shown = person.browser.get(page, follow_redirects=True)
    sent = form_to(shown.text, action, page, button).press(button, **typed)
    answer = person.browser.post(urljoin(page, action), data=sent, headers={"Origin": person.stage.origin})
    expect(answer.status_code in (200, 303), f"POST {action} answered {answer.status_code}: {answer.text[:2000]}")
    return str(answer.headers.get("location", ""))


def decide_all(person: Person, page: str, decision: str) -> None:
    """Choose all that a list of applications shows, look at what the decision does, and decide."""
    shown, origin = person.browser.get(page, follow_redirects=True), {"Origin": person.stage.origin}
    sent = form_to(shown.text, f"{page}/preview", page, decision).press(decision, everybody="yes")
    seen = person.browser.post(urljoin(page, f"{page}/preview"), data=sent, headers=origin)
    expect(seen.status_code == 200, f"the preview answered {seen.status_code}: {seen.text[:2000]}")
    sent = form_to(seen.text, page, f"{page}/preview", decision).press(decision)
    done = person.browser.post(urljoin(page, page), data=sent, headers=origin)
    expect(done.status_code == 303, f"POST {page} answered {done.status_code}: {done.text[:2000]}")


def local(season: acts.Season, days: int, hour: int = 15) -> str:
    """Return a time as a browser's field sends it."""
    return f"{(season.now + timedelta(days=days)).date()}T{hour:02}:00"


def write(pair: acts.Pair) -> None:
    """Homework, goals and an amendment that comes to nothing."""
    mentor, here = pair.mentor, f"/rooms/{pair.pair_id}"
    with signed_in(mentor):
        press(mentor, f"{here}/tasks", f"{here}/tasks", text="Przeczytać rozdział", visibility="pair")
        task = next(one for one in mentor.get(f"/v1{here}")["tasks"] if one["state"] == "open")["task_id"]
        press(mentor, f"{here}/tasks", f"{here}/tasks/{task}/done")
        press(mentor, f"{here}/tasks", f"{here}/tasks/{task}/reopening")
        press(mentor, f"{here}/tasks", f"{here}/tasks/{task}", text="Przeczytać dwa rozdziały")
        press(mentor, f"{here}/tasks", f"{here}/tasks/{task}/deletion")
        press(mentor, f"{here}/goals", f"{here}/goals", title="Drugi cel", start_level="2", target_level="7")
        goals = {one["state"]: one["goal_id"] for one in mentor.get(f"/v1{here}")["goals"]}
        press(mentor, f"{here}/goals", f"{here}/goals/{goals['draft']}", title="Trzeci cel")
        press(mentor, f"{here}/goals", f"{here}/goals/{goals['draft']}/withdrawal")
        agreed = next(one for one in mentor.get(f"/v1{here}")["goals"] if one["agreed_at"])["goal_id"]
        press(mentor, f"{here}/goals", f"{here}/goals/{agreed}/level", current_level="5")
        press(mentor, f"{here}/goals", f"{here}/goals/{agreed}/due", due_on="2026-12-01")
        end = {"state": "partly", "evidence": "Dwie osoby chwaliły."}
        for answer in ("not_yet", "yes"):
            press(mentor, f"{here}/goals", f"{here}/goals/{agreed}/conclusion", **end)
            asked = pair.mentee.stage.mails(pair.mentee.email, "goal_to_conclude")[-1]
            pair.mentee.click(asked, "/rooms/answer/", answer)
        press(mentor, f"{here}/contract", f"{here}/contract/amendment")
        press(mentor, f"{here}/contract", f"{here}/contract/amendment/withdrawal")


def running(season: acts.Season) -> list[Callable[[], Any]]:
    """Return what happens in rooms while pairs work."""

    def room() -> None:
        write(season.pairs[0])

    def meetings() -> None:
        pair = season.pairs[0]
        mentor, mentee, here = pair.mentor, pair.mentee, f"/meetings/pair/{pair.pair_id}"
        with signed_in(mentor):
            press(mentor, here, here, starts_at=local(season, 4), place="Biblioteka")
            asked = mentee.stage.mails(mentee.email, "meeting_invitation")[-1]
            mentee.click(asked, "/meetings/answer/", "decline")
            press(mentor, here, here, starts_at=local(season, 5), place="Biblioteka")
            press(mentor, here, f"{here}/past", held_at=local(season, -1, 10))
        planned = next(one for one in mentor.get(f"/v1{here}")["items"] if one["state"] == "proposed")["meeting_id"]
        mentee.post(f"/v1{here}/{planned}/reschedule", {"starts_at": acts.iso(season.now + timedelta(days=6))})
        mentor.post(f"/v1{here}/{planned}/answers", {"answer": "accept"})
        mentor.post(f"/v1{here}/{planned}/cancel")
        third = mentor.post(f"/v1{here}", {"starts_at": acts.iso(season.now + timedelta(days=2))})["meeting_id"]
        mentee.post(f"/v1{here}/{third}/answers", {"answer": "accept"})
        acts.advance(season, season.now + timedelta(days=2, hours=2))
        mentor.post(f"/v1{here}/{third}/outcome", {"outcome": "technical"})

    def account() -> None:
        pair, mentee = season.pairs[1], season.pairs[1].mentee
        with signed_in(mentee):
            press(mentee, "/session", "/session", name="Zofia Bednarz-Nowa")
            mentee.browser.get("/session/refresh?next=/session")
            press(mentee, "/session", "/unsubscribe", wish="fewer")
            press(mentee, "/session", "/unsubscribe", wish="all")
            mentee.post(f"/v1/pairs/{pair.pair_id}/pause", {"until": acts.iso(season.now + timedelta(days=7))})
            mentee.post(f"/v1/pairs/{pair.pair_id}/resume")
            press(mentee, "/session", "/session/sign-out")

    return [room, meetings, account]


def warned(season: acts.Season) -> list[Callable[[], Any]]:
    """Return what an organizer does about a silent pair."""

    def care() -> None:
        here = f"/v1/monitoring/{season.programme_id}"
        season.organizer.post(f"{here}/pairs/{season.pairs[-1].pair_id}/nudge")
        matters = season.organizer.get(f"{here}/matters")["items"]
        season.organizer.post(f"{here}/matters/{matters[0]['about']}/taken")
        season.organizer.post(f"{here}/matters/{matters[0]['about']}/done")

    return [care]
