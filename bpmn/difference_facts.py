"""What is compared about an element, a flow and a process: each fact with its words and its value as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bpmn.difference_words import Words
from bpmn.document import Element, Flow, Process
from bpmn.net import Call, Loop, Param, Throw, Timer, Trigger, Value, Variable

PROPERTIES: Final[Mapping[str, Words]] = {
    "sop:no": ("nomor", "number"),
    "sop:kelengkapan": ("kelengkapan", "requirements"),
    "sop:waktu": ("waktu tercetak", "printed time"),
    "sop:durasi": ("durasi", "duration"),
    "sop:norma": ("lingkup waktu", "scope of the time"),
    "sop:output": ("output", "output"),
    "sop:keterangan": ("keterangan", "remarks"),
    "sop:pengesahan": ("pengesahan", "sign-offs"),
    "sop:bersama": ("pelaksana bersama", "joint performer"),
    "sop:bukti": ("dasar penetapan", "evidence"),
    "sop:pertanyaan": ("pertanyaan terbuka", "open questions"),
    "sop:penjawab": ("pihak yang ditunggu", "who is waited for"),
    "sop:pengingat": ("pengingat", "reminder"),
    "sop:memberi": ("isian yang diberikan", "fields supplied"),
    "sop:waktu-kerja": ("hitungan waktu kerja", "counting in working time"),
    "sop:sumber": ("sumber", "source"),
    "sop:nomor": ("nomor", "number"),
    "sop:tanggal-pembuatan": ("tanggal pembuatan", "date of making"),
    "sop:tanggal-revisi": ("tanggal revisi", "date of revision"),
    "sop:tanggal-efektif": ("tanggal efektif", "date in force"),
    "sop:disahkan-oleh": ("pejabat yang mengesahkan", "approving post"),
    "sop:instansi": ("instansi", "office"),
    "sop:dasar-hukum": ("dasar hukum", "legal basis"),
    "sop:kualifikasi-pelaksana": ("kualifikasi pelaksana", "qualification of performers"),
    "sop:keterkaitan": ("keterkaitan", "related SOPs"),
    "sop:peralatan": ("peralatan/perlengkapan", "equipment"),
    "sop:peringatan": ("peringatan", "warnings"),
    "sop:pencatatan": ("pencatatan dan pendataan", "records"),
    "sop:pengertian": ("pengertian", "definitions"),
    "sop:tujuan": ("tujuan", "purpose"),
    "sop:referensi": ("referensi", "references"),
    "sop:unit-terkait": ("unit terkait", "units concerned"),
}
"""What each property of an SOP is called."""

_TEXT: Final[Words] = ("uraian", "printed text")
_TIMERS: Final = {"date": "tanggal", "duration": "lama", "cycle": "berulang"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is compared: the kind of its difference, what it is called, and its value; empty: none."""

    kind: str
    words: Words
    value: str


Facts = dict[str, Fact]


def of_process(process: Process) -> Facts:
    """The facts of a process, but for its id and name."""
    found = {
        "documentation": Fact("text", _TEXT, process.documentation),
        "executable": Fact("header", ("sifat dapat dijalankan", "being executable"), _yes(process.executable, "tidak")),
        "version_tag": Fact("header", ("label versi", "version tag"), process.version_tag or ""),
    }
    return found | _properties(process.properties, "header")


def of_flow(flow: Flow) -> Facts:
    """The facts of a flow, but for its ends and its name."""
    return {
        "condition": Fact("condition", ("syarat", "condition"), flow.condition or ""),
        "language": Fact("condition", ("bahasa syarat", "language of the condition"), flow.language or ""),
    }


def of_element(element: Element) -> Facts:
    """The facts of an element, but for its id, kind, name, default flow and the places where it stands."""
    found = {"documentation": Fact("text", _TEXT, element.documentation)}
    found |= _properties(element.properties, "property")
    for key, words, value in _events(element):
        found[key] = Fact("event", words, value)
    for kind, rows in (("form", _forms(element)), ("people", _people(element)), ("work", _work(element))):
        found |= {key: Fact(kind, words, value) for key, words, value in rows}
    found |= {f"loop.{key}": Fact("loop", words, value) for key, words, value in _loop(element.loop)}
    found |= {f"call.{key}": Fact("call", words, value) for key, words, value in _call(element.call)}
    for key, words, value in _mappings(element):
        found[key] = Fact("mapping", words, value)
    return found


_Row = tuple[str, Words, str]


def _properties(properties: Mapping[str, str], kind: str) -> Facts:
    return {
        f"property {name}": Fact(kind, PROPERTIES.get(name, (f"isian {name}", f"property {name}")), value)
        for name, value in properties.items()
    }


def _yes(value: bool, otherwise: str = "") -> str:
    return "ya" if value else otherwise


def _events(element: Element) -> Iterator[_Row]:
    yield "interrupting", ("sifat menghentikan", "interrupting"), _yes(element.interrupting, "tidak")
    yield "events", ("jenis kejadian", "kind of event"), ", ".join(element.events)
    yield "link", ("sambungan", "link"), element.link or ""
    yield "triggered", ("pemicuan oleh kejadian", "being triggered by an event"), _yes(element.triggered)
    yield "instantiate", ("sifat memulai berkas", "starting a case"), _yes(element.instantiate)
    yield "compensation", ("kompensasi", "compensation"), _yes(element.compensation)
    yield from _trigger(element.trigger or Trigger("timer"))
    yield from _throw(element.throw or Throw("terminate"))


def _trigger(waits: Trigger) -> Iterator[_Row]:
    yield "waits.name", ("hal yang ditunggu", "message, signal or code waited for"), waits.name or ""
    yield "waits.timer", ("waktu", "time"), _timer(waits.timer)
    yield "waits.condition", ("syarat kejadian", "condition of the event"), waits.condition or ""
    yield "waits.key", ("kunci pesan", "message key"), waits.key or ""
    yield "waits.code", ("isian kode", "variable of the code"), waits.code_variable or ""
    yield "waits.message", ("isian pesan", "variable of the message"), waits.message_variable or ""


def _timer(timer: Timer | None) -> str:
    return f"{_TIMERS[timer.kind]} {timer.text}" if timer else ""


def _throw(sends: Throw) -> Iterator[_Row]:
    yield "sends.name", ("hal yang dikirim", "message, signal or code sent"), sends.name or ""
    yield "sends.key", ("kunci pesan yang dikirim", "key of the message sent"), sends.key or ""
    yield "sends.payload", ("isi kiriman", "payload"), _params(sends.payload, sends.all)


def _forms(element: Element) -> Iterator[_Row]:
    yield "form_ref", ("formulir", "form"), element.form_ref or ""
    yield "form_key", ("kunci formulir", "form key"), element.form_key or ""


def _people(element: Element) -> Iterator[_Row]:
    yield "assignee", ("petugas", "assignee"), element.assignee or ""
    yield "groups", ("kelompok yang boleh mengerjakan", "candidate groups"), _set(element.candidate_groups)
    yield "users", ("orang yang boleh mengerjakan", "candidate users"), _set(element.candidate_users)
    yield "due", ("tenggat", "due date"), element.due_date or ""


def _set(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))


def _work(element: Element) -> Iterator[_Row]:
    yield "topic", ("topik pekerjaan", "topic of the work"), element.topic or ""
    yield "retries", ("pengulangan bila gagal", "retries"), element.retries or ""


def _loop(loop: Loop | None) -> Iterator[_Row]:
    yield "kind", ("cara pengulangan", "kind of repetition"), loop.kind if loop else ""
    if loop is None:
        return
    yield "condition", ("syarat pengulangan", "condition of the repetition"), loop.condition or ""
    yield "before", ("pemeriksaan sebelum pengulangan", "asking before each turn"), _yes(loop.before)
    yield "maximum", ("batas pengulangan", "limit of the repetition"), loop.maximum or ""
    yield "cardinality", ("jumlah pengulangan", "number of turns"), loop.cardinality or ""
    yield "collection", ("daftar pengulangan", "list of the repetition"), loop.collection or ""
    yield "item", ("nama butir pengulangan", "item of the repetition"), loop.item or ""
    yield "completion", ("syarat selesai pengulangan", "completion of the repetition"), loop.completion or ""
    yield "output", ("hasil pengulangan", "output of the repetition"), loop.output or ""
    yield "output_item", ("hasil tiap butir", "output of an item"), loop.output_item or ""


def _call(call: Call | None) -> Iterator[_Row]:
    if call is None:
        return
    yield "process", ("SOP yang dipanggil", "called SOP"), call.process
    yield "binding", ("pilihan versi SOP yang dipanggil", "binding of the called SOP"), call.binding
    yield "version", ("versi SOP yang dipanggil", "version of the called SOP"), call.version or ""
    yield "business_key", ("kunci berkas yang dipanggil", "business key of the call"), call.business_key or ""


def _mappings(element: Element) -> Iterator[_Row]:
    yield "inputs", ("masukan", "inputs"), _params(element.inputs)
    yield "outputs", ("keluaran", "outputs"), _params(element.outputs)
    if element.call:
        call = element.call
        yield "ins", ("isian ke SOP yang dipanggil", "values handed to the called SOP"), _params(call.ins, call.all_in)
        outs = _params(call.outs, call.all_out)
        yield "outs", ("isian dari SOP yang dipanggil", "values taken from the called SOP"), outs


def _params(params: Iterable[Param], everything: bool = False) -> str:
    return "; ".join([*(["semua"] if everything else []), *(f"{one.name} = {_value(one.value)}" for one in params)])


def _value(value: Value) -> str:
    if isinstance(value, Variable):
        return value.name
    if isinstance(value, tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_value(one)}' for key, one in value.items())}}}"
    return f"“{value.text}”" if value.text.strip() != value.text or not value.text.startswith("${") else value.text
