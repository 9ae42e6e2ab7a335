"""One rule for e-mail addresses: what is cleaned, what is refused and why, what travels."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentoring import addresses, ids

HIDDEN = "\u200b\u200d\u2060\ufeff\u00ad\u202e"
NEAR = st.text("aBżłóß.@-_+'’<>:; \u00a0\u200b\ufeff＠。1xn", max_size=25) | st.text(max_size=25)
LOCALS = st.from_regex(r"[a-z0-9+_'-]{1,12}(\.[a-z0-9+]{1,6})?", fullmatch=True)
DOMAINS = st.sampled_from(
    ["firma.example", "łódź.pl", "faß.example", "fass.example", "żółć.łódź.pl", "sub.firma.example", "r3---sn.pl"]
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u200bjan.sek@firma.example", "jan.sek@firma.example"),
        ("jan.sek@firma.example\u200b", "jan.sek@firma.example"),
        ("\ufeffjan.sek@firma.example", "jan.sek@firma.example"),
        ("jan.sek@firma.example\u00a0", "jan.sek@firma.example"),
        ("jan.\u00adsek@fir\u200dma.example", "jan.sek@firma.example"),
        ("mailto:jan.sek@firma.example", "jan.sek@firma.example"),
        ("MAILTO:jan%2Bm@firma.example?subject=Cze%C5%9B%C4%87", "jan+m@firma.example"),
        ("Jan Sęk <jan.sek@firma.example>", "jan.sek@firma.example"),
        ('"Sęk, Jan" <mailto:jan.sek@firma.example>;', "jan.sek@firma.example"),
        ("<jan.sek@firma.example>", "jan.sek@firma.example"),
        ("jan.sek@firma.example.", "jan.sek@firma.example"),
        ("  Jan.SEK+mentoring@Firma.EXAMPLE ", "jan.sek+mentoring@firma.example"),
        ("jan＠ｆｉｒｍａ。example", "jan@firma.example"),
        ("anna.o'connor@firma.example", "anna.o'connor@firma.example"),
        ("jan@ŁÓDŹ.pl", "jan@łódź.pl"),
        ("jan@xn--d-uga0v4h.pl", "jan@łódź.pl"),
        ("jan@faß.example", "jan@faß.example"),
        ("jan@r3---sn.example", "jan@r3---sn.example"),
    ],
)
def test_given_an_address_as_it_is_copied_when_cleaned_then_the_mailbox_is_meant(typed: str, kept: str) -> None:
    assert addresses.clean(typed) == kept
    assert addresses.clean(kept) == kept


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("jan@łódź.pl", "jan@xn--d-uga0v4h.pl"),
        ("jan@faß.example", "jan@xn--fa-hia.example"),
        ("jan@firma.example", "jan@firma.example"),
    ],
)
def test_given_an_address_when_it_travels_then_its_domain_is_in_punycode(address: str, sent: str) -> None:
    assert addresses.wire(address) == sent


def test_given_an_address_when_linked_then_programs_can_follow_it_and_it_reads_back_the_same() -> None:
    assert addresses.mailto("o'connor+x@łódź.pl") == "mailto:o'connor+x@xn--d-uga0v4h.pl"
    assert addresses.mailto("50%?#&@firma.example") == "mailto:50%25%3F%23%26@firma.example"
    assert addresses.clean(addresses.mailto("50%?#&@łódź.pl")) == "50%?#&@łódź.pl"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "email"),
        ("Anna Nowak", "email"),
        ("@firma.example", "email"),
        ("jan@", "email"),
        ("a@b@firma.example", "email-several"),
        ("a@firma.example; b@firma.example", "email-several"),
        ("jan sek@firma.example", "email-space"),
        ("jan@firma .example", "email-space"),
        ("ola.żak@firma.example", "email-letters"),
        ("anna.o’connor@firma.example", "email-apostrophe"),
        ("anna.o´connor@firma.example", "email-apostrophe"),
        ("jan..k@firma.example", "email-local"),
        (".jan@firma.example", "email-local"),
        ("jan(a)@firma.example", "email-local"),
        ("jan\r\nBcc:x@firma.example", "email-space"),
        ("jan@firma", "email-domain"),
        ("jan@firma..example", "email-domain"),
        ("jan@-firma.example", "email-domain"),
        ("jan@fir_ma.example", "email-domain"),
        ("jan@192.168.0.1", "email-domain"),
        ("jan@komputer.local", "email-domain"),
        ("jan@i❤.example", "email-domain"),
        ("jan@xn--a.example", "email-domain"),
        ("jan@" + "a" * 64 + ".example", "email-domain"),
        ("j" * 65 + "@firma.example", "email-long"),
        ("j" * 60 + "@" + ".".join(["a" * 48] * 4) + ".example", "email-long"),
        ("x" * 2000 + " <jan@firma.example>", "email-long"),
    ],
)
def test_given_no_address_when_cleaned_then_the_cause_is_told(typed: str, code: str) -> None:
    with pytest.raises(addresses.AddressRefused) as refusal:
        addresses.clean(typed)

    assert refusal.value.code == code


def test_given_every_cause_when_told_then_code_and_words_are_its_own() -> None:
    assert len({one.code for one in addresses.REFUSALS}) == len(addresses.REFUSALS)
    assert len({one.message for one in addresses.REFUSALS}) == len(addresses.REFUSALS)
    assert set(addresses.REFUSALS) == {addresses.AddressRefused, *addresses.AddressRefused.__subclasses__()}


@given(NEAR)
def test_given_any_text_when_cleaned_then_again_changes_nothing_and_what_travels_is_ascii(text: str) -> None:
    with contextlib.suppress(addresses.AddressRefused):
        kept = addresses.clean(text)
        sent = addresses.wire(kept)
        assert addresses.clean(kept) == kept == addresses.clean(sent) == addresses.clean(addresses.mailto(kept))
        assert sent.isascii()
        assert sent.isprintable()
        assert " " not in sent
        assert len(sent) <= addresses.WHOLE


@given(LOCALS, DOMAINS, LOCALS, DOMAINS, st.sampled_from(HIDDEN), st.booleans())
def test_given_two_addresses_when_keyed_then_keys_are_equal_exactly_for_one_mailbox(
    local: str, domain: str, other: str, elsewhere: str, hidden: str, wire: bool
) -> None:
    one, two = f"{local}@{domain}", f"{other}@{elsewhere}"
    written = f"Jan <{hidden}{addresses.wire(one).upper() if wire else one.swapcase()}{hidden}>"
    assume("ß" not in domain or wire)  # the capital of ß is SS, which is another domain

    assert ids.address_key(written) == ids.address_key(one)
    assert (ids.address_key(one) == ids.address_key(two)) is ((local, domain) == (other, elsewhere))


@given(st.text(max_size=40))
def test_given_any_text_when_compared_then_it_has_one_form_and_one_key(text: str) -> None:
    form = addresses.compared(text)
    assert addresses.compared(form) == form
    assert ids.address_key(form) == ids.address_key(text)


def test_given_an_address_from_before_the_rule_when_compared_then_it_is_still_found() -> None:
    assert addresses.compared(" Ola.ŻAK@Firma.example\u200b ") == "ola.żak@firma.example"
