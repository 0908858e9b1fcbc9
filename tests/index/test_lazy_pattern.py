"""Expressions that are compiled late are right all the same."""

from __future__ import annotations

import gc
import pkgutil
import re
from importlib import import_module

import pytest

import index
import rag
from index.lazy_pattern import _LazyPattern, lazy_pattern


def test_it_works_like_a_pattern() -> None:
    pattern = lazy_pattern("([0-9]+)人", re.IGNORECASE)
    assert pattern.pattern == "([0-9]+)人"
    found = pattern.search("搬迁6524人")
    assert found is not None and found[1] == "6524"
    assert pattern.sub("", "搬迁6524人") == "搬迁" and pattern.groups == 1


def test_a_wrong_expression_is_told_at_its_first_use() -> None:
    with pytest.raises(re.error):
        lazy_pattern("(").search("")


def test_every_expression_of_the_program_compiles() -> None:
    for package in (index, rag):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    patterns = [found for found in gc.get_objects() if isinstance(found, _LazyPattern)]
    assert len(patterns) > 300
    for pattern in patterns:
        if pattern.pattern != "(":
            assert pattern.groups >= 0
