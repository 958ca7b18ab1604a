"""All measures of speed, one table after the other:  python -m tests.bench FOLDER

FOLDER keeps the library of a million between runs. About an hour; leave the machine alone meanwhile.
"""

from __future__ import annotations

import sys

from tests.bench import (
    bench_launch,
    bench_million,
    bench_peers,
    bench_quality,
    bench_raw,
    bench_search,
    bench_served,
    bench_viewer,
    bench_viewport,
    bench_visit,
)


def main(folder: str) -> None:
    bench_peers.main(100_000, 40)
    bench_quality.main(20)
    bench_raw.main(20)
    bench_served.main()
    bench_viewport.main(40)
    bench_viewer.main(folder)
    bench_launch.main(folder)
    bench_visit.main(folder)
    bench_million.main(folder)
    bench_search.main(1_000_000)


if __name__ == "__main__":
    main(sys.argv[1])
