"""A deployed stack as CloudFormation describes it: clients, resources, parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
"""The capabilities that an update of this template needs: roles, named policies, the SAM transform."""


class Clients(Protocol):
    """A factory for boto3 clients by service name."""

    def __call__(self, service: str) -> Any:
        """Return a client."""
        ...


class NothingLikeThat(Exception):
    """The stack doesn't have what was asked for; the message says so."""


@dataclass(frozen=True)
class Deployed:
    """A stack by its name."""

    name: str
    client: Clients

    @cached_property
    def physical(self) -> dict[str, str]:
        """Return logical id → physical id of all resources."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.name)
        return {
            one["LogicalResourceId"]: one.get("PhysicalResourceId", "")
            for page in pages
            for one in page["StackResourceSummaries"]
        }

    def parameters(self) -> dict[str, str]:
        """Return the stack's current parameters."""
        return {one["ParameterKey"]: one.get("ParameterValue", "") for one in self._described().get("Parameters", [])}

    def outputs(self) -> dict[str, str]:
        """Return the current outputs."""
        return {one["OutputKey"]: one["OutputValue"] for one in self._described().get("Outputs", [])}

    def change(self, parameters: Mapping[str, str]) -> None:
        """Deploy the current template with these parameters changed, and wait until every function has them."""
        cloudformation = self.client("cloudformation")
        unknown = set(parameters) - set(self.parameters())
        if unknown:
            raise NothingLikeThat(
                f"the stack {self.name} has no parameter {', '.join(sorted(unknown))}: deploy it anew"
            )
        kept = [
            {"ParameterKey": name, "UsePreviousValue": True} for name in self.parameters() if name not in parameters
        ]
        changed = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
        cloudformation.update_stack(
            StackName=self.name, UsePreviousTemplate=True, Parameters=kept + changed, Capabilities=CAPABILITIES
        )
        waiter = cloudformation.get_waiter("stack_update_complete")
        waiter.wait(StackName=self.name, WaiterConfig={"Delay": 2, "MaxAttempts": 600})

    def _described(self) -> dict[str, Any]:
        (found,) = self.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"]
        return dict(found)
