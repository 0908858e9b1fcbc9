"""What schemathesis cannot know from the description alone."""

from __future__ import annotations

from typing import Any

import schemathesis

from index.errors import UsageError
from rag.question import check_question


@schemathesis.hook
def filter_body(context: Any, body: Any) -> bool:
    """Leaves out questions that hold nothing to look for, which no JSON schema can describe."""
    question = body.get("question") if isinstance(body, dict) else None
    if not isinstance(question, str) or not 0 < len(question) <= 1000:
        return True
    try:
        check_question(question)
    except UsageError:
        return False
    return True
