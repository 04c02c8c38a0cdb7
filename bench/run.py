"""How long each stage takes, as ratios within one run: copies of the mini corpus, beside each other.

A ratio says more than seconds do: it holds on any machine. ``kg`` builds each corpus in memory but for
the store; the largest is also what the share of each stage is taken from.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graphs import (
    check_graphs,
    derived_graph,
    infer_graph,
    load_workspace,
    merge_graphs,
    state_graphs,
)
from kg.model import Trust
from kg.read import read_documents
from kg.store import GraphStore
from tests.mini_project import copy_mini

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.project import Project

COPIES = (1, 4, 16)
STAGES = ("read", "extract", "build", "infer", "validate", "store")


@contextmanager
def timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    """Add the time that the block takes to *seconds*."""
    begun = time.perf_counter()
    yield
    seconds[stage] = seconds.get(stage, 0.0) + time.perf_counter() - begun


def measure(project: Project, copies: int, folder: Path) -> tuple[dict[str, float], int]:
    """Return the seconds of each stage over *copies* of the corpus, and how many triples they give."""
    articles = folder / f"articles-{copies}"
    articles.mkdir()
    assert project.seeds is not None
    for path in sorted(project.seeds.iterdir()):
        text = path.read_text(encoding="utf-8")
        for number in range(copies):
            # Other names each time, so that graphs grow as with other articles.
            own = text.replace("Kestrel Motors", f"Kestrel{number} Motors").replace(
                "Osprey", f"Osprey{number}"
            )
            (articles / f"{path.stem}-{number}{path.suffix}").write_text(own, encoding="utf-8")
    workspace = load_workspace(project)
    seconds: dict[str, float] = {}
    with timed(seconds, "read"):
        documents = read_documents([articles]).documents
    with timed(seconds, "extract"):
        readings = [workspace.reader.read(document) for document in documents]
    with timed(seconds, "build"):
        graphs, conflicts = state_graphs(workspace, readings, Trust.MEDIUM)
    with timed(seconds, "infer"):
        closure, in_names = infer_graph(workspace, graphs)
    graphs[workspace.minter.derived_graph()] = derived_graph(workspace, closure, conflicts)
    with timed(seconds, "validate"):
        check_graphs(workspace, graphs, closure, in_names)
    merged = merge_graphs(workspace.minter, graphs)
    with timed(seconds, "store"):
        store = GraphStore.create(folder / f"store-{copies}")
        store.load({None: merged, **{name: graphs[name] for name in sorted(graphs)}})
        store.finish()
    return seconds, len(merged)


def main() -> int:
    """Measure and print; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        folder = Path(name)
        project = copy_mini(folder / "project")
        measure(project, 0, folder)  # loads the libraries
        runs = [measure(project, copies, folder) for copies in COPIES]
    (first, _), (last, _) = runs[0], runs[-1]
    whole = sum(last.values())
    print(f"{'articles':<10}" + "".join(f"{3 * copies:>9}" for copies in COPIES) + "   share of the last")
    print(f"{'triples':<10}" + "".join(f"{triples:>9,}" for _, triples in runs))
    for stage in STAGES:
        ratios = "".join(f"{seconds[stage] / first[stage]:>9.1f}" for seconds, _ in runs)
        print(f"{stage:<10}{ratios}{last[stage] / whole:>9.0%}")
    print(f"{'all':<10}" + "".join(f"{sum(s.values()) / sum(first.values()):>9.1f}" for s, _ in runs))
    print(f"\nA stage that grows as its input does has {COPIES[-1]}.0 in the last column of ratios.")
    print(f"On this machine the first run took {sum(first.values()):.2f} s, the last {whole:.2f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
