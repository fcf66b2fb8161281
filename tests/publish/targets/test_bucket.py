"""A bucket: headers, the order of requests, assets of older pages, the record and the lock."""

from __future__ import annotations

import json
import os
import socket
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from backfile.errors import UsageError
from backfile.publish.publishing import Publication, publish, roll_back
from backfile.publish.targets import bucket_lock
from backfile.publish.targets.object_store import ObjectStore
from backfile.publish.targets.target import PublishError
from tests.publish.published_sites import FILES, write_site

from .places import files_in

if TYPE_CHECKING:
    from pathlib import Path

    from .places import BucketPlace

HEADERS = {
    "index.html": ("text/html; charset=utf-8", "no-cache"),
    "2014/06/ice/index.md": ("text/markdown; charset=utf-8", "no-cache"),
    "data/stories-2014.csv": ("text/csv; charset=utf-8", "no-cache"),
    "feeds/all.json": ("application/json", "no-cache"),
    "images/ice.png": ("image/png", "public, max-age=3600"),
    "manifest/2014.sha256": ("text/plain; charset=utf-8", "no-cache"),
}
RECORD, LOCK = "archive/.backfile/release.json", "archive/.backfile/lock.json"
WITHOUT = {path: text for path, text in FILES.items() if "ice" not in path}


def send(place: BucketPlace, folder: Path, files: dict[str, str], keep: int = 3) -> Path:
    site = write_site(folder / "output", files)
    publication = Publication(site, folder / "cache", place.target, place.endpoint, keep)
    publish(publication, compare=False, anyway=False)
    return site


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Return the requests that change something, in their order: what is done, and the key."""
    seen: list[tuple[str, str]] = []
    put, delete = ObjectStore.put, ObjectStore.delete

    def put_(store: ObjectStore, key: str, *given: object, **more: str) -> str:
        tag = put(store, key, *given, **more)
        seen.append(("put", key))
        return tag

    def delete_(store: ObjectStore, key: str) -> None:
        delete(store, key)
        seen.append(("delete", key))

    monkeypatch.setattr(ObjectStore, "put", put_)
    monkeypatch.setattr(ObjectStore, "delete", delete_)
    return seen


def test_each_object_has_its_headers(bucket_place, tmp_path):
    send(bucket_place, tmp_path, FILES)

    found = {path: bucket_place.get(f"archive/{path}") for path in HEADERS}
    assert {
        path: (one["ContentType"], one["CacheControl"]) for path, one in found.items()
    } == HEADERS


def test_the_record_is_first_and_last_and_deletions_come_after_the_manifest(
    bucket_place, tmp_path, requests
):
    send(bucket_place, tmp_path, FILES)
    requests.clear()

    edited = {**WITHOUT, "index.html": FILES["404.html"], "images/new.png": "a picture"}
    send(bucket_place, tmp_path, edited, keep=1)

    own = [("put", RECORD.removeprefix("archive/")), ("put", LOCK.removeprefix("archive/"))]
    record, lock = own
    manifest = requests.index(("put", "manifest/index.json"))
    assert requests[:3] == [lock, record, ("put", "images/new.png")]
    assert requests.index(("put", "index.html")) < manifest
    assert {what for what, _ in requests[manifest + 1 : -2]} == {"delete"}
    assert requests[-2:] == [record, ("delete", lock[1])]


def test_assets_stay_for_readers_of_older_pages(bucket_place, tmp_path):
    send(bucket_place, tmp_path, FILES, keep=2)
    for number, is_there in ((1, True), (2, False)):
        site = send(bucket_place, tmp_path, {**WITHOUT, "robots.txt": f"# {number}"}, keep=2)

        found = bucket_place.files()
        assert ("images/ice.png" in found) == is_there
        assert "2014/06/ice/index.html" not in found
        assert {path: found[path] for path in files_in(site)} == files_in(site)


def test_an_asset_that_comes_back_is_not_deleted_later(bucket_place, tmp_path):
    for number, files in enumerate((FILES, WITHOUT, FILES, FILES)):
        site = send(bucket_place, tmp_path, {**files, "robots.txt": f"# {number}"}, keep=2)

    assert bucket_place.files() == files_in(site)


def test_after_a_publication_that_was_stopped_every_file_is_compared(bucket_place, tmp_path):
    send(bucket_place, tmp_path, FILES)
    record = json.loads(bucket_place.get(RECORD)["Body"].read())
    unfinished = {**record, "is_whole": False, "touched": ["2014/07/gone/index.html"]}
    bucket_place.put(".backfile/release.json", json.dumps(unfinished).encode())
    bucket_place.put("2014/07/gone/index.html", b"<html>never shown</html>")
    bucket_place.put("index.html", b"<html>of the other release</html>")
    bucket_place.put("diary.txt", b"of somebody else")

    site = send(bucket_place, tmp_path, FILES)

    assert bucket_place.files() == {**files_in(site), "diary.txt": b"of somebody else"}


def test_a_bucket_without_a_prefix(bucket_place, tmp_path):
    bucket_place.prefix = ""
    site = send(bucket_place, tmp_path, FILES)

    assert bucket_place.files() == files_in(site)


@pytest.mark.parametrize("told", [b"[]", b"{", b'{"version": 1}', b'{"version": 2}'])
def test_a_record_that_cannot_be_read_stops_it(bucket_place, tmp_path, told):
    bucket_place.put(".backfile/release.json", told)

    with pytest.raises(PublishError, match=r"^s3://.*/archive/\.backfile/release\.json: "):
        send(bucket_place, tmp_path, FILES)
    assert bucket_place.files() == {}


def locked_by(place: BucketPlace, **told: object) -> None:
    holder = {"host": socket.gethostname(), "process": os.getpid(), **told}
    place.put(".backfile/lock.json", json.dumps(holder).encode())


def test_the_lock_of_another_computer_holds(bucket_place, tmp_path):
    locked_by(bucket_place, host="elsewhere", process=1)

    with pytest.raises(PublishError, match=r"running \(process 1 on elsewhere; .* 60 seconds\)"):
        send(bucket_place, tmp_path, FILES)

    assert list(bucket_place.objects()) == [LOCK]


@pytest.mark.parametrize("gone", ["process", "lease"])
def test_the_lock_of_one_who_is_gone_does_not_hold(bucket_place, tmp_path, monkeypatch, gone):
    if gone == "process":
        locked_by(bucket_place, process=2**22 + 1)  # more than Linux gives
    else:
        locked_by(bucket_place, host="elsewhere")
        monkeypatch.setattr(bucket_lock, "LEASE", -1)

    send(bucket_place, tmp_path, FILES)

    assert LOCK not in bucket_place.objects()


def test_who_has_lost_the_lock_stops_and_leaves_it_to_the_other(
    bucket_place, tmp_path, monkeypatch
):
    site = write_site(tmp_path / "output", FILES)
    monkeypatch.setattr(bucket_lock, "_RENEWED", -1)
    put = ObjectStore.put

    def put_and_lose(store: ObjectStore, key: str, *given: object, **more: str) -> str:
        tag = put(store, key, *given, **more)
        if key.endswith("release.json"):
            locked_by(bucket_place, host="elsewhere")
        return tag

    monkeypatch.setattr(ObjectStore, "put", put_and_lose)
    with pytest.raises(PublishError, match="another publication has begun"):
        publish(
            Publication(site, tmp_path / "cache", bucket_place.target, bucket_place.endpoint),
            compare=False,
            anyway=False,
        )
    assert b"elsewhere" in bucket_place.objects()[LOCK]
    assert "index.html" not in bucket_place.files()


def test_a_bucket_that_is_not_there_is_named(bucket_place, tmp_path):
    bucket_place.bucket = "no-such-bucket-anywhere"

    with pytest.raises(PublishError, match=r"^s3://no-such-bucket-anywhere/archive/.*NoSuchBucket"):
        send(bucket_place, tmp_path, FILES)


def test_a_store_that_does_not_answer_is_named(bucket_place, tmp_path):
    bucket_place.endpoint = "http://127.0.0.1:1"

    with pytest.raises(PublishError, match=r"^s3://.*: Could not connect to the endpoint"):
        send(bucket_place, tmp_path, FILES)


def test_there_is_no_way_back(bucket_place):
    with pytest.raises(UsageError, match="--rollback is for folders and servers"):
        roll_back(bucket_place.target)


def test_without_boto3_the_remedy_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    place = SimpleNamespace(target="s3://news/archive", endpoint="")

    with pytest.raises(UsageError, match=r's3://news/archive/: it needs boto3; .*"backfile\[s3\]"'):
        send(place, tmp_path, FILES)


def test_a_store_without_conditions_is_published_to_and_that_is_told(
    bucket_place, tmp_path, monkeypatch, capsys
):
    put = ObjectStore.put

    def put_unconditionally(store: ObjectStore, key: str, *given: object, **more: str) -> str:
        if {"IfMatch", "IfNoneMatch"} & more.keys():
            told = {"Error": {"Code": "NotImplemented", "Message": "A header is not known."}}
            raise PublishError(key) from ClientError(told, "PutObject")
        return put(store, key, *given, **more)

    monkeypatch.setattr(ObjectStore, "put", put_unconditionally)
    monkeypatch.setattr(bucket_lock, "_RENEWED", -1)

    site = send(bucket_place, tmp_path, FILES)

    assert bucket_place.files() == files_in(site)
    assert capsys.readouterr().err == (
        f"s3://{bucket_place.bucket}/archive/: it has no locks, so nothing keeps two publications "
        "apart\n"
    )
