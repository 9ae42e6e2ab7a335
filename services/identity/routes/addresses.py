"""JSON of somebody's addresses: which there are, adding one by a link, the main one, removing one."""

from __future__ import annotations

from typing import Literal

from identity.use_cases import addresses
from mentoring import http, ids
from mentoring.http.fields import Address
from mentoring.tables.identity import Person

router = http.Router()


class AddressView(http.View):
    """A verified address; mail goes to the main one."""

    address_id: str
    email: str
    main: bool


class AddressesView(http.Versioned):
    """The user's verified addresses, the main one first; at most ten."""

    items: list[AddressView]
    next: str | None = None


class NewAddress(http.Model):
    """An address that shall come beside the others, as the main one, or instead of the main one."""

    email: Address
    wish: Literal["also", "main", "instead"] = "also"


class AddressAsked(http.View):
    """A link goes to the address; the same answer whosever it is."""

    request_id: str


class AddressLink(http.Model):
    """The token of the link that was mailed to the address."""

    token: str


class AddressAdded(http.View):
    """What the link did: the address, whether it is the main one, and how many applications came with it."""

    email: str
    main: bool
    applications: int


def _shown(someone: Person) -> AddressesView:
    items = [
        AddressView(address_id=ids.address_key(one), email=one, main=one == someone.email)
        for one in (someone.email, *someone.others)
    ]
    return AddressesView.of(someone, items=items, next=None)


@router.get("/v1/me/addresses")
def list_addresses() -> AddressesView:
    """Return the user's addresses."""
    return _shown(addresses.mine(http.context()))


@router.post("/v1/me/addresses", status=202)
def add_address(body: NewAddress) -> AddressAsked:
    """Have a link mailed to an address that shall be added; it works for a day, once, for the user who asked."""
    context, main = http.context(), body.wish != "also"
    request_id = addresses.ask(context, body.email, main=main, instead=body.wish == "instead", key=http.request_key())
    return AddressAsked(request_id=request_id)


@router.post("/v1/me/addresses/links", status=200)
def use_link(body: AddressLink) -> AddressAdded:
    """Add the address that the link was mailed to; applications made with it become the user's."""
    offer = addresses.confirm(http.context(), body.token)
    return AddressAdded(email=offer.wish.email, main=offer.wish.main, applications=offer.applications)


@router.put("/v1/me/addresses/<address_id>/main")
def make_main(address_id: str) -> AddressesView:
    """Make an address the main one; the old one is told."""
    return _shown(addresses.make_main(http.context(), address_id, http.expected()))


@router.delete("/v1/me/addresses/<address_id>", status=204, expects="required")
def remove_address(address_id: str) -> None:
    """Remove an address, but not the main one; it is told."""
    addresses.remove(http.context(), address_id, http.expected())
