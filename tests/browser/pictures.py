"""Pictures of what a test saw, kept in the folder that GONGKAI_PICTURES names, or nowhere."""

import os
from pathlib import Path

from playwright.sync_api import Page

TALLEST = 2400


def keep(page: Page, name: str) -> None:
    """Keep the whole page as it stands, at most so many pixels of it."""
    folder = os.environ.get("GONGKAI_PICTURES")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    size = page.viewport_size or {"width": 1366, "height": 768}
    height = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(
        path=Path(folder) / f"{name}.png",
        full_page=True,
        clip={
            "x": 0,
            "y": 0,
            "width": size["width"],
            "height": min(max(height, size["height"]), TALLEST),
        },
    )
