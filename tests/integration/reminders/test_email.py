"""Reminders by e-mail, by SES (moto), and the account that lies in Secrets Manager (moto)."""

import json

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from reminders.planning import planner
from shared.aws import mail, whatsapp_account
from shared.kernel.settings import settings
from tests.integration.accounts.clerk import TODAY
from tests.integration.reminders.cooperative import Member
from tests.integration.reminders.delivery_room import MORNING, Delivery, clock, timeline

REGION = "ap-southeast-3"


def by_email(delivery: Delivery, monkeypatch: pytest.MonkeyPatch, sender: str = "") -> Member:
    """A member with consent for e-mail, and a message that is ready."""
    monkeypatch.setenv("MAIL_FROM", sender)
    settings.cache_clear()
    mail._client.cache_clear()
    assert delivery.room("PUT", "/reminders/rules", {"channel": "email"}).status == 200
    siti = delivery.members.add(TODAY)
    siti.contacts("POST", "emails", {"address": "kerja@contoh.co.id"}, 201)
    siti.contacts("POST", "emails", {"address": "siti@contoh.co.id", "primary": True}, 201)
    siti.contacts("PUT", "consents", {"email": True}, 200)
    planner.run_here(MORNING)
    return siti


def test_it_goes_to_the_primary_address_and_onto_the_timeline(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti = by_email(delivery, monkeypatch, "kabar@koperasi.co.id")
    records = delivery.records()
    with mock_aws(config={"core": {"passthrough": {"urls": [r"http://127\.0\.0\.1.*"]}}}):
        boto3.client("sesv2", region_name=REGION).create_email_identity(
            EmailIdentity="kabar@koperasi.co.id"
        )
        delivery.deliver(records)
        delivery.deliver(records)
        (sent,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert sent.destinations["ToAddresses"] == ["siti@contoh.co.id"]
    assert sent.source == "kabar@koperasi.co.id"
    (message,) = siti.messages
    assert sent.body == message.text
    assert message.status == "sent"
    assert timeline(siti)[0]["channel"] == "email"


def test_without_a_sender_it_waits(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    siti = by_email(delivery, monkeypatch)
    delivery.deliver()
    assert (siti.messages[0].status, siti.messages[0].reason) == ("waiting", "configuration")


def test_consent_for_whatsapp_is_none_for_email(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti = by_email(delivery, monkeypatch, "kabar@koperasi.co.id")
    siti.contacts("PUT", "consents", {"email": False, "whatsapp": True}, 200)
    delivery.deliver(clock=clock("09:00"))
    assert (siti.messages[0].status, siti.messages[0].reason) == ("skipped", "opted_out")


@pytest.mark.usefixtures("tables")
def test_the_account_is_read_from_secrets_manager_and_refused_until_it_is_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with mock_aws():
        secrets = boto3.client("secretsmanager", region_name=REGION)
        for text in ('{"token": "", "verify_token": "x"}', "{}"):
            arn = secrets.create_secret(Name=f"w{len(text)}", SecretString=text)["ARN"]
            monkeypatch.setenv("WHATSAPP_SECRET_ARN", arn)
            settings.cache_clear()
            with pytest.raises(whatsapp_account.NotConfigured, match="token"):
                whatsapp_account.account()
        filled = {
            "token": "t",
            "app_secret": "a",
            "verify_token": "v",
            "phone_number_id": "1",
            "per_second": 20,
        }
        arn = secrets.create_secret(Name="filled", SecretString=json.dumps(filled))["ARN"]
        monkeypatch.setenv("WHATSAPP_SECRET_ARN", arn)
        settings.cache_clear()
        own = whatsapp_account.account()
    assert (own.token, own.per_second) == ("t", 20)
    assert own.api_url.startswith("https://graph.facebook.com/v")
