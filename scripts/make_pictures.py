"""Make the pictures of docs/images from the sample of June 2013: run it, print the workbook, draw two of its pages.

    python scripts/make_pictures.py

Needs LibreOffice (soffice) and poppler (pdftoppm, pdftotext).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from reconcile import pipeline
from reconcile.store.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent
PERIOD = "2013-06"
PICTURES = {"Summary": "summary", "Conflicts": "conflicts"}
"""The sheets whose first printed page is drawn, with the name of the picture."""


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(ROOT / "inputs", folder / "inputs")
        outcome = pipeline.run(open_workspace(folder), PERIOD)
        book = outcome.folder / pipeline.WORKBOOK
        call("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, book)
        paper = folder / f"{book.stem}.pdf"
        pages = call("pdftotext", "-layout", paper, "-").split("\f")
        for sheet, name in PICTURES.items():
            number = next(n for n, page in enumerate(pages, 1) if f" {sheet} " in page.rstrip().rpartition("\n")[2])
            target = ROOT / "docs" / "images" / name
            call("pdftoppm", "-r", "110", "-png", "-singlefile", "-f", number, "-l", number, paper, target)


def call(*words: object) -> str:
    """The output of a program."""
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
