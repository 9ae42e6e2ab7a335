"""JSON of a mentee's own choice: the mentors who suit, and the wish to ask one."""

from __future__ import annotations

from mentoring import http
from pairing import use_cases
from pairing.routes.proposals import ProposalView

router = http.Router()


class SuitableMentor(http.View):
    """A mentor who suits a mentee: `score` 0–10 000, `reasons` in words by language, `free` places.

    `state` is that of the proposal between the two, empty when there was none. How to reach them is told once they
    agree.
    """

    mentor_id: str
    name: str
    department: str
    city: str
    experience: str
    topics: list[str]
    score: int
    reasons: dict[str, list[str]]
    free: int
    state: str

    @classmethod
    def show(cls, one: use_cases.Suitable) -> SuitableMentor:
        """Show a mentor."""
        told = {name: one.mentor.profile[name] for name in ("department", "city", "experience", "topics")}
        return cls.of(one, mentor_id=one.mentor.participant_id, name=one.mentor.name, **told)


class SuitableMentors(http.View):
    """What a mentee chooses from, best first; `left` is how many more mentors may be asked now."""

    opened: bool
    left: int
    items: list[SuitableMentor]
    next: str | None = None


class RequestWish(http.Model):
    """Whom a mentee asks."""

    mentor_id: str


@router.get("/v1/pairing/<programme_id>/mentors")
def list_mentors(programme_id: str) -> SuitableMentors:
    """Return the mentors who suit the mentee who is signed in."""
    found = use_cases.choice(http.context(), programme_id)
    shown = [SuitableMentor.show(one) for one in found.mentors]
    return SuitableMentors(opened=found.opened, left=found.left, items=shown)


@router.post("/v1/pairing/<programme_id>/requests", status=201, location="/v1/pairing/{programme_id}/proposals")
def ask_mentor(programme_id: str, body: RequestWish) -> ProposalView:
    """Ask a mentor."""
    return ProposalView.of(use_cases.ask_mentor(http.context(), programme_id, body.mentor_id))
