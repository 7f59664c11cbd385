"""A laid-out process is a clean vertical pool: checked with a geometry of its own on printed and random diagrams."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.document import read
from bpmn.layout import lay_out
from bpmn.picture import draw
from tests.layout import geometry, graphs

_SOPS = sorted((Path(__file__).parents[2] / "bpmn" / "sop").glob("*/*.bpmn"))
_NAMES = {"sop": graphs.sop_like, "blocks": graphs.structured, "tangle": graphs.tangled}
_SEEDS = st.integers(0, 2**32)


def _drawn(data: bytes, process: str = "p") -> geometry.Drawing:
    return geometry.read(lay_out(read(data), process).write())


@settings(max_examples=40, deadline=None)
@given(_SEEDS)
def test_any_sop_is_drawn_without_a_fault(seed: int) -> None:
    assert geometry.faults(_drawn(graphs.sop_like(seed))) == []


@settings(max_examples=30, deadline=None)
@given(_SEEDS)
def test_nested_blocks_are_drawn_without_a_fault(seed: int) -> None:
    found = geometry.faults(_drawn(graphs.structured(seed)))
    assert [fault for fault in found if "lie on each other" not in fault] == []


@settings(max_examples=30, deadline=None)
@given(_SEEDS)
def test_whatever_leads_wherever_no_shape_is_overlapped_and_no_flow_runs_through_one(seed: int) -> None:
    found = geometry.faults(_drawn(graphs.tangled(seed)))
    soft = ("lie on each other", "the label of", "the labels of")
    assert [fault for fault in found if not any(kind in fault for kind in soft)] == []


def test_flows_of_nested_blocks_hardly_ever_lie_on_each_other() -> None:
    found = [geometry.faults(_drawn(graphs.structured(seed))) for seed in range(25)]
    assert sum(len(faults) for faults in found) <= 1


@pytest.mark.parametrize("path", _SOPS, ids=lambda path: path.stem)
def test_a_delivered_sop_has_no_fault_and_no_crossing(path: Path) -> None:
    drawing = geometry.read(path.read_bytes())
    assert geometry.faults(drawing) == []
    assert geometry.crossings(drawing) == []


@pytest.mark.parametrize("path", _SOPS, ids=lambda path: path.stem)
def test_a_delivered_sop_fits_a_screen_of_1366(path: Path) -> None:
    pool = next(iter(geometry.read(path.read_bytes()).pools.values()))
    assert pool.w <= 1366


@pytest.mark.parametrize("name", _NAMES)
def test_only_the_drawing_changes(name: str) -> None:
    before = read(_NAMES[name](7))
    after = lay_out(before, "p")
    assert after.processes == before.processes
    text = after.write().decode()
    start = text.index("<bpmndi:BPMNDiagram")
    rest = text[:start] + text[text.index("</bpmndi:BPMNDiagram>") + len("</bpmndi:BPMNDiagram>") :]
    declared = [' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"']
    declared += [f' xmlns:{prefix}="http://www.omg.org/spec/DD/20100524/{prefix.upper()}"' for prefix in ("dc", "di")]
    for one in declared:
        rest = rest.replace(one, "")
    assert "".join(rest.split()) == "".join(before.write().decode().split())


@pytest.mark.parametrize("name", _NAMES)
def test_laying_out_twice_gives_the_same_bytes(name: str) -> None:
    once = lay_out(read(_NAMES[name](3)), "p")
    assert lay_out(once, "p").write() == once.write()


def test_the_measures_are_those_of_the_standard() -> None:
    graph = graphs.Graph(Random(1), ["a", "b"])
    graph.flow(graph.node("mulai", "startEvent", "a", "Mulai"), graph.node("satu", "userTask", "a", "Memeriksa"))
    graph.flow("satu", graph.node("putusan", "exclusiveGateway", "a", "Sesuai?"))
    graph.flow("putusan", graph.node("dua", "userTask", "b", "Menyusun"), "Ya")
    graph.flow("putusan", "satu", "Tidak")
    graph.flow("dua", graph.node("selesai", "endEvent", "b", "Selesai"))
    drawing = _drawn(graph.xml())
    nodes = drawing.nodes
    assert [lane.w for lane in drawing.lanes.values()] == [160, 160]
    assert (nodes["satu"].w, nodes["satu"].h, nodes["satu"].x) == (126, 54, 17)
    assert nodes["mulai"].y == 76
    assert nodes["satu"].y - nodes["mulai"].bottom == 34
    assert nodes["putusan"].y - nodes["satu"].bottom == 22
    assert nodes["dua"].y - nodes["putusan"].bottom == 34
    assert drawing.pools["pool"].bottom - nodes["selesai"].bottom == 20
    elbow = nodes["dua"].y - 17
    assert drawing.lines["f2"] == [(80, 262), (80, elbow), (240, elbow), (240, nodes["dua"].y)]
    assert drawing.lines["f3"] == [(60, 242), (9, 242), (9, 173), (17, 173)]
    assert (drawing.labels["f2"].x, drawing.labels["f2"].y) == (86, 265)
    assert drawing.labels["f3"].right == 58


def test_a_second_decision_stands_beside_the_first_and_its_end_below() -> None:
    graph = graphs.Graph(Random(1), ["pemohon", "kasi", "sekcam"])
    graph.flow(graph.node("mulai", "startEvent", "pemohon"), graph.node("s1", "userTask", "pemohon", "Melengkapi"))
    graph.flow("s1", graph.node("s2", "userTask", "kasi", "Memeriksa"))
    graph.flow("s2", graph.node("g", "exclusiveGateway", "kasi", "Lengkap?"))
    graph.flow("g", graph.node("s3", "userTask", "sekcam", "Memaraf"), "Ya")
    graph.flow("g", graph.node("h", "exclusiveGateway", "kasi", "Tindak lanjut?"), "Tidak")
    graph.flow("h", "s1", "Dilengkapi")
    graph.flow("h", graph.node("ditolak", "endEvent", "kasi", "Ditolak"), "Ditolak")
    graph.flow("s3", graph.node("selesai", "endEvent", "sekcam", "Selesai"))
    drawing = _drawn(graph.xml())
    first, second, end = (drawing.nodes[id] for id in ("g", "h", "ditolak"))
    assert second.right < first.x
    assert second.y == first.y
    assert end.x + end.w / 2 == second.x + second.w / 2
    assert end.y > second.bottom
    assert geometry.faults(drawing) == []
    assert geometry.crossings(drawing) == []


def test_named_boundary_events_hang_under_their_task_and_keep_its_exit_free() -> None:
    graph = graphs.Graph(Random(1), ["a"])
    graph.flow(graph.node("mulai", "startEvent", "a"), graph.node("tunggu", "receiveTask", "a", "Menunggu SK"))
    graph.flow("tunggu", graph.node("selesai", "endEvent", "a"))
    for n, name in enumerate(("Pengingat", "Batas waktu")):
        id = graph.node(f"b{n}", "boundaryEvent", "a", f"tunggu:{name}")
        graph.flow(id, graph.node(f"ingatkan{n}", "userTask", "a", "Mengingatkan"))
        graph.flow(f"ingatkan{n}", graph.node(f"akhir{n}", "endEvent", "a"))
    drawing = _drawn(graph.xml())
    assert geometry.faults(drawing) == []
    host = drawing.nodes["tunggu"]
    middle = host.x + host.w / 2
    for n in range(2):
        guest = drawing.nodes[f"b{n}"]
        assert guest.y + guest.h / 2 == host.bottom
        assert not guest.x <= middle <= guest.right


def test_other_pools_keep_their_drawing_beside_the_new_one() -> None:
    graph = graphs.Graph(Random(1), ["a"])
    graph.flow(graph.node("mulai", "startEvent", "a"), graph.node("selesai", "endEvent", "a"))
    other = (
        '<process id="q"><startEvent id="qs"/></process>'
        '<BPMNDiagram xmlns="http://www.omg.org/spec/BPMN/20100524/DI" id="x"'
        ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><BPMNPlane id="y" bpmnElement="k">'
        '<BPMNShape id="z" bpmnElement="warga" isHorizontal="true"><dc:Bounds x="5" y="6" width="300" height="100"/>'
        '</BPMNShape><BPMNShape id="w" bpmnElement="qs"><dc:Bounds x="60" y="40" width="36" height="36"/></BPMNShape>'
        "</BPMNPlane></BPMNDiagram></definitions>"
    )
    text = graph.xml().decode().replace("</definitions>", other)
    text = text.replace("</collaboration>", '<participant id="warga" name="Warga" processRef="q"/></collaboration>')
    drawing = _drawn(text.encode())
    assert drawing.pools["warga"].x >= drawing.pools["pool"].right
    assert (drawing.pools["warga"].w, drawing.pools["warga"].h) == (300, 100)
    assert drawing.nodes["qs"].x - drawing.pools["warga"].x == 55


def test_lanes_of_lanes_stand_around_their_columns() -> None:
    graph = graphs.Graph(Random(1), ["a", "b"])
    graph.flow(graph.node("mulai", "startEvent", "a"), graph.node("selesai", "endEvent", "b"))
    text = graph.xml().decode()
    text = text.replace('<laneSet id="ls">', '<laneSet id="ls"><lane id="kantor" name="Kantor"><childLaneSet id="c">')
    text = text.replace("</laneSet>", "</childLaneSet></lane></laneSet>")
    drawing = _drawn(text.encode())
    assert geometry.faults(drawing) == []
    outer, inner = drawing.lanes["kantor"], [drawing.lanes["a"], drawing.lanes["b"]]
    assert (outer.x, outer.right) == (inner[0].x, inner[1].right)
    assert inner[0].y == outer.y + 30


def test_a_lane_is_as_wide_as_its_name_needs_on_two_lines() -> None:
    long = "Dinas P2KBP3A (Kadis, Kabid, Analis Kebijakan Muda)"
    graph = graphs.Graph(Random(1), ["a", "b"])
    graph.flow(graph.node("mulai", "startEvent", "a"), graph.node("selesai", "endEvent", "b"))
    laid = lay_out(read(graph.xml().replace(b'name="b"', f'name="{long}"'.encode())), "p")
    lanes = geometry.read(laid.write()).lanes
    assert lanes["a"].w == 160
    assert lanes["b"].w > 160
    assert lanes["a"].right == lanes["b"].x
    assert "Muda)" in draw(laid, "p")
