"""The main text of a web page by trafilatura. Its only importer."""

import logging

import trafilatura


def main_html(html: str) -> str:
    """Return the main text of a page as HTML, empty where the library finds none."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract(
        html,
        output_format="html",
        include_comments=False,
        include_tables=True,
        include_formatting=False,
        favor_recall=True,
    )
    return found or ""
