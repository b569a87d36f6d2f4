"""A PostgreSQL and a Redis of their own for one run of the tests, on loopback, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HOST = "127.0.0.1"
USER = "clientes"
# PostgreSQL refuses to run as root; Debian's package brings this user.
UNPRIVILEGED = "postgres"
READY_SECONDS = 15


def _postgres_bin() -> Path | None:
    # Debian keeps the servers off the PATH, one folder per version.
    by_version = {
        int(path.parent.parent.name): path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
    }
    if by_version:
        return by_version[max(by_version)]
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def lacking() -> str:
    """Say what is missing and how to get it; "" when nothing is."""
    packages = [] if _postgres_bin() else ["postgresql"]
    if not shutil.which("redis-server"):
        packages.append("redis-server")
    return f"missing: apt-get install {' '.join(packages)}" if packages else ""


def free_port() -> int:
    """Return a port of the loopback interface on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _owner() -> str | None:
    return UNPRIVILEGED if os.geteuid() == 0 else None


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="clientes-tests-") as name:
        if owner := _owner():
            account = pwd.getpwnam(owner)
            os.chown(name, account.pw_uid, account.pw_gid)
        yield Path(name)


@contextmanager
def postgres() -> Iterator[str]:
    """Start an empty PostgreSQL and yield the address of its database, for SQLAlchemy."""
    binaries = _postgres_bin()
    if binaries is None:
        raise FileNotFoundError(lacking())
    port = free_port()

    def call(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *arguments]
        subprocess.run(command, check=True, user=_owner(), cwd="/", stdout=subprocess.DEVNULL)

    with _folder() as folder:
        data = str(folder / "data")
        # Sorting by code point and not by a language shows a query that forgot to say how.
        call("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-h {HOST} -p {port} -k {folder} -c fsync=off -c max_connections=200"
        log = str(folder / "log")
        call("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{USER}@{HOST}:{port}/postgres"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextmanager
def redis() -> Iterator[str]:
    """Start an empty Redis that stores nothing and yield its address."""
    port = free_port()
    with _folder() as folder:
        command = ["redis-server", "--bind", HOST, "--port", str(port), "--dir", str(folder)]
        command += ["--save", "", "--appendonly", "no"]
        process = subprocess.Popen(command, user=_owner(), stdout=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"redis://{HOST}:{port}/0"
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + READY_SECONDS
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """Start both and yield the environment that points the tests at them."""
    with ExitStack() as stack:
        yield {
            "CLIENTES_TEST_DATABASE_URL": stack.enter_context(postgres()),
            "CLIENTES_TEST_REDIS_URL": stack.enter_context(redis()),
        }
