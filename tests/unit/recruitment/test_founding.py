"""Who may found an organization, and which names are refused."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.errors import Invalid
from mentoring.settings import settings
from mentoring.tables.core import ANY
from recruitment import standing
from recruitment.use_cases import (
    organizations,
    programmes,
)
from tests.fakes import MemoryStore
from tests.unit.recruitment.strangers import founded, mallory, organization


@pytest.mark.parametrize(
    ("founding", "founders", "email", "allowed"),
    [
        ("domains", "xn--d-uga0v4h.example", "anna@łódź.example", True),
        ("domains", "@ŁÓDŹ.example", "anna@łódź.example", True),
        ("domains", "fass.example", "anna@faß.example", False),
        ("invited", "Anna@XN--D-UGA0V4H.example", "anna@łódź.example", True),
        ("invited", "", "a@x.example", False),
        ("invited", "x.example", "a@x.example", False),
        ("invited", "b@x.example, A@X.example", "a@x.example", True),
        ("domains", "x.example", "a@x.example", True),
        ("domains", "@x.example", "a@X.EXAMPLE", True),
        ("domains", "x.example", "a@notx.example", False),
        ("domains", "b@x.example", "a@x.example", False),
        ("domains", "łódź.example", "a@xn--d-uga0v4h.example", True),
        ("domains", "x.example", "a@x.example.evil.example", False),
        ("open", "", "a@x.example", True),
    ],
)
def test_given_a_setting_of_the_installation_when_somebody_founds_then_it_holds(
    installation: Any, founding: str, founders: str, email: str, allowed: bool
) -> None:
    installation(founding, founders)
    context = mallory(MemoryStore(), email=email)

    if allowed:
        assert organizations.found(context, "Firma").name == "Firma"
    else:
        with pytest.raises(standing.FoundingRefused) as refusal:
            organizations.found(context, "Firma")
        assert refusal.value.params == {"email": email}


def test_given_no_setting_when_read_then_founding_is_by_invitation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOUNDING")
    settings.cache_clear()
    assert settings().founding == "invited"
    monkeypatch.undo()
    settings.cache_clear()


def test_given_a_new_organization_when_its_founder_founds_another_then_it_waits(store: MemoryStore) -> None:
    programme = founded(store)

    with pytest.raises(standing.OneNewOrganization):
        organizations.found(mallory(store), "Jeszcze jedna")

    one = organization(store, programme)
    one.standing = "established"
    store.put(one)
    assert organizations.found(mallory(store), "Jeszcze jedna").standing == "new"


@pytest.mark.parametrize(
    "name",
    [
        "Wejdź na evil.example",
        "https://evil.example/a",
        "ada@evil.example",
        "Zadzwoń +48 22 123 45 67",
        "evil。example",
    ],
)
def test_given_a_lure_when_it_is_to_be_a_name_then_it_is_refused(store: MemoryStore, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        organizations.found(mallory(store), name)
    assert list(refusal.value.fields) == ["/name"]
    programme = founded(store)
    with pytest.raises(Invalid):
        programmes.create_programme(mallory(store), str(programme.organization_id), {"name": name})
    with pytest.raises(Invalid):
        programmes.change_programme(mallory(store), programme.programme_id, {"name": name}, ANY)
