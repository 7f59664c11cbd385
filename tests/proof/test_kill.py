"""kill -9 at any moment of sealing and writing leaves a tree and a second place that fit."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from engine.proof.examine import Examination, examine
from engine.proof.keys import keys_of
from engine.store import Store
from engine.store.proof import QUEUED_COUNT, SIZE
from tests.torture.proof_world import prepared

SEALER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from engine.proof.keys import keys_of
from engine.proof.places import publish
from engine.proof.sealing import Sealing, seal
from engine.store import Store
from tests.proof.marks import many_events

folder = Path(sys.argv[1])
store, ring = Store(f"sqlite:///{folder / 'lajur.sqlite'}"), keys_of(folder / "kunci")
print("ready", flush=True)
while True:
    many_events(store, 40)
    seal(store, Sealing(ring), datetime.now(UTC))
    publish(store, folder / "tempat", datetime.now(UTC))
"""


def test_kills_at_random_moments_leave_tree_and_second_place_whole(tmp_path: Path) -> None:
    folder = tmp_path / "pasang"
    prepared(folder).close()
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    chance, last = random.Random(seed), 0
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", SEALER, str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.1, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        store = Store(f"sqlite:///{folder / 'lajur.sqlite'}")
        ring = keys_of(folder / "kunci")
        verdict = examine(store, Examination(folder / "tempat", (ring.signer.public,), origin=ring.origin))
        assert verdict.faults == []
        with store.reading() as reading:
            size = reading.value(SIZE)
            assert size + reading.value(QUEUED_COUNT) == verdict.events
        assert size >= last
        last = size
        store.close()
    assert last > 0
