"""Static files by their content's hash; one that is not there does not take the page with it."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # has no types
    """Gives a missing file its plain address: a failed front-end build costs only itself."""

    manifest_strict = False

    def hashed_name(self, name: str, content: object = None, filename: str | None = None) -> str:
        """Name a file by its content, or plainly when there is none."""
        try:
            return str(super().hashed_name(name, content, filename))
        except ValueError:
            return name
