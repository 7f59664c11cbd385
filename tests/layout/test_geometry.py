"""The checker of drawings sees each fault that it looks for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.layout.geometry import Box, Drawing, crossings, faults


def _sound() -> Drawing:
    """Two boxes in two lanes, joined by one flow with a label."""
    return Drawing(
        nodes={"a": Box(20, 40, 60, 30), "b": Box(120, 100, 60, 30), "g": Box(70, 61, 18, 18)},
        hosts={"g": "a"},
        lane_of={"a": "l", "b": "m"},
        lanes={"l": Box(0, 0, 100, 200), "m": Box(100, 0, 100, 200)},
        ends={"f": ("a", "b")},
        lines={"f": [(50, 70), (50, 85), (150, 85), (150, 100)]},
        labels={"f": Box(20, 87, 20, 10)},
        named={"f"},
    )


def _add_flow(drawing: Drawing, *points: tuple[float, float]) -> None:
    drawing.nodes |= {"c": Box(20, 150, 20, 20), "d": Box(160, 150, 20, 20)}
    drawing.ends["h"] = ("c", "d")
    drawing.lines["h"] = list(points)


def test_a_sound_drawing_has_no_fault() -> None:
    assert faults(_sound()) == []
    assert crossings(_sound()) == []


_FAULTS: dict[str, Callable[[Drawing], object]] = {
    "x and a overlap": lambda d: d.nodes.__setitem__("x", Box(60, 50, 30, 30)),
    "b stands outside its lane": lambda d: d.nodes.__setitem__("b", Box(90, 100, 60, 30)),
    "lanes l and m overlap": lambda d: d.lanes.__setitem__("m", Box(90, 0, 110, 200)),
    "f is not drawn": lambda d: d.lines.pop("f"),
    "f does not begin and end at its elements": lambda d: d.lines["f"].pop(),
    "f is slanted": lambda d: d.lines["f"].pop(1),
    "f runs through y": lambda d: d.nodes.__setitem__("y", Box(100, 80, 12, 10)),
    "f runs through a": lambda d: d.lines["f"].__setitem__(0, (50, 45)),
    "f and h lie on each other": lambda d: _add_flow(d, (30, 150), (30, 85), (170, 85), (170, 150)),
    "f has a name and no place for it": lambda d: d.labels.clear(),
    "the label of f lies on a lane's line": lambda d: d.labels.__setitem__("f", Box(90, 87, 20, 10)),
    "the label of f lies on b": lambda d: d.labels.__setitem__("f", Box(130, 110, 20, 10)),
    "the labels of f and b overlap": lambda d: d.labels.__setitem__("b", Box(30, 90, 20, 10)),
}


@pytest.mark.parametrize("fault", _FAULTS)
def test_a_fault_is_seen(fault: str) -> None:
    drawing = _sound()
    _FAULTS[fault](drawing)
    found = faults(drawing)
    assert fault in found or fault.replace("x and a", "a and x") in found


def test_a_crossing_is_counted() -> None:
    drawing = _sound()
    _add_flow(drawing, (30, 150), (30, 140), (110, 140), (110, 20), (170, 20), (170, 150))
    assert crossings(drawing) == [("f", "h")]
