"""What the two of a pair agree on: their contract, their goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.season.people import expect

if TYPE_CHECKING:
    from infra.season.acts.season import Pair, Season


def sign_contract(season: Season, pair: Pair) -> None:
    """The mentor completes and proposes the contract and signs; the mentee signs from the link in the mail."""
    path = f"/v1/rooms/{pair.pair_id}/contract"
    draft = pair.mentor.get(path)
    own = draft["own"] | {
        "form": season.private("own.form", "Online; na początku i na końcu osobiście, jeśli się da."),
        "limits": season.private("own.limits", "Polityka firmy."),
    }
    pair.mentor.put(path, {"own": own}, pair.mentor.etag(path))
    proposed = pair.mentor.post(f"{path}/proposal")
    pair.mentor.post(f"{path}/signatures", {"sha256": proposed["sha256"]})
    mail = pair.mentee.next_mail("contract_to_sign")
    pair.mentee.click(mail, "/rooms/answer/", "sign")
    signed = pair.mentor.get(path)
    expect(
        signed["state"] == "signed",
        f"the contract of {pair.pair_id} is {signed['state']}",
    )
    season.contracts_signed += 1


def agree_goal(season: Season, pair: Pair) -> None:
    """The mentee writes a goal, the mentor agrees from the link in the mail."""
    pair.mentee.post(
        f"/v1/rooms/{pair.pair_id}/goals",
        {
            "title": season.private("goal.title", "Prowadzę spotkanie zespołu bez notatek"),
            "why": season.private("goal.why", "Chcę być słyszana i spokojna."),
            "measure": season.private("goal.measure", "Trzy spotkania i opinia dwóch osób."),
            "steps": [season.private("goal.steps", "Jedno spotkanie w tym tygodniu.")],
            "start_level": 3,
            "target_level": 8,
        },
    )
    mail = pair.mentor.next_mail("goal_to_agree")
    pair.mentor.click(mail, "/rooms/answer/", "agree")
