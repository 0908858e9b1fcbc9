"""`wenjin serve`: the page and the API on a port of this machine."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import logging
import socket
import sys
import threading
import time
import webbrowser
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from index.errors import WenjinError
from index.whole_dictionary import whole_dictionary
from rag.empty_index import ensure_index
from rag.live import LiveAssistant
from rag.settings import Settings
from web.access import Access
from web.access_options import Doors, read_doors
from web.access_store import open_access
from web.desk import Desk
from web.guard import is_loopback, lock
from web.programs import make_programs_app
from web.public_line import hide
from web.server_protocol import BoundedProtocol

_log = logging.getLogger(__name__)

_DRAIN = 20.0
"""So many seconds are given to the questions in line when the server is told to end."""
_LONGEST_HEAD = 32 * 1024
"""The longest head of a request, in bytes."""


def serve(
    settings: Settings,
    open_browser: bool,
    api_only: bool = False,
    at_once: int | None = None,
    waiting: int | None = None,
    doors: Doors | None = None,
) -> None:
    """Serves until it is interrupted; then what is in line is still answered.

    :param settings: Index, model, address and language.
    :param open_browser: Whether to open the page in the user's browser once it is up.
    :param api_only: Whether to leave the page out, which starts faster.
    :param at_once: How many questions are at work at the same time; None for one a core.
    :param waiting: How many wait beside them; None for eight times as many.
    :param doors: Who is let in from where; None for what the environment says.
    :raises WenjinError: The port is in use, or the index or the model cannot be used, or it is to
        listen for other machines and nobody was made a user.
    """
    _share_memory()
    doors = read_doors() if doors is None else doors
    access = Access(open_access(settings), doors, is_loopback(settings.host))
    hide(settings.home, settings.location)
    # the port first: to be told that it is taken should not need the model to be loaded
    with _listen(settings.host, settings.port) as listening:
        if ensure_index(settings):
            _say_empty(settings)
        live = LiveAssistant(settings.location, settings)
        desk = Desk(live, at_once=at_once, waiting=waiting)
        app = _make_app(desk, settings, api_only)
        lock(app, access, settings.language)
        config = uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=2,
            http=BoundedProtocol,
            ws="none",
            h11_max_incomplete_event_size=_LONGEST_HEAD,
            # by itself uvicorn believes whatever this machine says of where requests are from
            proxy_headers=bool(doors.proxies),
            forwarded_allow_ips=list(doors.proxies),
        )
        server = _Server(desk, config)
        address = _address(settings.host, settings.port) + ("/openapi.json" if api_only else "")
        threading.Thread(target=_warm_up, args=(desk,), daemon=True).start()
        threading.Thread(
            target=_announce,
            args=(server, address, settings.language, open_browser and not api_only),
            daemon=True,
        ).start()
        try:
            server.run(sockets=[listening])
        finally:
            desk.close()
            live.close()


def _make_app(desk: Desk, settings: Settings, api_only: bool) -> FastAPI:
    if api_only:
        return make_programs_app(desk, settings)
    from web.app import make_app

    return make_app(desk, settings)


class _Server(uvicorn.Server):
    """A server that answers what is in line before it ends."""

    def __init__(self, desk: Desk, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._desk = desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._desk.close()
        for listening in self.servers:
            listening.close()
        last = time.monotonic() + _DRAIN
        while self._desk.working + self._desk.waiting and time.monotonic() < last:
            if self.force_exit:
                break
            await asyncio.sleep(0.05)
        await super().shutdown(sockets)


def _share_memory() -> None:
    """Lets threads use what others have freed.

    With an arena a thread, which is glibc's way, the memory of a busy server is a third more and goes
    on growing with every library change that another thread carries out.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL("libc.so.6").mallopt(_M_ARENA_MAX, 2)


_M_ARENA_MAX = -8


def _warm_up(desk: Desk) -> None:
    """Loads what the first question would wait for, and then the first change of the library."""
    try:
        desk.live.warm_up()
        whole_dictionary()
    except Exception:
        # whoever asks first is told the same
        _log.exception("the models could not be loaded")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two servers share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else port - 1
            raise WenjinError(
                f"端口 {port} 已被占用。请关掉占用它的程序，或换一个：wenjin serve --port {other}",
                f"port {port} is in use. Stop what uses it, or take another: "
                f"wenjin serve --port {other}",
            ) from error
        raise WenjinError(
            f"不能在 {host}:{port} 上监听（{error.strerror or error}）。请换一个 --host 或 --port",
            f"cannot listen on {host}:{port} ({error.strerror or error}). "
            "Take another --host or --port",
        ) from error
    return listening


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown.strip("[]") else f"http://{shown}:{port}"


def _say_empty(settings: Settings) -> None:
    """That there was no index, which may be a slip in its name."""
    lines = {
        "zh": f"这里还没有索引，先建了一个空的：{settings.location}。请在网页的“文库”里加入文档",
        "en": f"there was no index, so an empty one was begun: {settings.location}. "
        "Add documents on the page under Library",
    }
    sys.stderr.write(lines[settings.language] + "\n")


def _announce(server: uvicorn.Server, address: str, language: str, open_browser: bool) -> None:
    """Says where the page is, and opens it, once the server answers."""
    while not server.started:
        if server.should_exit:
            return
        time.sleep(0.02)
    lines = {"zh": f"问津：{address}（按 Ctrl+C 结束）", "en": f"WenJin: {address} (Ctrl+C ends)"}
    sys.stdout.write(lines[language] + "\n")
    sys.stdout.flush()
    if open_browser:
        webbrowser.open(address)
