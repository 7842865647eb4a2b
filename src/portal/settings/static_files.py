"""Static files under names that change with their content, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class Hashed(ManifestStaticFilesStorage):
    """Names with a digest, as `portal serve` gathers them; before anything was gathered, plain names."""

    def stored_name(self, name: str) -> str:
        """Return the name a file is served under."""
        return super().stored_name(name) if self.hashed_files else name
