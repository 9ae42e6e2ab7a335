"""The contract of a pair: read, edited, proposed, signed, its versions compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http, numbers, web
from mentoring.errors import N_, Conflict, Invalid, NotFound, Stale
from workspace import domain
from workspace.pages import clauses
from workspace.pages.base import CONTRACT_NAMES, PAGES, WRITTEN_MEANWHILE, Html, ReadForm, VersionForm
from workspace.use_cases import contracts, rooms

if TYPE_CHECKING:
    pass

router = http.PageRouter()
MOST_VERSION = 9_999


@router.get("/rooms/<pair_id>/contract")
def contract_page(pair_id: str) -> Html:
    """Show the contract: read, edit, propose, sign, compare versions."""
    return _contract(pair_id)


def _contract(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id)
    if found.contract is None:
        raise NotFound
    versions = [contracts.text_of(item) for item in found.contracts]
    return PAGES.render(
        "contract.html",
        context,
        status,
        pair=pair,
        item=found.contract,
        contract=versions[-1],
        in_force=found.in_force if found.amendment else None,
        signed={one.person_id for one in versions[-1].signatures},
        me=context.principal.person_id,
        names={pair.mentor_person_id: pair.mentor_name, pair.mentee_person_id: pair.mentee_name},
        fixed=clauses.fixed(versions[-1], context.locale),
        own=clauses.own(versions[-1], context.locale),
        asked=clauses.asked(versions[-1], context.locale),
        changes=clauses.difference(versions[-2], versions[-1], context.locale) if len(versions) > 1 else None,
        contract_names=CONTRACT_NAMES,
        **{"problem": "", "typed": {}} | values,
    )


@router.get("/rooms/<pair_id>/contract/print")
def printed(pair_id: str) -> Html:
    """Show the version in force, or the current one, as a sheet of paper; `?version=` asks for another one."""
    context = http.context()
    pair, found = rooms.room(context, pair_id, with_partner=True)
    programme = rooms.programme_of(context, pair)
    wish = numbers.whole(http.request().query_string_parameters.get("version", ""), 1, MOST_VERSION)
    item = next((one for one in found.contracts if one.number == wish), None) if wish else found.in_force
    item = item or (None if wish else found.contract)
    if item is None:
        raise NotFound
    contract = contracts.text_of(item)
    return PAGES.render(
        "contract_print.html",
        context,
        pair=pair,
        item=item,
        contract=contract,
        programme=programme,
        fixed=clauses.fixed(contract, context.locale),
        own=clauses.own(contract, context.locale),
        names={pair.mentor_person_id: pair.mentor_name, pair.mentee_person_id: pair.mentee_name},
        contract_names=CONTRACT_NAMES,
        accent=programme.accent if programme else "forest",
    )


@router.post("/rooms/<pair_id>/contract")
def edit_contract(pair_id: str) -> Html:
    """Save the pair's clauses, and propose them when asked to."""
    sent = web.forms.typed()
    propose, version = sent.get("propose", [""])[-1], sent.get("version", [""])[-1]
    try:
        contracts.edit_contract(http.context(), pair_id, clauses.typed(sent), version, propose=bool(propose))
    except (Invalid, Stale, Conflict) as error:
        problem = error.message if isinstance(error, Conflict) else "" if error.fields else WRITTEN_MEANWHILE
        kept = web.kept(error)
        kept["typed"] |= clauses.ticked(sent)
        kept["errors"] = clauses.wrong(error.fields)
        return _contract(pair_id, error.status, problem=problem, **kept)
    if propose:
        return web.redirect(
            f"/rooms/{pair_id}/contract", flash=N_("Proposed. Sign it now; your partner is asked by email.")
        )
    return web.redirect(f"/rooms/{pair_id}/contract", flash=N_("Saved. Both signatures are needed for this text."))


@router.post("/rooms/<pair_id>/contract/signature")
def sign_contract(pair_id: str) -> Html:
    """Sign the text that was read."""
    try:
        contracts.sign_contract(http.context(), pair_id, web.form(ReadForm).sha256)
    except (domain.TextChanged, Conflict) as error:
        return _contract(pair_id, error.status, problem=error.message)
    return web.redirect(f"/rooms/{pair_id}/contract", flash=N_("Signed."))


@router.post("/rooms/<pair_id>/contract/amendment")
def amend_contract(pair_id: str) -> Html:
    """Start a new version."""
    try:
        contracts.amend_contract(http.context(), pair_id)
    except Conflict as error:
        return _contract(pair_id, error.status, problem=error.message)
    return web.redirect(
        f"/rooms/{pair_id}/contract",
        flash=N_("A new version is open. The signed one stays in force until both sign it."),
    )


@router.post("/rooms/<pair_id>/contract/amendment/withdrawal")
def drop_amendment(pair_id: str) -> Html:
    """Give up a new version."""
    try:
        contracts.drop_amendment(http.context(), pair_id, web.form(VersionForm).version)
    except (Stale, Conflict) as error:
        problem = error.message if isinstance(error, Conflict) else domain.TextChanged.message
        return _contract(pair_id, error.status, problem=problem)
    return web.redirect(
        f"/rooms/{pair_id}/contract", flash=N_("The new version is dropped. The signed one stays in force.")
    )
