"""Which form file an element of a diagram gets."""

from dataclasses import dataclass, field

import pytest

from engine.expressions import compile
from forms.findings import FormRefused
from forms.library import Library, fields_of, findings_of, forms_of
from tests.forms.build import raw_form


@dataclass(frozen=True)
class Asking:
    id: str = "langkah_1"
    form_ref: str | None = None
    form_key: str | None = None


@dataclass(frozen=True)
class Asks:
    elements: dict[str, Asking] = field(default_factory=dict)


def named(id: str) -> bytes:
    return raw_form().replace(b'"formulir"', f'"{id}"'.encode())


FILES = {
    "skm.bpmn": b"<xml/>",
    "skm/langkah_1.form": named("langkah_1"),
    "skm/langkah_2.form": named("persetujuan"),
    "lain/langkah_1.form": named("langkah_1"),
    "langkah_3.form": named("langkah_3"),
}


@pytest.mark.parametrize(
    ("asking", "folder", "name"),
    [
        (Asking("a", form_ref="persetujuan"), "", "skm/langkah_2.form"),
        (Asking("a", form_ref="langkah_1"), "skm", "skm/langkah_1.form"),
        (Asking("a", form_ref="langkah_1"), "lain", "lain/langkah_1.form"),
        (Asking("a", form_key="camunda-forms:deployment:skm/langkah_2.form"), "", "skm/langkah_2.form"),
        (Asking("a", form_key="camunda-forms:/langkah_3.form"), "skm", "langkah_3.form"),
        (Asking("a", form_key="langkah_2.form"), "", "skm/langkah_2.form"),
        (Asking("langkah_1"), "lain", "lain/langkah_1.form"),
        (Asking("langkah_3"), "skm", "langkah_3.form"),
        (Asking("langkah_9"), "skm", None),
    ],
)
def test_an_element_gets_the_form_that_it_names_else_the_one_with_its_id(
    asking: Asking, folder: str, name: str | None
) -> None:
    assert Library(FILES).name_of(asking, folder) == name


@pytest.mark.parametrize(
    ("asking", "rule"),
    [
        (Asking(form_ref="tidak_ada"), "form-missing"),
        (Asking(form_key="tidak_ada.form"), "form-missing"),
        (Asking(form_ref="langkah_1"), "form-twice"),
        (Asking(form_key="langkah_1.form"), "form-twice"),
    ],
)
def test_a_form_that_is_missing_or_there_twice_is_refused(asking: Asking, rule: str) -> None:
    with pytest.raises(FormRefused) as caught:
        Library(FILES).form_of(asking)
    assert caught.value.findings[0].rule == rule
    assert asking.id in caught.value.id
    assert fields_of(FILES)(asking) is None


def test_a_name_matches_whole_path_parts_only() -> None:
    assert Library({"skm/xlangkah_1.form": named("x")}).name_of(Asking()) is None


def test_the_forms_of_a_process_stand_under_element_ids() -> None:
    asks = Asks({"a": Asking("a", form_ref="persetujuan"), "b": Asking("b"), "langkah_3": Asking("langkah_3")})
    forms = forms_of(asks, FILES, compile, "skm")
    assert {id: form.id for id, form in forms.items()} == {"a": "persetujuan", "langkah_3": "langkah_3"}


def test_a_form_is_read_once() -> None:
    library = Library(FILES)
    assert library.form_of(Asking("langkah_3")) is library.form("langkah_3.form")


def test_findings_of_all_files_name_the_file() -> None:
    broken = {"a.form": b"{", "b/c.form": raw_form({"type": "textfield", "key": "not", "label": "x"}), "d.txt": b"{"}
    found = findings_of(broken, compile)
    assert [(one.rule, one.element) for one in found] == [("form-json", "a.form"), ("form-key", "b/c.form: not")]
    assert all(one.id.startswith(("a.form", "b/c.form")) for one in found)
    assert fields_of(broken)(Asking(form_key="a.form")) is None
