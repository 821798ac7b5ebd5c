"""How tests are spread over the processors."""

from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser/"


class OneSite(LoadFileScheduling):
    """File by file, but the browser tests together: the demonstration takes long to load."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)
