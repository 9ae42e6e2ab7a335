"""Links of video calls: what somebody pastes, what a pattern makes, and who is asked first."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import calendar, calls
from mentoring.calls import Call, CallRefused, CallTooLong, NameInside, NotSecure, patterns
from mentoring.calls.adapters import FirstOf, KeptCalls, PatternCalls
from mentoring.runtime import calls as chosen

ZOOM = (
    "Anna Krawiec is inviting you to a scheduled Zoom meeting. Join Zoom Meeting "
    "https://us02web.zoom.us/j/81234567890?pwd=QUJDREVG.1 Meeting ID: 812 3456 7890 "
    "Find your local number: https://us02web.zoom.us/u/kabc"
)
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9v%40thread.v2/0?context=%7b%22Tid%22%3a%22x%22%7d"
CALL = Call("wiosna", "pair-1", "meeting-1", pattern=patterns.JITSI, secret="k" * 26)


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("", ""),
        ("  ", ""),
        (ZOOM, "https://us02web.zoom.us/j/81234567890?pwd=QUJDREVG.1"),
        (TEAMS, TEAMS),
        ("meet.google.com/abc-defg-hij", "https://meet.google.com/abc-defg-hij"),
        ("HTTPS://Meet.Jit.Si/NaszPokoj.", "https://meet.jit.si/NaszPokoj"),
        ("(https://meet.example.org/a)", "https://meet.example.org/a"),
        ("https://spotkania.łódź.pl/pokój", "https://spotkania.xn--d-uga0v4h.pl/pok%C3%B3j"),
        ("https://meet.example.org:8443/a#start", "https://meet.example.org:8443/a#start"),
        ("http://old.example.org and https://meet.example.org/x", "https://meet.example.org/x"),
    ],
)
def test_given_what_people_paste_when_cleaned_then_it_is_the_address_of_the_room(typed: str, link: str) -> None:
    assert calls.clean(typed) == link


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("Biblioteka", CallRefused),
        ("http://meet.example.org/a", NotSecure),
        ("https://anna:tajne@meet.example.org/a", NameInside),
        ("https://meet.example.org\\@evil.example/a", NameInside),
        ("https://localhost/a", CallRefused),
        ("https://192.168.0.1/a", CallRefused),
        ("https://meet.example.org:port/a", CallRefused),
        ("javascript:alert(1)", CallRefused),
        ("https://", CallRefused),
        (f"https://meet.example.org/{'a' * 500}", CallTooLong),
    ],
)
def test_given_what_is_no_room_when_cleaned_then_it_is_refused_in_words(typed: str, refusal: type[CallRefused]) -> None:
    with pytest.raises(CallRefused) as refused:
        calls.clean(typed)
    assert type(refused.value) is refusal


@given(st.one_of(st.text(), st.text(max_size=60).map("https://meet.example.org/{}".format)))
def test_given_any_text_when_cleaned_then_it_is_refused_or_a_link_that_stays_as_it_is(text: str) -> None:
    try:
        link = calls.clean(text)
    except CallRefused:
        return
    assert calls.clean(link) == link
    assert link == "" or (calendar.call_in(link) == link and re.fullmatch(r"https://[!-~]+", link))
    assert calls.host(link) in link


def test_given_a_link_when_its_host_is_shown_then_nothing_else_is() -> None:
    assert calls.host("https://meet.example.org:8443/a?b#c") == "meet.example.org:8443"
    assert calls.host("https://meet.example.org?b") == "meet.example.org"


# Patterns ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "refusal"),
    [
        ("https://meet.example.org/{pair}", patterns.NoSecret),
        ("https://meet.example.org/{mentor}-{secret}", patterns.UnknownPlaceholder),
        ("https://meet.example.org/{secret", patterns.UnknownPlaceholder),
        ("https://{pair}.example.org/{secret}", patterns.PlaceholderInHost),
        ("http://meet.example.org/{secret}", patterns.PatternRefused),
        ("meet.example.org/{secret}", patterns.PatternRefused),
        ("https://meet.example.org/a b{secret}", patterns.PatternRefused),
        ("https://localhost/{secret}", CallRefused),
        (f"https://meet.example.org/{'a' * 300}{{secret}}", patterns.PatternRefused),
    ],
)
def test_given_a_pattern_that_makes_no_safe_links_when_checked_then_it_is_refused(
    pattern: str, refusal: type[CallRefused]
) -> None:
    with pytest.raises(CallRefused) as refused:
        patterns.checked(pattern)
    assert type(refused.value) is refusal


def test_given_a_pattern_when_checked_then_its_host_is_small_and_the_rest_as_it_was() -> None:
    assert patterns.checked(" https://Meet.Example.org/Pokoj-{secret} ") == "https://meet.example.org/Pokoj-{secret}"
    assert patterns.checked("") == ""
    assert patterns.checked(patterns.JITSI) == patterns.JITSI


def test_given_a_pattern_without_meeting_when_filled_then_all_meetings_of_a_pair_share_a_link_and_no_others() -> None:
    link = chosen().link(CALL)
    assert re.fullmatch(r"https://meet\.jit\.si/wiosna-[0-9a-f]{8}-k{26}", link)
    assert chosen().link(replace(CALL, meeting_id="meeting-2")) == link
    assert chosen().link(replace(CALL, pair_id="pair-2")) != link
    assert "pair-1" not in link


def test_given_a_pattern_with_meeting_when_filled_then_each_has_a_secret_of_its_own_and_keeps_it() -> None:
    each = replace(CALL, pattern="https://meet.example.org/{meeting}-{secret}")
    link, other = chosen().link(each), chosen().link(replace(each, meeting_id="meeting-2"))
    assert re.fullmatch(r"https://meet\.example\.org/[0-9a-f]{8}-[a-z2-7]{26}", link)
    assert link.rpartition("-")[2] != other.rpartition("-")[2]
    assert chosen().link(each) == link
    assert "kkk" not in link  # who is in one meeting learns nothing of the pair's secret


@given(st.sampled_from([patterns.JITSI, "https://m.example/{meeting}/{secret}?p={pair}"]), st.text("0123456789abcdef", min_size=32, max_size=32))  # fmt: skip
def test_given_any_pair_when_a_link_is_made_then_it_is_one_that_could_be_kept(pattern: str, pair_id: str) -> None:
    link = chosen().link(replace(CALL, pattern=pattern, pair_id=pair_id, secret=calls.new_secret()))
    assert calls.clean(link) == link


def test_given_secrets_when_made_then_no_two_are_alike_and_all_have_128_bits() -> None:
    made = {calls.new_secret() for _ in range(100)}
    assert (len(made), {len(one) for one in made}) == (100, {26})


# Who is asked first --------------------------------------------------------------------------------------------------


def test_given_a_link_of_its_own_when_a_pair_has_one_then_it_comes_before_the_programmes() -> None:
    assert chosen().link(replace(CALL, kept="https://meet.example.org/ours")) == "https://meet.example.org/ours"
    assert chosen().link(replace(CALL, pattern="")) == ""
    assert chosen().link(replace(CALL, secret="")) == ""  # without a secret it would be a link that anybody can make


def test_given_a_third_service_when_it_can_say_nothing_then_the_next_one_is_asked() -> None:
    class Silent:
        def link(self, call: Call) -> str:
            del call
            return ""

    assert FirstOf((Silent(), KeptCalls(), PatternCalls())).link(CALL) == chosen().link(CALL)
