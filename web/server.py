"""`wenjin serve`: the page and the API on a port of this machine."""

from __future__ import annotations

import errno
import logging
import socket
import sys
import threading
import time
import webbrowser

import uvicorn

from index.errors import WenjinError
from rag.assistant import Assistant
from rag.settings import Settings
from web.app import make_app

_log = logging.getLogger(__name__)


def serve(settings: Settings, open_browser: bool) -> None:
    """Serves until it is interrupted.

    :param settings: Index, model, address and language.
    :param open_browser: Whether to open the page in the user's browser once it is up.
    :raises WenjinError: The port is in use, or the index or the model cannot be used.
    """
    # the port first: to be told that it is taken should not need the model to be loaded
    with _listen(settings.host, settings.port) as listening:
        assistant = Assistant.open(settings=settings)
        app = make_app(assistant, settings)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
        )
        address = _address(settings.host, settings.port)
        threading.Thread(target=_warm_up, args=(assistant,), daemon=True).start()
        threading.Thread(
            target=_announce, args=(server, address, settings.language, open_browser), daemon=True
        ).start()
        try:
            server.run(sockets=[listening])
        finally:
            assistant.close()


def _warm_up(assistant: Assistant) -> None:
    """Asks something, so that the first reader does not wait for what is loaded on first use."""
    try:
        assistant.ask("问津是什么")
    except Exception:
        # whoever asks next is told the same in the page
        _log.exception("the first question failed")


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
