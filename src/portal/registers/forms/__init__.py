"""Forms of the registers."""

from portal.registers.forms.base import DocumentField, WithDocument
from portal.registers.forms.entries import (
    CorrectEntryForm,
    CorrectMonthForm,
    EntryForm,
    FileForm,
    MonthForm,
)
from portal.registers.forms.normative import (
    AmendForm,
    ChangeForm,
    ContinueForm,
    CorrectNormativeForm,
    FilingForm,
    NormativeForm,
    ReceiptForm,
)
from portal.registers.forms.powers import (
    ChangePowerForm,
    EndPowerForm,
    PowerForm,
    RulesForm,
)

__all__ = [
    "AmendForm",
    "ChangeForm",
    "ChangePowerForm",
    "ContinueForm",
    "CorrectEntryForm",
    "CorrectMonthForm",
    "CorrectNormativeForm",
    "DocumentField",
    "EndPowerForm",
    "EntryForm",
    "FileForm",
    "FilingForm",
    "MonthForm",
    "NormativeForm",
    "PowerForm",
    "ReceiptForm",
    "RulesForm",
    "WithDocument",
]
