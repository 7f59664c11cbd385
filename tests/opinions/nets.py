"""The other checker: pm4py makes a Petri net of our BPMN and replays our walks on it. Runs where pm4py is installed.

JSON lines in: a file as text and its traces, each a list of names of tasks. JSON lines out: for each trace whether the
net can replay it from its first marking to its last (token replay, no token missing and none left).
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any


def replayed(pm4py: Any, pandas: Any, xml: str, traces: list[list[str]]) -> list[bool]:
    """Whether each trace fits the net of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.bpmn"
        path.write_text(xml, encoding="utf-8")
        net, begin, end = pm4py.convert_to_petri_net(pm4py.read_bpmn(str(path)))
    rows = [
        {
            "case:concept:name": f"{number:06}",
            "concept:name": name,
            "time:timestamp": pandas.Timestamp(2030, 1, 7, tz="UTC") + pandas.Timedelta(minutes=place),
        }
        for number, trace in enumerate(traces)
        for place, name in enumerate(trace)
    ]
    log = pm4py.format_dataframe(pandas.DataFrame(rows))
    found = pm4py.conformance_diagnostics_token_based_replay(log, net, begin, end)
    return [bool(one["trace_is_fit"]) for one in found]


def main() -> None:
    """Answers line by line; what pm4py itself prints goes to the other output."""
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        pm4py, pandas = importlib.import_module("pm4py"), importlib.import_module("pandas")
        for line in sys.stdin:
            told = json.loads(line)
            print(json.dumps(replayed(pm4py, pandas, told["xml"], told["traces"])), file=answers, flush=True)


if __name__ == "__main__":
    main()
