"""The composition root of a drill: a desk on the clock of the stand-ins; decides nothing."""

import asyncio
import time
from pathlib import Path

from cockpit import services
from cockpit.adapters.clock import CorrectedClock, SystemClock
from cockpit.adapters.drill_clock import DrillClock
from cockpit.adapters.drill_control import DrillControl
from cockpit.adapters.probers import Probers
from cockpit.desk.desk import Desk
from cockpit.ports.outside import Clock
from cockpit.settings.load import Settings
from cockpit.store import Store
from cockpit.wiring import Wires, assemble


def build_drill(settings: Settings, address: str, speed: float) -> tuple[Desk, DrillControl]:
    """A desk, and what steers its world. Raises `PortError` when that does not answer.

    `address` is the control port of the stand-ins.
    """
    clock = DrillClock(SystemClock().now(), speed)
    control = DrillControl(address, clock)
    asyncio.run(control.begin())

    class DrillWires(Wires):
        """As in the real world, but waiting goes by the drill's clock, and latency does not."""

        sleep = staticmethod(clock.sleep)

        def __init__(
            self, settings: Settings, store: Store, clock: Clock, pulse: Path, refusal: str
        ) -> None:
            super().__init__(settings, store, clock, pulse, refusal)
            tokens = services.probe_tokens(settings, self._tokens)
            self._prober = Probers(CorrectedClock(store.now, time.monotonic), tokens)

    return assemble(settings, clock, DrillWires), control
