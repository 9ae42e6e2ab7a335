"""The contract of a pair: its draft, its text, signatures, new versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.workspace import ContractProposed, ContractSignaturesVoided, ContractSigned, ContractSignedByOne
from mentoring.i18n import translations
from mentoring.store import retrying
from mentoring.tables.vocabulary import ContractState
from mentoring.tables.workspace import Contract, RoomHead
from workspace import domain, store
from workspace.use_cases.rooms import open_pair

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairAgreed
    from mentoring.store import UnitOfWork
    from mentoring.tables.pairing import Pair
    from mentoring.tables.recruitment import Programme


WHO = ("programme_id", "mentor_id", "mentee_id", "mentor_person_id", "mentee_person_id")
"""What the head of a room says of who the two are: of a pair none of it ever changes."""


def open_room(context: Context, event: Event[PairAgreed]) -> None:
    """Give a new pair a draft of its contract: the programme's clauses, and its own, prefilled from the programme."""
    agreed = event.data
    programme = store.programme(context, agreed.programme_id)
    if programme is None:
        raise NotFound
    locale = next(iter(programme.languages), "pl")
    contract = Contract(
        *Contract.key(agreed.pair_id, 1),
        pair_id=agreed.pair_id,
        programme_id=agreed.programme_id,
        number=1,
        state=ContractState.DRAFT,
        fixed=list(programme.clauses)
        or [translations("workspace", locale).gettext(one) for one in domain.FIXED_CLAUSES],
        own=_prefilled(programme, locale),
    )
    head = context.store.get(RoomHead, *RoomHead.key(agreed.pair_id))
    head = head or RoomHead(*RoomHead.key(agreed.pair_id), pair_id=agreed.pair_id, goals={})
    for name in WHO:
        setattr(head, name, getattr(agreed, name))
    uow = context.begin()
    uow.save(head)
    uow.save(contract)
    uow.commit()


def _prefilled(programme: Programme, locale: str) -> dict[str, str]:
    catalogue = translations("workspace", locale)
    counts = {
        "frequency": catalogue.ngettext("every %(num)s day", "every %(num)s days", programme.interval_days)
        % {"num": programme.interval_days},
        "length": catalogue.ngettext("%(num)s minute", "%(num)s minutes", programme.meeting_minutes)
        % {"num": programme.meeting_minutes},
        "number": catalogue.ngettext("%(num)s meeting", "%(num)s meetings", programme.planned_meetings)
        % {"num": programme.planned_meetings},
    }
    return counts | {"camera": catalogue.gettext("yes, whenever the connection allows")}


def _contract(context: Context, pair_id: str) -> tuple[Pair, Contract]:
    pair = open_pair(context, pair_id, also=Contract.first(pair_id))
    versions = store.contracts(context, pair_id)
    if not versions:
        raise NotFound
    return pair, versions[-1]


@retrying
def edit_contract(
    context: Context, pair_id: str, own: dict[str, str], expected: str, *, propose: bool = False
) -> Contract:
    """Change the pair's own clauses in the expected version, and propose the text; signatures of before are void."""
    _, item = _contract(context, pair_id)
    item.expect(expected)
    before = store.read(item)
    after = before.edit(own)
    store.keep(item, after.propose() if propose else after)
    uow = context.begin()
    uow.save(item)
    _void(context, uow, item, before)
    if propose:
        _ask_to_sign(context, uow, item)
    uow.commit()
    return item


def _ask_to_sign(context: Context, uow: UnitOfWork, item: Contract) -> None:
    """Publish that the user proposed a text."""
    item.proposed_by = context.principal.person_id
    uow.publish(ContractProposed(item.programme_id, item.pair_id, item.number, item.proposed_by), aggregate=item)


def _void(context: Context, uow: UnitOfWork, item: Contract, before: domain.Contract) -> None:
    """Publish that signatures under a text are void, if there were any."""
    signed_by = [one.person_id for one in before.signatures]
    if signed_by:
        by, number = context.principal.person_id, item.number
        uow.publish(ContractSignaturesVoided(item.programme_id, item.pair_id, number, by, signed_by), aggregate=item)


@retrying
def propose_contract(context: Context, pair_id: str) -> Contract:
    """Propose the current text; the partner is asked to sign."""
    _, item = _contract(context, pair_id)
    store.keep(item, store.read(item).propose())
    uow = context.begin()
    uow.save(item)
    _ask_to_sign(context, uow, item)
    uow.commit()
    return item


@retrying
def sign_contract(context: Context, pair_id: str, text_hash: str) -> Contract:
    """Sign the text with this SHA-256: the signature names what is signed, whatever else changes."""
    pair, item = _contract(context, pair_id)
    by, now = context.principal.person_id, clock.iso(context.clock())
    before = store.read(item)
    after = before.sign(by, now, text_hash)
    if after == before:
        return item
    store.keep(item, after)
    uow = context.begin()
    if after.state == ContractState.SIGNED:
        item.signed_at, item.sha256 = now, after.hash
        replaced = next((one for one in store.contracts(context, pair_id) if one.number == item.number - 1), None)
        if replaced is not None:
            replaced.state = ContractState.AMENDED
            uow.save(replaced)
        uow.publish(ContractSigned(pair.programme_id, pair_id, item.number, after.hash), aggregate=item)
    else:
        uow.publish(ContractSignedByOne(pair.programme_id, pair_id, item.number, by), aggregate=item)
    uow.save(item)
    uow.commit()
    return item


@retrying
def amend_contract(context: Context, pair_id: str) -> Contract:
    """Start a new version of a signed contract, which stays in force until both signed the new one."""
    pair, item = _contract(context, pair_id)
    draft = store.read(item).amend()
    number = item.number + 1
    following = Contract(
        *Contract.key(pair_id, number),
        pair_id=pair_id,
        programme_id=pair.programme_id,
        number=number,
        state=draft.state,
        fixed=list(draft.fixed),
        own=dict(draft.own),
        dropped=item.dropped,
    )
    uow = context.begin()
    uow.require(item)
    uow.save(following)
    uow.commit()
    return following


@retrying
def drop_amendment(context: Context, pair_id: str, expected: str) -> Contract:
    """Give up the open version, as expected; the signed one, which was in force all the time, stays."""
    open_pair(context, pair_id, also=Contract.first(pair_id))
    found = store.Versions(store.contracts(context, pair_id))
    signed, amendment = found.in_force, found.amendment
    if signed is None or amendment is None:
        raise domain.NoAmendment
    amendment.expect(expected)
    before = store.read(amendment)
    signed.state, signed.dropped = ContractState.SIGNED, signed.dropped + 1
    uow = context.begin()
    uow.save(signed)
    uow.delete(amendment)
    _void(context, uow, amendment, before)
    uow.commit()
    return signed


def text_of(item: Contract) -> domain.Contract:
    """Return a version of a contract as it is read and signed."""
    return store.read(item)
