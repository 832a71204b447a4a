"""What Lighthouse says of the built site: median scores of several runs on four types of page.

Run it from the project's root after `make site`, with Node.js 20 or later and the Chromium of the machine:

    npm ci --prefix benchmarks/lighthouse --ignore-scripts
    .venv/bin/python benchmarks/bench_lighthouse.py [RUNS]

The site is served compressed from this computer, as the servers of static sites do. Scores for performance depend on
the machine; the others do not.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import find_chromium

LIGHTHOUSE = ROOT / "benchmarks/lighthouse/node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "",
    "all claims": "claims/",
    "claim": "claims/magnets-relieve-back-pain/",
    "study": "studies/collacott2000/",
}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml"}


class _Server(SimpleHTTPRequestHandler):
    """Serves a folder, texts compressed and everything to be kept for a while, without a word."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        if path.suffix in _COMPRESSED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(data)


def main() -> None:
    """Run Lighthouse and print a line for each page: the median of each score, in hundredths."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    chromium = find_chromium()
    site = Path(os.environ.get("SITE_DIR", ROOT / "site"))
    if chromium is None or not LIGHTHOUSE.is_file() or not (site / "index.html").is_file():
        sys.exit("Wants Chromium, a built site, and: npm ci --prefix benchmarks/lighthouse --ignore-scripts")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Server, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"{'page':<12}" + "".join(f"{name:>16}" for name in CATEGORIES))
        for name, path in PAGES.items():
            reports = [_report(f"http://127.0.0.1:{server.server_port}/{path}", chromium) for _ in range(runs)]
            medians = [
                statistics.median(report["categories"][category]["score"] for report in reports)
                for category in CATEGORIES
            ]
            print(f"{name:<12}" + "".join(f"{100 * median:>16.0f}" for median in medians))
            for audit in _lost(reports[0]):
                print(f"    {audit}")
        server.shutdown()


def _report(url: str, chromium: str) -> dict[str, dict[str, dict[str, float]]]:
    """Return Lighthouse's report on a page."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={file.name}"]
        command += [f"--chrome-flags={FLAGS}", f"--only-categories={','.join(CATEGORIES)}"]
        subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chromium})  # noqa: S603 - our own command
        return dict(json.loads(Path(file.name).read_text(encoding="utf-8")))


def _lost(report: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Name the audits outside of performance that a page does not pass in full."""
    wanted = {
        reference["id"]
        for category in CATEGORIES[1:]
        for reference in report["categories"][category]["auditRefs"]  # type: ignore[attr-defined]
    }
    return [
        f"{key}: {audit['title']}"
        for key, audit in report["audits"].items()
        if key in wanted and audit["score"] is not None and audit["score"] < 1
    ]


if __name__ == "__main__":
    main()
