"""The local run: engine, tables, data, gateway, streams, schedules; ends cleanly on SIGTERM."""

import errno
import os
import signal
import socket
import sys
import threading
import time
from contextlib import ExitStack, closing
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from local import expiry, files, migrations, tables, template
from local.config import Config, Misconfigured, config
from local.data_folder import DataFolder
from local.engine import Engine, EngineFailed, EngineMissing
from local.engine_watch import EngineWatch
from local.http_protocol import BoundedProtocol
from local.keys import ensure_keys
from local.schedules import Scheduler
from local.streams import CHECKPOINTS, Streams
from local.streams.checkpoints import Checkpoints
from shared.aws import dynamo
from shared.aws.observability import logger

SITE = template.PATH.parent / "static_site/dist"
SWEEP_SECONDS = 600.0
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def main() -> None:
    """Run until SIGTERM or SIGINT; what prevents it is one line on stderr and exit code 1."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    try:
        run(config())
    except (Misconfigured, EngineMissing, EngineFailed, tables.TableDiffers) as error:
        sys.exit(f"sapa: {error}")
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        sys.exit(f"sapa: {error.strerror}: {error.filename or 'DATA_DIR'}")


def _leave(*_: Any) -> None:
    raise SystemExit(0)


def run(settings: Config) -> None:
    """Start everything in order, serve until the process is told to end, stop everything."""
    with ExitStack() as stack:
        listener = stack.enter_context(_listen(settings))
        folder = stack.enter_context(closing(DataFolder(settings.data_dir)))
        described = template.load()
        endpoint = settings.endpoint_url
        engine: Engine | None = None
        if endpoint is None:
            passed = Checkpoints(folder.path / CHECKPOINTS).passed(described.streams)
            engine = Engine(folder.engine, passed)
            stack.callback(engine.stop)
            endpoint = engine.url
        set_environment(described, settings, folder, endpoint)
        make_tables(described, folder, demo=settings.demo)
        if engine:
            engine.index()
            stack.enter_context(EngineWatch(engine))
        streams = Streams(described.streams, folder.path)
        streams.start()
        stack.callback(streams.stop)
        scheduler = Scheduler(described.schedules, folder.path)
        migrations.start()
        _first_data(settings, folder, streams)
        scheduler.start()
        stack.callback(scheduler.stop)
        _serve(settings, described, folder, listener, streams)


def _listen(settings: Config) -> socket.socket:
    """The bound socket. asyncio turns Nagle's delay off only for one that says it is TCP."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise Misconfigured(
            f"cannot serve on {settings.host}:{settings.port} ({error.strerror}); "
            "set PORT to a free one"
        ) from error
    return listener


def set_environment(
    described: template.Template, settings: Config, folder: DataFolder, endpoint: str
) -> None:
    """Set the template's variables and the local counterparts of what only the cloud has."""
    os.environ |= {
        **described.environment,
        **ensure_keys(folder.path),
        "DYNAMODB_ENDPOINT_URL": endpoint,
        "FILES_FOLDER": str(folder.files),
        "WHATSAPP_SECRET_FILE": str(folder.path / "whatsapp.json"),
        "MAIL_FROM": os.environ.get("MAIL_FROM", ""),
        "SERVER_TIMING": "1",
        "POWERTOOLS_LOG_LEVEL": os.environ.get("POWERTOOLS_LOG_LEVEL", "WARNING"),
        "TODAY": settings.today.isoformat() if settings.today else "",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in (
        ("AWS_DEFAULT_REGION", "ap-southeast-3"),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
    ):
        os.environ.setdefault(name, value)


def make_tables(described: template.Template, folder: DataFolder, *, demo: bool) -> None:
    """Create the template's tables; on a first start mark that the demo is to be loaded."""
    client = dynamo.client()
    if folder.half_loaded:
        tables.drop(client, described.tables)
        folder.forget_half_loaded()
    if demo and not tables.present(client, described.tables):
        folder.begin_demo()
    tables.ensure(client, described.tables)


def _first_data(settings: Config, folder: DataFolder, streams: Streams) -> None:
    from auth.bootstrap import ensure_admin
    from local import demo
    from shared.records.system_clock import SystemClock

    if folder.half_loaded:
        demo.load(SystemClock().today(), _progress)
        streams.catch_up()
        folder.end_demo()
    generated = ensure_admin(settings.admin_username, settings.admin_password)
    if generated:
        print(f"sign in as {settings.admin_username} with password {generated} (shown once)")


def _progress(done: int, total: int) -> None:
    """Print a bar on a terminal, else a line for each tenth."""
    share = done / total
    if sys.stderr.isatty():
        filled = round(share * 30)
        end = "\n" if done == total else ""
        bar = "█" * filled + "░" * (30 - filled)
        print(f"\rdemo data {bar} {share:4.0%}", end=end, file=sys.stderr, flush=True)
    elif done == total or done * 10 // total != (done - 1) * 10 // total:
        print(f"demo data {share:.0%}", file=sys.stderr, flush=True)


def _serve(
    settings: Config,
    described: template.Template,
    folder: DataFolder,
    listener: socket.socket,
    streams: Streams,
) -> None:
    from local.gateway import Gateway
    from local.site import Site
    from shared.records.cooperative import cooperative

    gateway = Gateway(described, Site(SITE), streams.wake)
    cooperative()
    threading.Thread(
        target=_sweep, args=(settings, described, folder), name="sweep", daemon=True
    ).start()
    server = _Server(uvicorn_config(gateway, settings))
    server.url = f"http://{settings.host}:{settings.port}"
    server.run(sockets=[listener])


def uvicorn_config(app: ASGIApp, settings: Config) -> uvicorn.Config:
    """How to serve. X-Forwarded-For, which anybody can write, is believed of a named proxy only."""
    return uvicorn.Config(
        app,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        http=BoundedProtocol,
        proxy_headers=settings.trusted_proxy is not None,
        forwarded_allow_ips=settings.trusted_proxy,
    )


def _sweep(settings: Config, described: template.Template, folder: DataFolder) -> None:
    """Delete expired files and items, which S3 and DynamoDB do by themselves but the embedded
    engine does not."""
    while True:
        time.sleep(SWEEP_SECONDS)
        try:
            files.sweep(folder.files, described.expiries, time.time())
            if settings.endpoint_url is None:
                for table in described.tables:
                    expiry.sweep(dynamo.client(), folder.engine, table, int(time.time()))
        except Exception as error:  # noqa: BLE001 - the engine may be away; the next sweep tries again
            logger().warning("what expired could not be deleted", extra={"reason": str(error)})


class _Server(uvicorn.Server):
    """Prints its address once it serves."""

    url = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"ready on {self.url}", flush=True)
