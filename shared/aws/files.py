"""Files too large for a request or an answer: in a bucket, or locally in a folder.

They are read and written by signed links that expire: presigned URLs of S3 in the cloud; locally
paths under /files/ with a signature of the vault, which local/files.py serves.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hmac import compare_digest
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

from shared.kernel import durable
from shared.kernel.settings import settings

from .vault import fingerprint

LinkMethod = Literal["GET", "PUT"]

LINK_LIFETIME = timedelta(minutes=15)
FILE_MODE = 0o600
"""Of files in the local folder: they hold personal data in clear."""


@dataclass(frozen=True, slots=True)
class SignedLink:
    """Permission to GET or PUT one file until `expires` (epoch seconds); `name`: saved under it."""

    method: LinkMethod
    key: str
    expires: int
    name: str = ""

    @property
    def signature(self) -> str:
        return fingerprint("file-link", f"{self.method}\n{self.key}\n{self.expires}\n{self.name}")

    def is_signed(self, signature: str) -> bool:
        """Whether we made a link to this."""
        return compare_digest(signature.encode(), self.signature.encode())


@cache
def _s3() -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3", config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    )


def local_path(key: str) -> Path:
    """The path of a key in the local folder; ValueError for a key that leads out of it."""
    folder = Path(settings().files_folder or "")
    path = (folder / key).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(key)
    return path


def put(key: str, path: Path) -> None:
    """Store a file under a key, replacing what was there."""
    if bucket := settings().files_bucket:
        _s3().upload_file(str(path), bucket, key)
        return
    target = local_path(key)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = durable.draft_of(target)
    try:
        draft.touch(FILE_MODE)
        shutil.copyfile(path, draft)
        durable.rename(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def fetch(key: str, path: Path) -> bool:
    """Copy the file of a key to a path; False where there is none."""
    if bucket := settings().files_bucket:
        from botocore.exceptions import ClientError

        try:
            _s3().download_file(bucket, key, str(path))
        except ClientError as error:
            if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
                return False
            raise
        return True
    if not (source := local_path(key)).is_file():
        return False
    shutil.copyfile(source, path)
    return True


def size(key: str) -> int | None:
    """The size of a key's file in bytes; None where there is none."""
    if bucket := settings().files_bucket:
        from botocore.exceptions import ClientError

        try:
            return int(_s3().head_object(Bucket=bucket, Key=key)["ContentLength"])
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return None
            raise
    path = local_path(key)
    return path.stat().st_size if path.is_file() else None


def delete(key: str) -> None:
    """Delete a key's file, if there is one."""
    if bucket := settings().files_bucket:
        _s3().delete_object(Bucket=bucket, Key=key)
    else:
        local_path(key).unlink(missing_ok=True)


def link(method: LinkMethod, key: str, now: datetime, name: str = "") -> str:
    """A link that lives 15 minutes: to GET a file (saved under `name`) or to PUT one."""
    if bucket := settings().files_bucket:
        params: dict[str, Any] = {"Bucket": bucket, "Key": key}
        if method == "GET" and name:
            params["ResponseContentDisposition"] = disposition(name)
        action = "get_object" if method == "GET" else "put_object"
        seconds = int(LINK_LIFETIME.total_seconds())
        return str(_s3().generate_presigned_url(action, params, ExpiresIn=seconds))
    signed = SignedLink(method, key, int((now + LINK_LIFETIME).timestamp()), name)
    query = {"expires": signed.expires, "name": name, "signature": signed.signature}
    return f"/files/{quote(key)}?{urlencode(query)}"


def disposition(name: str) -> str:
    """The header that saves an answer as a file of this name."""
    return f"attachment; filename*=UTF-8''{quote(name)}"
