"""The table that `invoke bench publish` prints."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from backfile.errors import UsageError
from backfile.publish.publishing import PublishOutcome
from backfile.publish.targets.changes import SiteChanges
from benchmarks.command import bench
from benchmarks.publications import Sent, publication_table, space_of


def test_each_publication_has_its_files_bytes_and_seconds():
    changes = SiteChanges(("new.html",), ("index.html", "manifest/index.json"), ("old.html",))
    outcome = PublishOutcome("/srv/www", "000002-0123456789ab", changes, 4321, 1000, is_first=False)
    console = Console(file=StringIO(), width=140)

    sent = Sent("the body of one story", "folder", outcome, 1.234, 5000)
    console.print(publication_table([sent], 1000))

    (row,) = [line for line in console.file.getvalue().splitlines() if line.startswith("│")]
    assert [cell.strip() for cell in row.strip("│").split("│")] == [
        *("the body of one story", "folder", "3", "1", "1,000", "4,321", "5,000", "1.23 s")
    ]


def test_the_space_of_a_target_is_measured_before_it_is_there(tmp_path):
    assert space_of(tmp_path / "www") == 0

    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "a.html").write_bytes(b"1234")
    (tmp_path / "www" / "b.html").hardlink_to(tmp_path / "www" / "a.html")

    assert space_of(tmp_path / "www") == 4


def test_it_takes_one_number_of_stories():
    with pytest.raises(UsageError, match="takes one number of stories"):
        bench("publish", stories="10,20", rounds=0, minutes=10, report="")
