"""E-mail by Amazon SES."""

from functools import cache
from typing import Any

_LATER = frozenset({"TooManyRequestsException", "LimitExceededException"})
_CONFIGURATION = frozenset(
    {
        "AccessDeniedException",
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "SendingPausedException",
    }
)


class Busy(Exception):
    """SES throttles or cannot be reached: send later."""


class Refused(Exception):
    """SES refuses this message for good."""


class NotAllowed(Exception):
    """The account or the sender may not send: somebody must set it up."""


class NoAnswer(Exception):
    """The request went out and no answer came: the message may have been taken."""


@cache
def _client() -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        "sesv2",
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=3, read_timeout=10),
    )


def send(sender: str, to: str, subject: str, text: str) -> str:
    """Send once, without trying again; SES's id of the message."""
    from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

    content = {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}
    try:
        answer = _client().send_email(
            FromEmailAddress=sender,
            Destination={"ToAddresses": [to]},
            Content={"Simple": content},
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise _refusal(code)(code) from error
    except EndpointConnectionError as error:
        raise Busy("no connection") from error
    except BotoCoreError as error:
        raise NoAnswer(type(error).__name__) from error
    return str(answer["MessageId"])


def _refusal(code: str) -> type[Exception]:
    if code in _LATER:
        return Busy
    return NotAllowed if code in _CONFIGURATION else Refused
