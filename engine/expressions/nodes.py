"""What the parser builds: closures, with the names that they read and how deep they nest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.expressions.refusal import MAX_DEPTH, ExpressionRefused
from engine.expressions.values import equal, less, less_or_equal

Values = Mapping[str, object]
Run = Callable[[Values], object]
Test = Callable[[Values, object], bool]
Binary = Callable[[object, object], object]

NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression. A name has a `path`, a range a `test` in place of a value, a list its `items`."""

    run: Run
    names: frozenset[str] = NO_NAMES
    depth: int = 0
    path: tuple[str, ...] = ()
    test: Test | None = None
    items: tuple[Node, ...] | None = None

    @property
    def constant(self) -> bool:
        """Whether its value is the same each time."""
        return not self.names and not self.holds_range

    @property
    def holds_range(self) -> bool:
        """Whether it is a range, or a list with ranges."""
        return self.test is not None or any(item.test is not None for item in self.items or ())


def nested(parts: Sequence[Node], deeper: int = 1) -> tuple[frozenset[str], int]:
    """The names of some parts, and the depth of what holds them; refuses what nests too deep."""
    names = NO_NAMES.union(*(part.names for part in parts)) if parts else NO_NAMES
    depth = max((part.depth for part in parts), default=0) + deeper
    if depth > MAX_DEPTH:
        raise ExpressionRefused(
            f"Ungkapan bersarang lebih dari {MAX_DEPTH} tingkat. Tulis lebih sederhana.",
            f"The expression nests more than {MAX_DEPTH} levels. Write it more simply.",
        )
    return names, depth


def plain(part: Node) -> Node:
    """The part itself; refuses a range, which has a meaning after `in` only."""
    if part.holds_range:
        raise ExpressionRefused(
            "Rentang seperti [1..10] hanya boleh sesudah kata in.",
            "A range like [1..10] may stand after the word in only.",
        )
    return part


def constant(value: object) -> Node:
    """A literal."""
    return Node(lambda values: value)


def look_up(path: tuple[str, ...]) -> Node:
    """A name, or a path of keys in JSON objects; what is missing is null."""
    name = path[0]
    if len(path) == 1:
        return Node(lambda values: values.get(name), frozenset(path), path=path)
    rest = path[1:]

    def run(values: Values) -> object:
        found = values.get(name)
        for key in rest:
            if not isinstance(found, Mapping):
                return None
            found = found.get(key)
        return found

    return Node(run, frozenset((name,)), path=path)


def all_of(parts: Sequence[Node]) -> Node:
    """True when every part is true."""
    names, depth = nested([plain(part) for part in parts], 0)
    runs = tuple(part.run for part in parts)
    if len(runs) == 2:
        one, other = runs
        return Node(lambda values: one(values) is True and other(values) is True, names, depth)

    def run(values: Values) -> object:
        for one in runs:
            if one(values) is not True:
                return False
        return True

    return Node(run, names, depth)


def any_of(parts: Sequence[Node]) -> Node:
    """True when at least one part is true."""
    names, depth = nested([plain(part) for part in parts], 0)
    runs = tuple(part.run for part in parts)

    def run(values: Values) -> object:
        for one in runs:
            if one(values) is True:
                return True
        return False

    return Node(run, names, depth)


def opposite(part: Node) -> Node:
    """True when the part is not true."""
    names, depth = nested([plain(part)])
    run = part.run
    return Node(lambda values: run(values) is not True, names, depth)


def same(left: Node, right: Node, wanted: bool) -> Node:
    """Whether two values are equal (or unequal); a name against a text is one comparison."""
    names, depth = nested([plain(left), plain(right)], 0)
    one, other = left.run, right.run
    fixed = right.run({}) if right.constant else None
    if isinstance(fixed, str) and len(left.path) == 1:
        name = left.path[0]
        if wanted:
            return Node(lambda values: values.get(name) == fixed, names, depth)
        return Node(lambda values: values.get(name) != fixed, names, depth)
    if wanted:
        return Node(lambda values: equal(one(values), other(values)), names, depth)
    return Node(lambda values: not equal(one(values), other(values)), names, depth)


def ordered(left: Node, right: Node, holds: Binary) -> Node:
    """One of the four orderings."""
    names, depth = nested([plain(left), plain(right)], 0)
    one, other = left.run, right.run
    return Node(lambda values: holds(one(values), other(values)), names, depth)


def between(part: Node, low: Node, high: Node) -> Node:
    """Whether low <= part <= high."""
    names, depth = nested([plain(part), plain(low), plain(high)], 0)
    value, least, most = part.run, low.run, high.run

    def run(values: Values) -> object:
        found = value(values)
        return less_or_equal(least(values), found) and less_or_equal(found, most(values))

    return Node(run, names, depth)


def chain(first: Node, steps: Sequence[tuple[Binary, Node]]) -> Node:
    """A sum or a product, from left to right."""
    names, depth = nested([plain(first), *(plain(part) for _, part in steps)], 0)
    begin = first.run
    runs = tuple((apply, part.run) for apply, part in steps)

    def run(values: Values) -> object:
        result = begin(values)
        for apply, one in runs:
            result = apply(result, one(values))
        return result

    return Node(run, names, depth)


def applied(function: Callable[..., object], parts: Sequence[Node]) -> Node:
    """A function of the parts."""
    names, depth = nested([plain(part) for part in parts])
    runs = tuple(part.run for part in parts)
    if len(runs) == 1:
        only = runs[0]
        return Node(lambda values: function(only(values)), names, depth)
    return Node(lambda values: function(*[run(values) for run in runs]), names, depth)


def grouped(part: Node) -> Node:
    """A part in parentheses: itself, one level deeper."""
    return replace(part, depth=nested([part])[1])


def listed(parts: Sequence[Node]) -> Node:
    """A list; after `in` its parts may be ranges, which is why they are kept."""
    names, depth = nested([part if part.test else plain(part) for part in parts])
    runs = tuple(part.run for part in parts)
    return Node(lambda values: [run(values) for run in runs], names, depth, items=tuple(parts))


def span(low: Node, high: Node, closed: tuple[bool, bool]) -> Node:
    """A range: whether a value lies between two others, each counted in (`closed`) or not."""
    names, depth = nested([plain(low), plain(high)])
    least, most = low.run, high.run
    above = less_or_equal if closed[0] else less
    below = less_or_equal if closed[1] else less

    def test(values: Values, found: object) -> bool:
        return above(least(values), found) and below(found, most(values))

    return Node(lambda values: None, names, depth, test=test)


def member(part: Node, target: Node) -> Node:
    """Whether a value equals or lies in one of several (`items`), or is in the list that the target gives."""
    names, depth = nested([plain(part), target], 0)
    value = part.run
    tests = (_among(target),) if target.items is None else tuple(_equals(item) for item in target.items)

    def run(values: Values) -> object:
        found = value(values)
        return any(test(values, found) for test in tests)

    return Node(run, names, depth)


def _equals(item: Node) -> Test:
    run = item.run
    return item.test or (lambda values, found: equal(found, run(values)))


def _among(target: Node) -> Test:
    if target.test is not None:
        return target.test
    run = target.run

    def among(values: Values, found: object) -> bool:
        wanted = run(values)
        if isinstance(wanted, (list, tuple)):
            return any(equal(found, one) for one in wanted)
        return equal(found, wanted)

    return among
