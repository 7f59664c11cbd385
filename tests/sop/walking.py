"""Walks through a delivered SOP by the real commands, with answers as a page sends them.

A walk is written in `tests/sop/walks/<slug>.yaml`; every value is a text, as a page sends it:

    isian:                               # what each element is answered, unless a walk says otherwise
      langkah_1: {nama_pemohon: Siti Rahmah, berkas_dibawa: [SKM]}
    jalan:
      - nama: Dilengkapi, lalu diterima  # a sentence of one's own
        hasil: Selesai                   # the name of the end that it reaches
        langkah:                         # in order; each has to be open when its turn comes
          - langkah_1
          - langkah_3: {keputusan_3: Tidak, tindak_lanjut_3: Dilengkapi, alasan_3: Foto kabur.}
          - langkah_1                    # where a Tidak leads is the next line; it must tell the reason there
          - tunggu: P10D                 # time goes by (P10D, PT8H) and the worker runs what is due
          - langkah_12: {nomor_sk: "7"}  # a receive task: its message arrives with what its form gives

`mulai` in `isian` answers the start form. A file field is answered with the names of papers (`pindaian: [surat.pdf]`),
which are stored before the answer, as the pages do. Items of a repeated step are answered one by one, the oldest first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import yaml

from engine.commands.account import CreateAccount, Hold
from engine.commands.case import StartCase
from engine.commands.definition import Deploy
from engine.commands.desk import Context, Desk
from engine.commands.document import StoreDocument
from engine.commands.office import LoadOffice
from engine.commands.task import Complete
from engine.commands.wait import AnswerWait
from engine.library import Definition, Library
from engine.people import posts_of_group, resolve
from engine.policy import Actor
from engine.queries.look import Look
from engine.queries.task import TaskView, task_view
from engine.seeding import CONSOLE
from engine.store import Store
from engine.store.cases import CASE, OPEN_TASKS
from engine.store.history import stream
from engine.store.people import actor
from engine.worker import Worker
from forms.form import Form
from tests.sop.library import ROOT, Sop, aliases, office

__all__ = ["Desks", "Walk", "Walked", "Way", "walks"]

START: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, 08:00 WIB and 09:00 WITA."""

_WAIT: Final = "tunggu"
_PERIOD: Final = re.compile(r"P(?:(\d+)D|T(\d+)H)\Z")
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Walk:
    """One way through an SOP: what is done in order, as (element or `tunggu`, answers or period)."""

    name: str
    outcome: str
    acts: tuple[tuple[str, Any], ...]
    answers: Mapping[str, Answers]

    def given(self, element: str, more: Answers) -> dict[str, Any]:
        """All answers of an element: those of the file with those of this act over them."""
        return {**self.answers.get(element, {}), **more}


@dataclass(frozen=True)
class Walked:
    """What a walk came by: flows taken, elements left by who did them or when their time came, the outcome."""

    flows: frozenset[str]
    elements: frozenset[str]
    outcome: str


def walks(sop: Sop) -> list[Walk]:
    """The walks of an SOP, as its file holds them."""
    path = ROOT / "tests" / "sop" / "walks" / f"{sop.path.stem}.yaml"
    page = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only, our own file
    return [
        Walk(one["nama"], one["hasil"], tuple(_act(act) for act in one["langkah"]), page["isian"])
        for one in page["jalan"]
    ]


def _act(act: str | dict[str, Any]) -> tuple[str, Any]:
    if isinstance(act, str):
        return act, {}
    ((element, given),) = act.items()
    return element, given


@dataclass
class Desks:
    """An office with its people and one SOP in force, at a time that goes on by a minute with every act."""

    store: Store
    sop: Sop
    now: datetime = START
    desk: Desk = field(init=False)
    recorders: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.store, Library())
        page, context = office(self.sop.office), Context(CONSOLE, self.now)
        self.desk.run(context, LoadOffice(page))
        folder = ROOT / "forms" / "sop" / self.sop.office / self.sop.path.stem
        files = [self.sop.path, *sorted(folder.glob("*.form"))]
        self.desk.run(
            context, Deploy(self.sop.office, self.sop.path.stem, {one.name: one.read_bytes() for one in files})
        )
        outside = {post["slug"]: post["pencatat"] for post in page["jabatan"] if post.get("luar")}
        self.recorders = {post["slug"]: outside.get(post["slug"], post["slug"]) for post in page["jabatan"]}
        for slug in sorted(set(self.recorders.values())):
            self.desk.run(context, CreateAccount(slug, slug, office=self.sop.office))
            self.desk.run(context, Hold(slug, f"{self.sop.office}/{slug}", date(2000, 1, 1)))

    def walk(self, walk: Walk) -> Walked:
        """Goes one way from the start to its end; an assertion fails where the SOP does not do as the walk says."""
        return Way(self, walk).gone()

    def person(self, post: str) -> Actor:
        """Who answers for a post: its holder, or its recorder when it is outside."""
        with self.store.reading() as reading:
            found = actor(reading, self.recorders[post.rpartition("/")[2]], self.now.date())
        assert found is not None
        return found

    def of_lane(self, element: str) -> Actor:
        """Who answers for the lane in which an element stands."""
        (label,) = [lane.name for lane in self.sop.process.lanes if element in lane.elements]
        return self.person(resolve(aliases(self.sop.office), self.sop.office, self.sop.process.id, label)[0])

    def run(self, who: Actor, command: object) -> dict[str, Any]:
        """The command's body, a minute after the last one."""
        self.now += timedelta(minutes=1)
        body: dict[str, Any] = self.desk.run(Context(who, self.now), command).body
        return body

    def brought(self, who: Actor, form: Form | None, raw: dict[str, Any]) -> dict[str, Any]:
        """The answers with the papers that they name stored."""
        fields = [one.key for one in form.fields if one.kind == "file" and not one.readonly] if form else []
        named = {key: raw[key] for key in fields if key in raw}
        papers = {
            key: [self.run(who, StoreDocument(name, b"%PDF-1.4 " + name.encode(), key)) for name in names]
            for key, names in named.items()
        }
        return raw | papers


@dataclass
class Way:
    """One case on its way; `answered` holds the present answers of each step done once, `reason` that of a Tidak."""

    desks: Desks
    plan: Walk
    case: int = 0
    left: list[tuple[str, Any]] = field(default_factory=list)
    answered: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    reason: str = ""

    def gone(self) -> Walked:
        """Does all acts of the walk that are left."""
        self.go()
        row = self.row()
        assert (row["status"], row["outcome"]) == ("COMPLETED", self.plan.outcome), self.plan.name
        return self._walked(row["outcome"])

    def go(self, until: str | None = None) -> None:
        """Does the acts that are left, or those before the next one of an element."""
        if not self.case:
            begun = StartCase(self.desks.sop.process.id, answers=self.plan.given("mulai", {}))
            self.case = self.desks.run(self.desks.of_lane("mulai"), begun)["case"]
            self.left = list(self.plan.acts)
        while self.left and self.left[0][0] != until:
            element, given = self.left.pop(0)
            assert self.row()["status"] == "ACTIVE", f"{self.plan.name}: berakhir sebelum {element}"
            if element == _WAIT:
                self._wait(given)
            elif self.desks.sop.process.elements[element].kind == "receiveTask":
                self._receive(element, self.plan.given(element, given))
            else:
                self._do(element, self.plan.given(element, given))

    def passed(self) -> None:
        """The next act was done otherwise."""
        self.left.pop(0)

    def n(self, element: str) -> int:
        """The number of the token that stands at an element."""
        tokens = self.definition().program.open(bytes(self.row()["state"]))
        return next(token.n for token in tokens if token.element == element)

    def row(self) -> dict[str, Any]:
        """The case as it stands."""
        with self.desks.store.reading() as reading:
            row = reading.one(CASE, case=self.case)
        assert row is not None
        return row

    def _wait(self, period: str) -> None:
        found = _PERIOD.match(period)
        assert found, f"{period}: tulis seperti P10D atau PT8H"
        self.desks.now += timedelta(days=int(found[1] or 0), hours=int(found[2] or 0))
        assert Worker(self.desks.desk, clock=lambda: self.desks.now).round().fired, f"{self.plan.name}: {period}"

    def _receive(self, element: str, raw: dict[str, Any]) -> None:
        """Somebody of the lane writes down what came, as the page does."""
        who = self.desks.of_lane(element)
        raw = self.desks.brought(who, self.definition().forms.get(element), raw)
        self.desks.run(who, AnswerWait(self.case, self.n(element), raw))

    def _do(self, element: str, raw: dict[str, Any]) -> None:
        with self.desks.store.reading() as reading:
            rows = reading.all(OPEN_TASKS, case=self.case)
        row = next((row for row in rows if row["element"] == element), None)
        assert row, f"{self.plan.name}: {element} tidak terbuka, tetapi {[row['element'] for row in rows]}"
        who = self.desks.person(posts_of_group(row["candidates"])[0])
        with self.desks.store.reading() as reading:
            self._tells(task_view(Look(reading, self.desks.desk.library, who, self.desks.now), self.case, row["n"]))
        form = self.definition().forms.get(element)
        raw = self.desks.brought(who, form, raw)
        body = self.desks.run(who, Complete(self.case, row["n"], raw))
        raw |= {one["field"]: one["written"] for one in body.get("numbers", ())}
        if form and self.desks.sop.process.elements[element].loop is None:
            self.answered[element] = form.clean(raw, {}).values
        said_no = raw.get(f"keputusan_{element.removeprefix('langkah_')}") == "Tidak"
        self.reason = raw.get(f"alasan_{element.removeprefix('langkah_')}", "") if said_no else ""

    def _tells(self, view: TaskView) -> None:
        """The page knows every answer that was given, and after a Tidak its reason."""
        for element, values in self.answered.items():
            for key, value in values.items():
                if not key.startswith(("keputusan_", "tindak_lanjut_", "alasan_")):
                    assert view.values.get(key) == value, f"{view.step.element}: {key} dari {element}"
        if self.reason:
            assert view.returned is not None, f"{self.plan.name}: {view.step.element} tidak menyebut pengembalian"
            assert (view.returned.entry.reason, view.returned.direct) == (self.reason, True)

    def definition(self) -> Definition:
        """The version that it runs by."""
        with self.desks.store.reading() as reading:
            return self.desks.desk.library.definition(reading, self.row()["definition_id"])

    def _walked(self, outcome: str) -> Walked:
        with self.desks.store.reading() as reading:
            events = stream(reading, self.case)
        path = [step for event in events for step in str(event.data.get("path", "")).split()]
        flows = frozenset(step[1:] for step in path if step[0] == ">")
        return Walked(flows, frozenset(step[1:] for step in path if step[0] == "-"), outcome)
