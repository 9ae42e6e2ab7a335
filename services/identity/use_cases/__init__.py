"""Signing in and out, and what a person says of themselves: a module for each part of it."""

from identity.use_cases.accounts import account, change_me, know_address, know_pair, me, meet_participant
from identity.use_cases.proposed import take_address
from identity.use_cases.sessions import OpenSession, Session, end, end_all, mine, refresh, sign_out
from identity.use_cases.signing_in import check_link, mail_of, request_sign_in, sign_in_by_code, sign_in_by_link

__all__ = [
    "OpenSession",
    "Session",
    "account",
    "change_me",
    "check_link",
    "end",
    "end_all",
    "know_address",
    "know_pair",
    "mail_of",
    "me",
    "meet_participant",
    "mine",
    "refresh",
    "request_sign_in",
    "sign_in_by_code",
    "sign_in_by_link",
    "sign_out",
    "take_address",
]
