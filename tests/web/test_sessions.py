from __future__ import annotations

from pathlib import Path

import pytest
from starlette.routing import Mount

import web.app
from rag.live import LiveAssistant
from rag.settings import load_settings
from web.desk import Desk


def test_of_many_open_pages_the_longest_idle_is_forgotten(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web.app, "_SESSIONS", 3)
    settings = load_settings({"home": str(home)}, {})
    desk = Desk(LiveAssistant(settings.location, settings))
    app = web.app.make_app(desk, settings)
    holders = [
        route.app.state_holder
        for route in app.routes
        if isinstance(route, Mount) and hasattr(route.app, "state_holder")
    ]
    assert len(holders) == 1
    for number in range(5):
        holders[0][f"page {number}"]
    assert list(holders[0].session_data) == ["page 2", "page 3", "page 4"]
    desk.close()


def test_no_table_of_past_events_is_kept() -> None:
    with web.app.gr.Blocks() as blocks:
        pass
    queue = blocks.queue()._queue
    queue.events_recorded = 5
    assert queue.ANALYTICS_MAX_EVENTS == 1
    assert queue.compute_analytics_summary([{"function": "ask"}]) == {"functions": {}}
