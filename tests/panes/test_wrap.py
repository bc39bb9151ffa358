"""Long rows are broken into lines that fit, in a time that grows with the text and no faster."""

import time

from hypothesis import given
from hypothesis import strategies as st

from cockpit.panes.layout import showable, width_of
from cockpit.panes.wrap import lines_of, wrapped
from cockpit.view.cells import Sheet, text


@given(st.text("ab \u4e2de\u0301-", max_size=200), st.integers(min_value=2, max_value=20))
def test_lines_fit_and_nothing_is_lost(written: str, width: int) -> None:
    lines = lines_of(written, width)

    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == showable(written).replace(" ", "")


def test_a_picture_written_into_a_report_holds_nobody_up() -> None:
    picture = f"![load](data:image/png;base64,{'iVBORw0KGgo' * 20_000}…"
    began = time.process_time()

    sheet = wrapped(Sheet("report", (text(picture),)), 118)

    assert time.process_time() - began < 2
    assert len(sheet.rows) > 1_800
