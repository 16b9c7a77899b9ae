"""The environment, read once. Nothing else in Sapa reads os.environ."""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache


@dataclass(frozen=True, slots=True)
class Settings:
    """What the deployment decides. Exactly one of each pair of cloud and local sources is set.

    Only in the cloud there is an `origin_secret_arn`: locally nothing stands in front.
    """

    members_table: str
    search_table: str
    accounts_table: str
    arrears_table: str
    contacts_table: str
    reminders_table: str
    auth_table: str
    imports_table: str
    feed_table: str
    exports_table: str
    vault_secret_arn: str | None
    vault_secret_file: str | None
    signing_key_ids: tuple[str, ...]
    signing_key_file: str | None
    origin_secret_arn: str | None
    whatsapp_secret_arn: str | None
    whatsapp_secret_file: str | None
    mail_from: str | None
    files_bucket: str | None
    files_folder: str | None
    dynamodb_endpoint_url: str | None
    server_timing: bool
    today: date | None


@cache
def settings() -> Settings:
    """Read the environment. KeyError names a variable that template.yaml should have set."""
    env = os.environ
    return Settings(
        members_table=env["MEMBERS_TABLE"],
        search_table=env["SEARCH_TABLE"],
        accounts_table=env["ACCOUNTS_TABLE"],
        arrears_table=env["ARREARS_TABLE"],
        contacts_table=env["CONTACTS_TABLE"],
        reminders_table=env["REMINDERS_TABLE"],
        auth_table=env["AUTH_TABLE"],
        imports_table=env["IMPORTS_TABLE"],
        feed_table=env["FEED_TABLE"],
        exports_table=env["EXPORTS_TABLE"],
        vault_secret_arn=env.get("VAULT_SECRET_ARN"),
        vault_secret_file=env.get("VAULT_SECRET_FILE"),
        signing_key_ids=_listed(env.get("SIGNING_KEYS") or env.get("SIGNING_KEY_ID")),
        signing_key_file=env.get("SIGNING_KEY_FILE"),
        origin_secret_arn=env.get("ORIGIN_SECRET_ARN"),
        whatsapp_secret_arn=env.get("WHATSAPP_SECRET_ARN"),
        whatsapp_secret_file=env.get("WHATSAPP_SECRET_FILE"),
        mail_from=env.get("MAIL_FROM"),
        files_bucket=env.get("FILES_BUCKET"),
        files_folder=env.get("FILES_FOLDER"),
        dynamodb_endpoint_url=env.get("DYNAMODB_ENDPOINT_URL"),
        server_timing=env.get("SERVER_TIMING") == "1",
        today=date.fromisoformat(env["TODAY"]) if env.get("TODAY") else None,
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def library_path() -> str:
    """Where the system finds the libraries of Python itself: Lambda's runtime says so."""
    return os.environ.get("LD_LIBRARY_PATH", "")
