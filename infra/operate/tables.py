"""Restores tables to an instant: DynamoDB restores into new tables, to which parameters point the functions.

Both tables are restored to the same instant: `core` without the markers of that instant would treat events as consumed
whose effects it has lost. The outbox isn't restored: its stream is what the relay reads, and its content has long been
published; the bus's archive has it for 30 days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.template import resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from infra.operate.stack import Deployed

TABLES = {"CoreTableName": "CoreTable", "OnceTableName": "OnceTable"}
"""Parameter that points functions at a restored table (and output with the current one) → the template's table."""


def restore(stack: Deployed, at: datetime, say: Callable[[str], None]) -> dict[str, str]:
    """Restore both tables as they were at an instant; return parameter → name of the new table.

    Settings that a restored table lacks (DynamoDB, «Restoring a table to a point in time») are set as in the template:
    time to live, point-in-time recovery, deletion protection.
    """
    dynamodb, in_use, made = stack.client("dynamodb"), stack.outputs(), {}
    for parameter, logical_id in TABLES.items():
        target = f"{stack.name}-{logical_id}-{at:%Y%m%dT%H%M%SZ}"
        dynamodb.restore_table_to_point_in_time(
            SourceTableName=in_use[parameter], TargetTableName=target, RestoreDateTime=at, UseLatestRestorableTime=False
        )
        made[parameter] = target
        say(f"{in_use[parameter]} as it was at {at:%Y-%m-%dT%H:%M:%SZ} becomes {target} …")
    for parameter, target in made.items():
        dynamodb.get_waiter("table_exists").wait(TableName=target, WaiterConfig={"Delay": 10, "MaxAttempts": 2160})
        wanted = resources("AWS::DynamoDB::Table")[TABLES[parameter]]
        _equip(dynamodb, target, wanted, protected=stack.parameters()["DeletionProtection"] == "true")
        say(f"{target} is there, with the settings of the template")
    return made


def _equip(dynamodb: Any, name: str, wanted: dict[str, Any], *, protected: bool) -> None:
    lifetime = wanted.get("TimeToLiveSpecification")
    if lifetime is not None:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=lifetime)
    recovery = wanted["PointInTimeRecoverySpecification"]
    dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
    if "DeletionProtectionEnabled" in wanted:
        dynamodb.update_table(TableName=name, DeletionProtectionEnabled=protected)
