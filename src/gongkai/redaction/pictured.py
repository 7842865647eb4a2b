"""Pages as small pictures, for somebody who looks at them on a screen (worker only)."""

import io

from gongkai.redaction.opened import opened, page_of, picture_of
from gongkai.redaction.worker import Job

SCREEN = 96  # dots to the inch
_SIDE = 1400  # dots: a page larger than paper is shown smaller
_QUALITY = 72


def run(job: Job) -> list[bytes]:
    """Return the pages asked for as JPEG, each as its print would look."""
    made = []
    with opened(job.data) as document:
        for wanted in job.pages:
            source = page_of(document, wanted.number - 1)
            longest = max(wanted.width, wanted.height) / 72
            image = picture_of(source, dpi=max(1, min(SCREEN, int(_SIDE / longest))), grey=False)
            source.close()
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=_QUALITY)
            made.append(buffer.getvalue())
    return made
