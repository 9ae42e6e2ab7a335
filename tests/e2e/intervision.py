"""Given: five mentors of a programme on a running stack, and pages as they use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.tables.recruitment import Member
from tests.e2e.workshop import HOST, NAMES, Workshop
from tests.unit.pairing.givens import participant, programme

if TYPE_CHECKING:
    from mentoring.tables.core import Item


class Intervision(Workshop):
    """Mentors of as many departments; nobody has proposed groups yet."""

    def begin(self) -> None:
        """Write programme, organizer and people."""
        firm = f"{self.programme_id}-firma"
        for number in range(self.number):
            name = f"{self.programme_id}{number}"
            one = participant(name, "mentor", self.programme_id, department=f"D{number}")
            one.name, one.locale = f"{NAMES[number]} Wiśniewska", "pl" if number % 2 else "en"
            self.people.append(one)
        items: list[Item] = [
            programme(self.programme_id, stage="running", name="Jesień rozmów", organization_id=firm),
            Member(*Member.key(firm, HOST), organization_id=firm, person_id=HOST, role="owner"),
            *self.people,
        ]
        table = self.stack.physical["CoreTable"]
        puts = [{"PutRequest": {"Item": self._raw(one)}} for one in items]
        self.stack.aws("dynamodb").batch_write_item(RequestItems={table: puts})

    @property
    def desk(self) -> str:
        """Return the path of the organizers' page."""
        return f"/intervision/{self.programme_id}"


def press(page: Any, action: str, button: str = "", **typed: str) -> None:
    """Fill in the form that goes to `action`, and press its button."""
    form = page.locator(f'form[action="{action}"]').first
    folded = form.locator("xpath=ancestor::details[not(@open)]/summary")
    if folded.count():
        folded.first.click()
    for name, value in typed.items():
        one = form.locator(f'[name="{name}"]').first
        if one.evaluate("one => one.type") in ("radio", "checkbox"):
            form.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            one.fill(value)
    with page.expect_navigation():
        form.locator(f"button{button}").first.click()
