"""What tests of delivery need: members with a message by a channel, the stream, the webhook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

from local.streams.records import as_lambda_sees_it, passes
from local.template import load
from reminders import worker
from reminders.delivery import sweep
from reminders.planning import planner
from shared.aws import dynamo
from shared.kernel.settings import settings
from shared.records.keys.partitions import partition
from tests.cloud_api.server import Body, CloudApi, signature
from tests.cloud_api.server import webhook as webhook_body
from tests.integration.accounts.clerk import TODAY
from tests.integration.events import Answer, Room, event, invoke
from tests.integration.reminders.cooperative import At, Member, Members, at

MORNING = at(f"{TODAY}T08:00")
ALL_DAY = {
    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    "opens": "00:00",
    "closes": "23:59",
    "national_holidays": False,
}
"""Contact hours of tests in which the handler reads the computer's own clock."""


@dataclass
class Delivery:
    """The delivering half of the reminders room, with WhatsApp as the channel."""

    cloud: CloudApi
    members: Members
    room: Room

    def ready(self, *due: str, **more: Any) -> Member:
        """A member with a message that is ready to be sent."""
        member = self.members.add(*(due or (TODAY,)), **{"consent": True, **more})
        planner.run_here(MORNING)
        return member

    def records(self) -> list[Any]:
        """All that the table's stream gives the sender, from the beginning."""
        (stream,) = (one for one in load().streams if one.handler.endswith("deliver_handler"))
        client = boto3.client(
            "dynamodbstreams",
            endpoint_url=settings().dynamodb_endpoint_url,
            config=Config(parameter_validation=False),
        )
        found = []
        (listed,) = client.list_streams(TableName=settings().reminders_table)["Streams"]
        arn = listed["StreamArn"]
        for shard in client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            where = client.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            found += client.get_records(ShardIterator=where)["Records"]
        seen = [as_lambda_sees_it(record, arn) for record in found]
        return [record for record in seen if passes(record, stream.patterns)]

    def deliver(self, records: Sequence[Any] | None = None, clock: At = MORNING) -> Any:
        """Hand the sender a batch, all of the stream if not told otherwise."""
        batch = {"Records": self.records() if records is None else list(records)}
        return worker.deliver_batch(batch, None, clock)

    def sweep_and_deliver(self, clock: At) -> None:
        sweep.run(clock)
        self.deliver(clock=clock)

    def told(
        self, *, statuses: list[Body] | None = None, messages: list[Body] | None = None
    ) -> Answer:
        """WhatsApp calls the webhook, signed."""
        return self.posted(webhook_body(statuses=statuses, messages=messages))

    def posted(self, body: bytes, signed: str | None = None) -> Answer:
        headers = {"x-hub-signature-256": signature(body) if signed is None else signed}
        sent = event("POST", "/reminders/webhook", body.decode(), headers=headers)
        return invoke("reminders.app.lambda_handler", sent)


def timeline(member: Member, kind: str = "message") -> list[Any]:
    """The messages (or what else is asked for) on the member's timeline, newest first."""
    items = member.contacts("GET", "interactions", None, 200)["items"]
    return [row for row in items if row["kind"] == kind]


def desk_marks(member: Member) -> list[Any]:
    """What is marked on the member's accounts."""
    found = dynamo.query(
        settings().arrears_table, partition(member.member_id), dynamo.Prefix("DESK#")
    )
    return [item.get("mark") for item in found]


def clock(hour: str, day: str = TODAY) -> At:
    """A time of the day by the cooperative's clock."""
    return at(f"{day}T{hour}")
