"""Every act on annual reports; importing this package registers them."""

from portal.annual.acts.archiving import ArchiveReport
from portal.annual.acts.judging import (
    AcceptFiling,
    AddRemark,
    PermitFinding,
    ReplyToRemark,
    ReturnFiling,
    SettleRemark,
    SubmitFiling,
)
from portal.annual.acts.publication import CorrectFiling, PublishFiling
from portal.annual.acts.writing import (
    Adjust,
    AnswerFinding,
    EndAdjustment,
    OpenBalance,
    SaveTexts,
    StartFiling,
    WrapFiling,
    WriteZero,
)

__all__ = [
    "AcceptFiling",
    "AddRemark",
    "Adjust",
    "AnswerFinding",
    "ArchiveReport",
    "CorrectFiling",
    "EndAdjustment",
    "OpenBalance",
    "PermitFinding",
    "PublishFiling",
    "ReplyToRemark",
    "ReturnFiling",
    "SaveTexts",
    "SettleRemark",
    "StartFiling",
    "SubmitFiling",
    "WrapFiling",
    "WriteZero",
]
