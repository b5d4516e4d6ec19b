"""The lists that the kit reads as registers, by kind."""

from __future__ import annotations

from shouguan.ingest.readers.registers.bonds import BONDS
from shouguan.ingest.readers.registers.cells import Register
from shouguan.ingest.readers.registers.enterprises import ENTERPRISES
from shouguan.ingest.readers.registers.ledger import LEDGER
from shouguan.ingest.readers.registers.problem_list import PROBLEMS
from shouguan.ingest.readers.registers.reserve import RESERVE

REGISTER_KINDS: dict[str, Register] = {each.kind: each for each in (LEDGER, ENTERPRISES, BONDS, PROBLEMS, RESERVE)}
