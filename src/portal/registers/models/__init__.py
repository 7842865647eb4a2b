"""Registers: normative documents, decisions and payments, powers, and what was imported."""

from portal.registers.models.base import in_yuan
from portal.registers.models.batches import Batch, BatchFile, RefusedRow
from portal.registers.models.entries import Entry, MonthlyCount, Party, ZeroReport
from portal.registers.models.normative import (
    Ended,
    NormativeEntry,
    NormativeEvent,
    NormativeKind,
    NotNormative,
)
from portal.registers.models.powers import PowerEvent, PowerItem
from portal.registers.models.practice import RegisterRules

__all__ = [
    "Batch",
    "BatchFile",
    "Ended",
    "Entry",
    "MonthlyCount",
    "NormativeEntry",
    "NormativeEvent",
    "NormativeKind",
    "NotNormative",
    "Party",
    "PowerEvent",
    "PowerItem",
    "RefusedRow",
    "RegisterRules",
    "ZeroReport",
    "in_yuan",
]
