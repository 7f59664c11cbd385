"""The SVG of a process shows it whole, in words too, and fits a page with a strict content policy."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpmn.document import read
from bpmn.picture import draw
from tests.layout import graphs

_SVG = "{http://www.w3.org/2000/svg}"
_SOPS = sorted((Path(__file__).parents[2] / "bpmn" / "sop").glob("*/*.bpmn"))
_SKM = next(path for path in _SOPS if path.stem.startswith("pengesahan"))
_KEY = "pengesahan_surat_keterangan_miskin"


def _parts(svg: str) -> dict[str, ET.Element]:
    return {node.get("data-id", ""): node for node in ET.fromstring(svg).iter() if node.get("data-id")}


def _classes(node: ET.Element) -> set[str]:
    return set((node.get("class") or "").split())


def _skm(**marks: object) -> str:
    return draw(read(_SKM.read_bytes()), _KEY, **marks)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", _SOPS, ids=lambda path: path.stem)
@pytest.mark.parametrize("small", [False, True], ids=["whole", "map"])
def test_every_element_and_flow_is_in_the_picture(path: Path, small: bool) -> None:
    document = read(path.read_bytes())
    (process,) = document.processes
    shown = set(_parts(draw(document, process.id, numbers_only=small)))
    assert shown >= {*process.elements, *process.flows}


@pytest.mark.parametrize("small", [False, True], ids=["whole", "map"])
def test_the_picture_has_no_style_no_script_and_nothing_from_elsewhere(small: bool) -> None:
    root = ET.fromstring(_skm(here=["langkah_3"], done=["langkah_1"], taken=["dilengkapi_3"], numbers_only=small))
    for node in root.iter():
        assert node.tag.removeprefix(_SVG) in {"svg", "g", "rect", "path", "circle", "text", "tspan", "title", "desc"}
        assert not {name for name in node.attrib if name.startswith(("on", "style")) or name.endswith("href")}
        assert not any("url(" in value or "javascript" in value for value in node.attrib.values())


@pytest.mark.parametrize("small", [False, True], ids=["whole", "map"])
def test_marks_become_classes(small: bool) -> None:
    parts = _parts(_skm(here=["langkah_3"], done=["langkah_1"], taken=["alur_1", "dilengkapi_3"], numbers_only=small))
    assert _classes(parts["langkah_3"]) == {"lj-step", "is-here"}
    assert _classes(parts["langkah_1"]) == {"lj-step", "is-done"}
    assert _classes(parts["langkah_2"]) == {"lj-step"}
    assert _classes(parts["alur_1"]) == {"lj-flow", "is-taken"}
    assert _classes(parts["dilengkapi_3"]) == {"lj-flow", "is-taken", "is-return"}
    assert _classes(parts["alur_2"]) == {"lj-flow"}
    assert _classes(parts["putusan_3"]) == {"lj-gate"}


def test_marks_that_the_diagram_does_not_know_do_no_harm() -> None:
    assert _skm(here=["tidak-ada"], done=["x"], taken=["y"]) == _skm()


def test_the_picture_says_in_words_where_the_case_stands_and_what_leads_back() -> None:
    root = ET.fromstring(_skm(here=["langkah_3"], done=["langkah_1", "langkah_2"]))
    title, words = root.findtext(f"{_SVG}title"), root.findtext(f"{_SVG}desc") or ""
    assert title == "Diagram Pengesahan Surat Keterangan Miskin (SKM): langkah 3 dari 6"
    assert root.get("role") == "img"
    ids = {node.get("id") for node in root.iter() if node.get("id")}
    assert set((root.get("aria-labelledby") or "").split()) == ids
    assert "Kolom: Pemohon, Staf, Kasi, Sekcam, Camat." in words
    assert "1. Membawa atau melengkapi berkas (Pemohon), sudah ditempuh." in words
    assert "3. Memverifikasi data SKM (Kasi), sekarang di sini." in words
    assert "Bila Dilengkapi pada langkah 3, kembali ke langkah 1." in words


def test_a_split_step_counts_as_one_row() -> None:
    path = next(path for path in _SOPS if path.stem.startswith("pengumpulan"))
    drawn = draw(read(path.read_bytes()), "pengumpulan_data_pencanangan_kampung_kb", here=["langkah_13b"])
    assert (ET.fromstring(drawn).findtext(f"{_SVG}title") or "").endswith("langkah 13b dari 17")


def test_the_map_is_352_wide_and_shows_numbers_but_no_names() -> None:
    root = ET.fromstring(_skm(numbers_only=True))
    assert root.get("width") == "352"
    texts = {"".join(node.itertext()) for node in root.iter(f"{_SVG}text")}
    assert texts == {"Pemohon", "Staf", "Kasi", "Sekcam", "Camat", *"123456", "Dilengkapi"}


@pytest.mark.parametrize("path", _SOPS, ids=lambda path: path.stem)
@pytest.mark.parametrize("small", [False, True], ids=["whole", "map"])
def test_no_name_of_a_lane_is_cut_off(path: Path, small: bool) -> None:
    document = read(path.read_bytes())
    (process,) = document.processes
    root = ET.fromstring(draw(document, process.id, numbers_only=small))
    shown = " | ".join(" ".join(node.itertext()) for node in root.iter(f"{_SVG}text"))
    assert [lane.name for lane in process.lanes if lane.name not in shown] == []


def _lowest_word(step: ET.Element) -> float:
    """Where the letters of a step's name end, in px from the top of the page."""
    return max(float(span.get("y", "0")) for span in step.iter(f"{_SVG}tspan")) + 3


@pytest.mark.parametrize("path", _SOPS, ids=lambda path: path.stem)
def test_no_name_stands_under_a_mark_or_an_event(path: Path) -> None:
    document = read(path.read_bytes())
    (process,) = document.processes
    parts, shapes = _parts(draw(document, process.id)), document.diagrams[0].shapes
    for element in process.elements.values():
        if element.attached_to:
            assert _lowest_word(parts[element.attached_to]) < shapes[element.id].bounds.y
        if element.loop:
            box = shapes[element.id].bounds
            assert _lowest_word(parts[element.id]) < box.y + box.height - 14


def test_a_step_that_waits_for_a_letter_bears_an_envelope() -> None:
    (path,) = [path for path in _SOPS if path.stem.startswith("optimalisasi")]
    document = read(path.read_bytes())
    (process,) = document.processes
    for done in ([], ["langkah_4b"]):
        parts = _parts(draw(document, process.id, done=done))
        boxes = {id: len(list(parts[id].iter(f"{_SVG}rect"))) for id in ("langkah_4a", "langkah_4b")}
        assert boxes == {"langkah_4a": 1, "langkah_4b": 2}


def test_both_pictures_of_one_process_can_stand_on_one_page() -> None:
    ids = [re.findall(r' id="([^"]+)"', _skm(numbers_only=small)) for small in (False, True)]
    assert set(ids[0]).isdisjoint(ids[1])


def test_names_are_text_and_never_markup() -> None:
    text = _SKM.read_text(encoding="utf-8").replace('name="Staf"', 'name="&lt;script&gt;&quot;&amp;"')
    svg = draw(read(text.encode()), _KEY)
    assert "<script" not in svg
    assert '<script>"&' in {"".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{_SVG}text")}


def test_a_file_without_a_drawing_is_laid_out_first() -> None:
    text = re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", _SKM.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert draw(read(text.encode()), _KEY) == _skm()


def test_lanes_that_lie_have_their_heads_on_the_left() -> None:
    text = _SKM.read_text(encoding="utf-8").replace('isHorizontal="false"', 'isHorizontal="true"')
    turned = ET.fromstring(draw(read(text.encode()), _KEY))
    heads = [node for node in turned.iter(f"{_SVG}text") if node.get("transform")]
    assert [node.get("transform", "")[:11] for node in heads] == ["rotate(-90 "] * 6


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_whatever_can_be_laid_out_can_be_drawn(seed: int, small: bool) -> None:
    document = read(graphs.tangled(seed))
    marks = [id for at, id in enumerate(document.process("p").elements) if at % 3 == 0]
    root = ET.fromstring(draw(document, "p", here=marks[:1], done=marks[1:], numbers_only=small))
    numbers = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox") or "")
    assert all(float(number) < 100_000 for number in numbers)
    assert float(numbers[2]) > 0
    assert float(numbers[3]) > 0
