"""Whether a sentence speaks of a smaller place than the question."""

from __future__ import annotations

import re

_NAMED = re.compile(r"[㐀-鿿]{2,5}?(?:村|乡|镇)(?!级|民|委|庄)")
_GENERIC = re.compile(
    r"(?:贫困|深度|自然|行政|重点|农|整|驻|全|各|个|多|示范|标杆|小康|试点|进|入|本|该|每|访|山|到|出|脱贫|乡|城|新|"
    r"小|大|先进|特色|美丽|文明|下|帮扶|扶贫|所有|部分|具备条件的|[0-9])(?:村|乡|镇)$|^(?:城乡|乡镇|下乡|乡村|城镇)"
)


def narrower_places(question: str, sentence: str) -> list[str]:
    """The villages and townships that a sentence names and the question does not.

    Told by form: a few characters that end in 村, 乡 or 镇 and are not a kind of village (贫困村,
    行政村, 全村). What a county reports of one village is no answer about the county.
    """
    found = []
    for match in _NAMED.finditer(sentence):
        name = match[0]
        if not _GENERIC.search(name) and name[-3:] not in question and name[-2:] not in question:
            found.append(name)
    return found
