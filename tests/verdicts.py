"""Many rules held against many things: each thing is read once, each rule is one test.

A test that fails names everything that breaks its rule, each with the reason.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

Verdicts = dict[str, dict[str, str]]


class Rules:
    """The rules of a file: a function below the decorator is one, and becomes a test.

    A rule takes what was read and what it was read of. The file has a fixture ``verdicts``, which
    is what :meth:`judge` returns.
    """

    def __init__(self) -> None:
        self._rules: dict[str, Callable[[Any, Any], None]] = {}

    def __call__(self, rule: Callable[[Any, Any], None]) -> Callable[[Verdicts], None]:
        """Return the test of a rule, under the rule's own name."""
        self._rules[rule.__name__] = rule

        def test(verdicts: Verdicts) -> None:
            if broken := verdicts[rule.__name__]:
                told = "\n".join(f"{name}: {reason}" for name, reason in broken.items())
                pytest.fail(f"broken by {len(broken)}\n{told}", pytrace=False)

        test.__name__, test.__doc__ = rule.__name__, rule.__doc__
        return test

    def judge(self, cases: Mapping[str, Any], read: Callable[[Any], Any]) -> Verdicts:
        """Return, by rule, the names of the cases that break it, and why.

        A case that cannot be read breaks every rule, and hides no other.
        """
        if not cases:
            raise LookupError("there is nothing to hold the rules against")
        found: Verdicts = {rule: {} for rule in self._rules}
        for name, case in cases.items():
            try:
                thing = read(case)
            except ValueError as error:
                for broken in found.values():
                    broken[name] = str(error)
                continue
            for rule, holds in self._rules.items():
                try:
                    holds(thing, case)
                except Exception as error:
                    found[rule][name] = f"{type(error).__name__}: {error}"
        return found
