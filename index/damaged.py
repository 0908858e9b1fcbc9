"""The mark of what cannot be read."""

from __future__ import annotations

DAMAGED = "□"
"""What stands in a reading text for a damaged place that cannot be read."""
