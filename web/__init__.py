"""The page and the HTTP API on top of `rag`.

Importing this package switches off what Gradio and its hub client would ask other machines for;
it has to happen before Gradio is imported anywhere.
"""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# Else each event of the page ends in a table of the last 10,000, which nobody sees.
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(2**31)
os.environ.setdefault("HF_HUB_OFFLINE", "1")
