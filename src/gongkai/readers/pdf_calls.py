"""Functions of pdfium that are asked about every character and line (worker process only)."""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium


def _quick(function: object, result: object, *arguments: object) -> Callable[..., Any]:
    """Return a pdfium function bound for plain numbers and addresses.

    The typed binding costs as much again as the call, and some calls are made for every character.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_PLACE = (ctypes.c_void_p, ctypes.c_int)  # of a page or its text, and the number of what is asked
code_at = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, *_PLACE)
box_at = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, *_PLACE, ctypes.c_void_p)
angle_at = _quick(pdfium.FPDFText_GetCharAngle, ctypes.c_float, *_PLACE)
broken_at = _quick(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, *_PLACE)
run_at = _quick(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, *_PLACE)
object_at = _quick(pdfium.FPDFPage_GetObject, ctypes.c_void_p, *_PLACE)
inner_at = _quick(pdfium.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
clip_of = _quick(pdfium.FPDFPageObj_GetClipPath, ctypes.c_void_p, ctypes.c_void_p)
clip_count = _quick(pdfium.FPDFClipPath_CountPaths, ctypes.c_int, ctypes.c_void_p)
mode_of = _quick(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
kind_of = _quick(pdfium.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
matrix_of = _quick(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, *[ctypes.c_void_p] * 2)
bounds_of = _quick(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, *[ctypes.c_void_p] * 5)
draw_mode_of = _quick(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, *[ctypes.c_void_p] * 3)
stroke_of = _quick(pdfium.FPDFPageObj_GetStrokeColor, ctypes.c_int, *[ctypes.c_void_p] * 5)
fill_of = _quick(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, *[ctypes.c_void_p] * 5)
segment_count = _quick(pdfium.FPDFPath_CountSegments, ctypes.c_int, ctypes.c_void_p)
segment_at = _quick(pdfium.FPDFPath_GetPathSegment, ctypes.c_void_p, *_PLACE)
segment_kind = _quick(pdfium.FPDFPathSegment_GetType, ctypes.c_int, ctypes.c_void_p)
segment_point = _quick(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, *[ctypes.c_void_p] * 3)
segment_closes = _quick(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, ctypes.c_void_p)
