"""The contract of a pair: its draft, its text, signatures, new versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from mentoring import agreement, clock, replies, work
from mentoring import rooms as keys
from mentoring.errors import NotFound
from mentoring.events.workspace import ContractProposed, ContractSignaturesVoided, ContractSigned, ContractSignedByOne
from mentoring.store import Page, retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import ContractState, ThreadKind
from mentoring.tables.workspace import Contract, ProgrammeKey, RoomHead, RoomKey
from workspace import domain, store
from workspace.use_cases.rooms import open_pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.clauses import Answer
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairAgreed
    from mentoring.events.recruitment import ClausesChanged
    from mentoring.sealing import Key
    from mentoring.store import UnitOfWork


WHO = ("programme_id", "mentor_id", "mentee_id", "mentor_person_id", "mentee_person_id")
"""What the head of a room says of who the two are: of a pair none of it ever changes."""


def open_room(context: Context, event: Event[PairAgreed]) -> None:
    """Give a new pair a draft of its contract: the programme's clauses, and its own, prefilled from the programme."""
    agreed = event.data
    programme = store.programme(context, agreed.programme_id)
    if programme is None:
        raise NotFound
    _programme_key(context, agreed.programme_id)
    key, opened = _key(context, agreed.pair_id)
    contract = _new(agreed.programme_id, agreed.pair_id, 1)
    draft = domain.Contract(
        ContractState.DRAFT,
        tuple(agreement.fixed_by(programme)),
        agreement.proposed(programme),
        fixed_version=programme.fixed_version,
    )
    store.keep(Opened(contract, opened), draft)
    head = context.store.get(RoomHead, *RoomHead.key(agreed.pair_id))
    head = head or RoomHead(*RoomHead.key(agreed.pair_id), pair_id=agreed.pair_id, goals={})
    for name in WHO:
        setattr(head, name, getattr(agreed, name))
    uow = context.begin()
    uow.save(head)
    uow.save(key)
    uow.save(contract)
    thread = replies.Thread(ThreadKind.PAIR, agreed.pair_id)
    replies.keep(context, uow, thread, agreed.mentor_person_id, agreed.mentee_person_id)
    uow.commit()


def _key(context: Context, pair_id: str) -> tuple[RoomKey, Key]:
    """Return the key of a room, and its item; one that is there stays, for something may be sealed with it."""
    there = context.store.get(RoomKey, *RoomKey.key(pair_id))
    return keys.new(context, pair_id) if there is None else (there, keys.key_of(context, pair_id, there))


@retrying
def _programme_key(context: Context, programme_id: str) -> None:
    """Make the key of what participants share, with the first pair of a programme."""
    if context.store.get(ProgrammeKey, *ProgrammeKey.key(programme_id)) is None:
        uow = context.step()
        uow.save(keys.new_of_programme(context, programme_id))
        uow.commit()


def _new(programme_id: str, pair_id: str, number: int) -> Contract:
    """Return a new version of a contract, without anything in it."""
    return Contract(
        *Contract.key(pair_id, number),
        pair_id=pair_id,
        programme_id=programme_id,
        number=number,
        state=ContractState.DRAFT,
    )


def _contract(context: Context, pair_id: str) -> tuple[Pair, Opened[Contract]]:
    pair = open_pair(context, pair_id, also=store.of_contracts(pair_id))
    versions = store.contracts(context, pair_id)
    if not versions:
        raise NotFound
    return pair, versions[-1]


@retrying
def edit_contract(
    context: Context, pair_id: str, own: Mapping[str, Answer], expected: str, *, propose: bool = False
) -> Opened[Contract]:
    """Change the pair's own clauses in the expected version, and propose the text; signatures of before are void."""
    _, item = _contract(context, pair_id)
    item.expect(expected)
    before = store.read(item)
    after = before.edit(own)
    store.keep(item, after.propose() if propose else after)
    uow = context.begin()
    uow.save(item.item)
    _void(context, uow, item, before)
    if propose:
        _ask_to_sign(context, uow, item)
    uow.commit()
    return item


def _ask_to_sign(context: Context, uow: UnitOfWork, item: Opened[Contract]) -> None:
    """Publish that the user proposed a text."""
    by = context.principal.person_id
    item.set(proposed_by=by)
    uow.publish(ContractProposed(item.programme_id, item.pair_id, item.number, by), aggregate=item.item)


def _void(context: Context, uow: UnitOfWork, item: Opened[Contract], before: domain.Contract) -> None:
    """Publish that signatures under a text are void, if there were any."""
    signed_by = [one.person_id for one in before.signatures]
    if signed_by:
        by, number = context.principal.person_id, item.number
        voided = ContractSignaturesVoided(item.programme_id, item.pair_id, number, by, signed_by)
        uow.publish(voided, aggregate=item.item)


@retrying
def propose_contract(context: Context, pair_id: str) -> Opened[Contract]:
    """Propose the current text; the partner is asked to sign."""
    _, item = _contract(context, pair_id)
    store.keep(item, store.read(item).propose())
    uow = context.begin()
    uow.save(item.item)
    _ask_to_sign(context, uow, item)
    uow.commit()
    return item


@retrying
def sign_contract(context: Context, pair_id: str, text_hash: str) -> Opened[Contract]:
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
        item.set(signed_at=now, sha256=after.hash)
        replaced = next((one for one in store.contracts(context, pair_id) if one.number == item.number - 1), None)
        if replaced is not None:
            replaced.set(state=ContractState.AMENDED)
            uow.save(replaced.item)
        figures = asdict(after.rhythm)
        signed = ContractSigned(pair.programme_id, pair_id, item.number, after.hash, **figures)
        uow.publish(signed, aggregate=item.item)
    else:
        uow.publish(ContractSignedByOne(pair.programme_id, pair_id, item.number, by), aggregate=item.item)
    uow.save(item.item)
    uow.commit()
    return item


@retrying
def amend_contract(context: Context, pair_id: str) -> Opened[Contract]:
    """Start a new version of a signed contract, which stays in force until both signed the new one."""
    pair, item = _contract(context, pair_id)
    programme = store.programme(context, pair.programme_id)
    if programme is None:
        raise NotFound
    draft = store.read(item).amend(agreement.fixed_by(programme), programme.fixed_version)
    following = _new(pair.programme_id, pair_id, item.number + 1)
    following.dropped = item.dropped
    opened = Opened(following, item.key)
    store.keep(opened, draft)
    uow = context.begin()
    uow.require(item.item)
    uow.save(following)
    uow.commit()
    return opened


@retrying
def drop_amendment(context: Context, pair_id: str, expected: str) -> Opened[Contract]:
    """Give up the open version, as expected; the signed one, which was in force all the time, stays."""
    open_pair(context, pair_id, also=store.of_contracts(pair_id))
    found = store.Versions(store.contracts(context, pair_id))
    signed, amendment = found.in_force, found.amendment
    if signed is None or amendment is None:
        raise domain.NoAmendment
    amendment.expect(expected)
    before = store.read(amendment)
    signed.set(state=ContractState.SIGNED, dropped=signed.dropped + 1)
    uow = context.begin()
    uow.save(signed.item)
    uow.delete(amendment.item)
    _void(context, uow, amendment, before)
    uow.commit()
    return signed


def follow_clauses(context: Context, event: Event[ClausesChanged]) -> None:
    """Give every contract of a programme that isn't signed the clauses that its organizers changed.

    In parts. The programme's clauses when a contract is written count, never the event: a late one changes nothing.
    """
    programme_id = event.data.programme_id

    def read(after: str, limit: int) -> Page[Pair]:
        return context.store.listed_page(Pair, *Pair.listed(programme_id), after=after, limit=limit)

    def follow(listed: list[Pair]) -> None:
        for one in listed:
            if not one.outcome:
                _follow(context, programme_id, one.pair_id, clock.iso(event.meta.occurred_at))

    work.in_parts(context, read, follow)


@retrying
def _follow(context: Context, programme_id: str, pair_id: str, at: str) -> None:
    """Give a pair's contract, unless it is signed, the programme's clauses; tell both if it waited for signatures.

    The pair's own clauses stay closed: the consumer may make keys, but not use them.
    """
    programme = store.programme(context, programme_id)
    versions = context.store.query(Contract, *Contract.of(pair_id))
    if programme is None or not versions:
        return
    item = versions[-1]
    before = store.unopened(item)
    after = before.follow(agreement.fixed_by(programme), programme.fixed_version)
    if after == before:
        return
    store.keep_unopened(item, after)
    item.fixed_at = at
    uow = context.step()
    uow.save(item)
    if before.state in domain.ASKING:
        signed_by = [one.person_id for one in before.signatures]
        voided = ContractSignaturesVoided(programme_id, pair_id, item.number, "", signed_by)
        uow.publish(voided, aggregate=item)
    uow.commit()


def text_of(item: Opened[Contract]) -> domain.Contract:
    """Return a version of a contract as it is read and signed."""
    return store.read(item)
