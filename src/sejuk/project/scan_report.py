"""What `./sejuk warning scan` answers: a scan of a file, told as a table or as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from sejuk.engines.warning.scanning import (
    CannotScan,
    Cluster,
    ScanKind,
    ScanResult,
    scan,
)
from sejuk.project.scan_file import MEND, FaultyFile, ScanTable, read_scan_file

MOST_FAULTS = 38  # chosen: a screenful; more of them mostly have one cause
MOST_CODES = 8  # chosen: fits into one line
COMMON = 0.5  # chosen: what chance brings every other time is no finding
DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}
OPTIONS = {
    "most_neighbours": "--most-neighbours",
    "most_periods": "--most-periods",
    "most_population_share": "--most-share",
}
OTHER_OPTION = "give the option another value; see docs/how-to/scan-a-file.md"
CENTURY_DAYS = 36_525


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    file: Path
    kind: ScanKind = ScanKind.RETROSPECTIVE
    period: str = "day"
    most_periods: int | None = None
    most_neighbours: int | None = None
    most_share: float = 0.5
    replicates: int = 999
    seed: int = 0
    since: date | None = None
    until: date | None = None
    is_json: bool = False


def scanned(asked: Asked) -> str:
    """
    Return the answer.

    :raises FaultyFile: the file cannot be read or scanned, with every reason
    """
    if asked.replicates < 0:
        raise FaultyFile([f"--replicates is 0 or more, not {asked.replicates}."], OTHER_OPTION)
    try:
        content = asked.file.read_bytes()
    except OSError as error:
        told = f"{asked.file} cannot be opened: {error.strerror}."
        raise FaultyFile([told], "give the path of a CSV or XLSX file") from error
    table = read_scan_file(content, period=asked.period, since=asked.since, until=asked.until)
    try:
        result = scan(
            table.cases,
            table.expected,
            table.places,
            kind=asked.kind,
            most_population_share=asked.most_share,
            most_periods=asked.most_periods,
            most_neighbours=asked.most_neighbours,
            replicates=asked.replicates,
            seed=asked.seed,
        )
    except CannotScan as refused:
        told = _as_options(str(refused))
        remedy = OTHER_OPTION if told != str(refused) else MEND
        raise FaultyFile([f"{told}."], remedy) from refused
    if asked.is_json:
        return json.dumps(_plain(table, result, asked.period), indent=2, ensure_ascii=False)
    return "\n".join(_lines(table, result, asked.period))


def _as_options(told: str) -> str:
    """
    Return a refusal of the engine with its arguments as the command line calls them.

    >>> _as_options("ask for at most 361 (most_neighbours)")
    'ask for at most 361 (--most-neighbours)'
    """
    for name, option in OPTIONS.items():
        told = told.replace(name, option)
    return told


def faults_told(faults: tuple[str, ...]) -> str:
    """
    Return faults as lines, not more than can be read.

    >>> faults_told(("row 2, column cases: is missing",))
    'row 2, column cases: is missing'
    """
    rest = len(faults) - MOST_FAULTS
    more = [f"and {rest:,} more"] if rest > 0 else []
    return "\n".join([*faults[:MOST_FAULTS], *more])


def _plain(table: ScanTable, result: ScanResult, period: str) -> dict[str, object]:
    """Return the result with days beside the numbers of periods."""
    first, last = table.days_of(0, result.periods - 1)
    clusters = []
    for cluster in result.clusters:
        days = table.days_of(cluster.first_period, cluster.last_period)
        clusters.append(
            {**asdict(cluster), "first_day": days[0].isoformat(), "last_day": days[1].isoformat()}
        )
    return {
        **asdict(result),
        "clusters": clusters,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "period": period,
        "expectation": table.basis,
        "notes": list(table.notes),
    }


def _lines(table: ScanTable, result: ScanResult, period: str) -> Iterator[str]:
    first, last = table.days_of(0, result.periods - 1)
    yield (
        f"{result.kind.capitalize()} scan: {result.cases:,} cases in {result.places:,} places, "
        f"{first} to {last} ({_many(result.periods, period)})."
    )
    yield f"Expected: {table.basis}."
    stretch = (
        f"stretches of up to {_many(result.most_periods, period)}"
        if result.kind != ScanKind.SPATIAL
        else "all periods together"
    )
    yield (
        f"Looked at {result.circles:,} circles and {stretch}; "
        f"{result.replicates:,} replicates, seed {result.seed}."
    )
    yield from table.notes
    yield ""
    if not result.clusters:
        yield "No cluster: nowhere were there at least two cases and more than expected."
        return
    yield _row("", "from", "to", "places", "cases", "expected", "risk", "LLR", "p", "Gumbel p")
    shown = [cluster for cluster in result.clusters if not _is_common(cluster)] or result.clusters[
        :1
    ]
    for number, cluster in enumerate(shown, start=1):
        yield from _cluster_lines(number, cluster, table, period)
    if rest := len(result.clusters) - len(shown):
        yield f"{rest} weaker, with p above {COMMON:g}; --json tells them too."
    yield ""
    yield (
        "risk: the rate inside divided by the rate outside. p: how often chance alone brings "
        "somewhere a cluster as strong."
    )
    yield (
        "Both hold for cases that come one by one. Reports that come in bursts, or an expectation "
        "that is out of date, make p too small."
    )


def _cluster_lines(number: int, cluster: Cluster, table: ScanTable, period: str) -> Iterator[str]:
    first, last = table.days_of(cluster.first_period, cluster.last_period)
    yield _row(
        str(number),
        str(first),
        str(last),
        f"{len(cluster.area_codes):,}",
        f"{cluster.cases:,}",
        f"{cluster.expected:,.2f}",
        "-" if cluster.relative_risk is None else f"{cluster.relative_risk:,.2f}",
        f"{cluster.value:.6f}",
        _chance(cluster.p_value),
        _chance(cluster.gumbel_p_value),
    )
    rest = len(cluster.area_codes) - MOST_CODES
    more = f" and {rest:,} more" if rest > 0 else ""
    around = f" (within {cluster.radius:.1f} km)" if len(cluster.area_codes) > 1 else ""
    yield f"    {', '.join(cluster.area_codes[:MOST_CODES])}{more}{around}"
    if cluster.once_in_periods is not None:
        yield f"    by chance {_how_often(cluster.once_in_periods, period)}"


def _row(*cells: str) -> str:
    widths = (2, 10, 10, 7, 7, 9, 7, 11, 7, 8)
    padded = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return " ".join(padded).rstrip()


def _chance(value: float | None) -> str:
    """
    Return a p-value as it is written.

    >>> _chance(0.0143), _chance(3e-7), _chance(None)
    ('0.014', '<0.0001', '-')
    """
    if value is None:
        return "-"
    if value < 0.0001:  # noqa: PLR2004 - four places are written
        return "<0.0001"
    return f"{value:.3f}" if value >= 0.001 else f"{value:.4f}"  # noqa: PLR2004 - three places


def _is_common(cluster: Cluster) -> bool:
    return cluster.p_value is not None and cluster.p_value > COMMON


def _how_often(periods: float, period: str) -> str:
    """
    Return how often something comes, with no more digits than are known.

    >>> _how_often(347.2, "day"), _how_often(1.3, "week"), _how_often(4e6, "day")
    ('once in 350 days', 'once in 1 week', 'less than once in 100 years')
    """
    if periods * DAYS_OF[period] > CENTURY_DAYS:
        return "less than once in 100 years"
    return f"once in {_many(int(float(f'{periods:.2g}')), period)}"


def _many(count: int, period: str) -> str:
    """
    Return a number of periods in words.

    >>> _many(1, "day"), _many(60, "week")
    ('1 day', '60 weeks')
    """
    return f"{count:,} {period}{'' if count == 1 else 's'}"
