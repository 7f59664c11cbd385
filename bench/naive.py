"""The usual way to make SpiffWorkflow durable: the whole workflow through its own serializer at each completion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bench.models import STOCK, procedure
from bench.office import Office
from bench.recorder import RowsOnly, Template

__all__ = ["Naive"]


class Naive:
    """Loads, moves and saves a stock workflow, and writes the same rows as everybody else."""

    def __init__(self, office: Office, walk: Callable[[], Iterator[dict[str, Any]]]) -> None:
        self._rows = RowsOnly(office, walk)
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(BytesIO(procedure(STOCK))))
        self._spec = parser.get_spec("w1")

    def case(self) -> Iterator[Callable[[], None]]:
        """One step for each completion; the blob of a step is what the step before it saved."""
        workflow = BpmnWorkflow(self._spec)
        workflow.run_all()
        blob = [self._serializer.serialize_json(workflow)]
        started = self._rows.office.start("w1")["case"]
        for revision, template in enumerate(self._rows._templates, 2):
            yield lambda template=template, revision=revision: self._step(  # type: ignore[misc]
                started, template, revision, blob
            )

    def _step(self, case: int, template: Template, revision: int, blob: list[str]) -> None:
        workflow = self._serializer.deserialize_json(blob[0])
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        assert task.task_spec.bpmn_id == template.element
        task.data.update(template.answers)
        task.run()
        workflow.run_all()
        blob[0] = self._serializer.serialize_json(workflow)
        self._rows.write(case, template, revision, blob[0].encode())
