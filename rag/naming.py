"""Why something is called what it is called."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_ASKS = lazy_pattern(
    r"(?:为什么|为何|为啥|怎么|如何)(?:会|要|被|人们|大家|都|又)*(?:叫做?|称作?|称为|得名|取名|起名|命名)"
    r"|名[字称]?是?(?:怎么|如何|咋|怎样)(?:来|得|取|起)"
    r"|(?:名[字称]?|称[呼号])的?(?:由来|来历|来源|含义|寓意)|(?:得名|取名|起名|命名)[^,，。?？]{0,6}(?:原因|缘由)"
)
_TELLS = lazy_pattern(
    r"得名|[故遂](?:此)?[名称叫]|因此[得名称叫]|而名|取名|起名|命名|名为|取[^,，。]{1,12}之意|寓意"
    r"|以[^,，。;；]{1,12}[为作](?:[㐀-鿿]{0,2}名)"
)
_ONLY_NAMES = lazy_pattern(r"得名|[故遂](?:此)?[名称]|而名")


def asks_naming(question: str) -> bool:
    """Whether a folded question asks where a name comes from."""
    return _ASKS.search(question) is not None


def tells_naming(sentence: str) -> bool:
    """Whether a folded sentence tells how something got its name."""
    return _TELLS.search(sentence) is not None


def only_tells_naming(sentence: str) -> bool:
    """Whether the reason that a folded sentence gives is that of a name, and of nothing else."""
    return _ONLY_NAMES.search(sentence) is not None
