"""The page and the HTTP API on top of `rag`.

Importing this package switches off what Gradio and its hub client would ask other machines for;
it has to happen before Gradio is imported anywhere.
"""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
