"""The county of the annual reports in January 2026."""

from tests.portal.rollup.conftest import january

__all__ = ["january"]
