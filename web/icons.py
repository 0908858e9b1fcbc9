"""The page's few icons, drawn for it, as inline SVG that takes the colour of the text."""

from __future__ import annotations

_PATHS = {
    "copy": '<rect x="8" y="8" width="11" height="12" rx="2"/><path d="M5 16V6a2 2 0 0 1 2-2h8"/>',
    "open": '<path d="M13 5h6v6M19 5l-8 8M10 6H6q-1 0-1 1v11q0 1 1 1h11q1 0 1-1v-4"/>',
    "download": '<path d="M12 4v11m-5-4.5 5 5 5-5M5 20h14"/>',
    "back": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "theme": '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>',
    "new": '<path d="M12 5v14M5 12h14"/>',
    "narrow": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "document": '<path d="M7 3h7l5 5v13H7zM14 3v5h5M10 13h6M10 17h6"/>',
    "upload": '<path d="M12 16V5m-5 4.5 5-5 5 5M5 20h14"/>',
    "remove": '<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13"/>',
    "language": (
        '<circle cx="12" cy="12" r="8"/><path d="M4 12h16M12 4c5 5 5 11 0 16M12 4c-5 5-5 11 0 16"/>'
    ),
}


def icon(name: str) -> str:
    """An icon that assistive technology passes over; what it means stands beside it in words."""
    return (
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="1.7" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true">{_PATHS[name]}</svg>'
    )
