"""Who may use the keys of what people write for each other alone; the policies of the keys are the only grants."""

from __future__ import annotations

import re
from typing import Any

import pytest

from infra.template import ROOT, functions, resources
from mentoring.files import ROOMS, UPLOADS
from mentoring.store.bucket import UNSETTLED

USERS = {
    "RoomKey": {
        "Makes": {"WorkspaceConsumer"},
        "Opens": {
            "WorkspaceApi",
            "WorkspaceInbound",
            "MeetingsApi",
            "NotificationsRoomConsumer",
            "ReportingPairApi",
            "ReportingPairConsumer",
        },
        "MakesCases": {"GatheringsCircleApi"},
        "OpensCases": {"GatheringsCircleApi"},
    },
    "DeskKey": {
        "Makes": {"WorkspaceConsumer"},
        "Opens": {"WorkspaceApi", "WorkspaceDeskApi", "WorkspaceInbound", "NotificationsRoomConsumer"},
    },
}
"""Key → statement of its policy → the functions it lets in. Nobody who answers organizers opens rooms or cases."""

FILES = ("WorkspaceApi", "WorkspaceInbound")
"""Functions in whose name S3 encrypts and decrypts files of rooms."""

ACTIONS = {
    "Makes": "kms:GenerateDataKey",
    "Opens": "kms:Decrypt",
    "MakesCases": "kms:GenerateDataKey",
    "OpensCases": "kms:Decrypt",
}
CONTEXTS = {"RoomKey": "room", "DeskKey": "programme"}
CASE = "case"
"""What KMS is told by the one function of case cards."""
VARIABLES = {"RoomKey": "ROOM_KEY", "DeskKey": "DESK_KEY"}
USES = re.compile(
    r"kms:(\*|.*(Decrypt|Encrypt|GenerateDataKey|ReEncrypt|CreateGrant|Sign|Mac|Derive).*)", re.IGNORECASE
)

GATHERINGS = ROOT / "services/gatherings"

keys = pytest.mark.parametrize("key", USERS)


def _statements(key: str) -> dict[str, dict[str, Any]]:
    found = {one["Sid"]: one for one in resources("AWS::KMS::Key")[key]["KeyPolicy"]["Statement"]}
    assert len(found) == len(resources("AWS::KMS::Key")[key]["KeyPolicy"]["Statement"])
    return found


def test_given_the_keys_when_read_then_these_are_all_and_each_has_its_list() -> None:
    assert set(resources("AWS::KMS::Key")) == set(USERS)


@keys
def test_given_a_key_when_its_policy_is_read_then_only_the_listed_functions_may_use_it(key: str) -> None:
    statements = _statements(key)
    for name, users in USERS[key].items():
        arns = [one["Fn::GetAtt"] for one in statements[name]["Principal"]["AWS"]]
        assert arns == [[f"{user}Role", "Arn"] for user in sorted(users, key=list(functions()).index)]
        assert (statements[name]["Effect"], statements[name]["Action"]) == ("Allow", ACTIONS[name])
    assert set(statements) == {"AccountManages", *USERS[key], *(["Files"] if key == "RoomKey" else [])}


def test_given_files_of_rooms_when_s3_encrypts_them_then_only_in_the_name_of_those_who_handle_them_and_only_there() -> (
    None
):
    """S3 User Guide, «Encryption context» (of SSE-KMS): it tells KMS the ARN of the object, as it has no bucket key."""
    files = _statements("RoomKey")["Files"]
    assert [one["Fn::GetAtt"] for one in files["Principal"]["AWS"]] == [[f"{one}Role", "Arn"] for one in FILES]
    assert set(FILES) <= USERS["RoomKey"]["Opens"]
    assert files["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert files["Condition"] == {
        "StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.amazonaws.com"}},
        "StringLike": {
            "kms:EncryptionContext:aws:s3:arn": [{"Fn::Sub": f"${{Bucket.Arn}}/{one}*"} for one in (ROOMS, UPLOADS)]
        },
    }
    (bucket,) = resources("AWS::S3::Bucket").values()
    assert "BucketKeyEnabled" not in str(bucket["BucketEncryption"])


def test_given_a_file_of_a_room_when_nobody_keeps_it_then_the_bucket_deletes_it_after_a_day() -> None:
    (bucket,) = resources("AWS::S3::Bucket").values()
    rules = {one["Id"]: one for one in bucket["LifecycleConfiguration"]["Rules"]}
    name, _, value = UNSETTLED.partition("=")
    assert (rules["uploads"]["Prefix"], rules["uploads"]["ExpirationInDays"]) == (UPLOADS, 1)
    assert (rules["unsettled"]["Prefix"], rules["unsettled"]["ExpirationInDays"]) == (ROOMS, 1)
    assert rules["unsettled"]["TagFilters"] == [{"Key": name, "Value": value}]
    assert rules["rooms"] == {
        "Id": "rooms", "Status": "Enabled", "Prefix": ROOMS, "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
    }  # fmt: skip


@keys
def test_given_a_key_when_its_policy_is_read_then_kms_must_be_told_whose_data_key_it_is_and_nothing_else(
    key: str,
) -> None:
    for name in USERS[key]:
        context = CASE if name.endswith("Cases") else CONTEXTS[key]
        assert _statements(key)[name]["Condition"] == {
            "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": [context]},
            "Null": {f"kms:EncryptionContext:{context}": "false"},
        }


@keys
def test_given_the_account_when_it_manages_a_key_then_it_may_neither_use_it_nor_let_others(key: str) -> None:
    """PutKeyPolicy it must have, for CloudFormation; who changes a policy is seen in CloudTrail."""
    actions = _statements(key)["AccountManages"]["Action"]
    assert not [one for one in actions if USES.fullmatch(one) or "*" in one]
    assert {"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"} <= set(actions)


@keys
def test_given_a_key_when_it_is_deleted_or_replaced_then_it_can_be_had_back(key: str) -> None:
    from infra.template import template

    resource = template()["Resources"][key]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
    properties = resource["Properties"]
    assert (properties["EnableKeyRotation"], properties["PendingWindowInDays"]) == (True, 30)


def test_given_every_role_when_its_policies_are_read_then_none_has_a_right_to_a_key_of_its_own() -> None:
    everything = [*resources("AWS::IAM::ManagedPolicy").values(), *functions().values()]
    said = [str(one.get("PolicyDocument", "")) + str(one.get("Policies", "")) for one in everything]
    assert said
    assert not [one for one in said if "kms:" in one.lower()]


@keys
@pytest.mark.parametrize("function", functions())
def test_given_a_function_when_it_may_use_a_key_then_it_knows_its_name_and_no_other_does(
    function: str, key: str
) -> None:
    variables = functions()[function].get("Environment", {}).get("Variables", {})
    allowed = any(function in users for users in USERS[key].values())
    assert variables.get(VARIABLES[key]) == ({"Ref": key} if allowed else None)


def test_given_case_cards_when_anybody_asks_for_one_then_it_is_the_function_that_no_organizer_asks() -> None:
    """It opens no room, and its paths are those of a group: nothing behind them asks whether somebody organizes."""
    (function,) = USERS["RoomKey"]["OpensCases"]
    assert not any(function in users[name] for users in USERS.values() for name in ("Makes", "Opens"))
    paths = {one["Properties"]["Path"] for one in functions()[function]["Events"].values()}
    assert paths == {f"{root}{rest}" for root in ("/circles", "/v1/circles") for rest in ("", "/{proxy+}")}
    asked = [
        one
        for folder in ("routes", "pages")
        for one in (GATHERINGS / folder).glob("circle*.py")
        if one.stem != "circle_desk"
    ]
    used = {name for one in asked for name in re.findall(r"use_cases\.circle import (.+)", one.read_text("utf-8"))}
    names = {name.strip() for some in used for name in some.split(",")}
    assert names == {"cards", "meeting", "ours", "polling"}
    behind = [GATHERINGS / f"use_cases/circle/{name}.py" for name in names]
    assert not [one.name for one in behind if "access.organizer" in one.read_text("utf-8")]


@pytest.mark.parametrize("function", functions())
def test_given_a_function_when_it_opens_what_is_sealed_then_it_has_the_layer_and_no_other_does(function: str) -> None:
    layers = [one["Ref"] for one in functions()[function].get("Layers", [])]
    seals = any(function in some for users in USERS.values() for some in users.values())
    assert ("SealingLayer" in layers) == seals
