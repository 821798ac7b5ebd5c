"""How tests are spread over the processors."""

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

BROWSER = "tests/browser/"
OWN_SITE = "tests/browser/test_the_guard.py"
# What takes longest, so that at the end both processors have something to do. Three of these load a
# demonstration, for which the loops of the engines are compiled: the later ones find that done.
FIRST = (
    BROWSER,
    "tests/architecture/test_permissions.py",
    "tests/architecture/test_bad_input.py",
    OWN_SITE,
    "tests/project/test_demonstration.py",
    "tests/project/launcher/test_up.py",
)


class OneSite(LoadFileScheduling):
    """File by file, but the browser tests of one site together; the longest first."""

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        return BROWSER if scope.startswith(BROWSER) and scope != OWN_SITE else scope

    def _assign_work_unit(self, node: WorkerController) -> None:
        for scope in reversed(FIRST):
            if scope in self.workqueue:
                self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)
