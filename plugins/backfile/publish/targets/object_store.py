"""The objects of a bucket below a prefix, by boto3, whose errors become ours."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backfile.errors import UsageError
from backfile.publish.targets.target import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backfile.publish.targets.address import BucketAddress

CONNECTIONS = 8
_NOT_FOUND = ("NoSuchKey", "404", "NotFound")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object: its bytes, its tag (ETag), and the headers of the answer in lower case."""

    data: bytes
    tag: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """The objects at `address`; keys are below its prefix. All methods raise PublishError."""

    address: BucketAddress
    client: Any

    def get(self, key: str) -> StoredObject:
        """Return the object called *key*. Raises FileNotFoundError."""
        with self._errors(key):
            answer = self.client.get_object(**self._named(key))
            headers = answer["ResponseMetadata"]["HTTPHeaders"]
            return StoredObject(answer["Body"].read(), answer["ETag"], headers)

    def put(self, key: str, data: bytes, kind: str, **more: str) -> str:
        """Write the object called *key*, of the Content-Type *kind*; return its tag.

        *more* are other arguments of boto3's put_object, such as `CacheControl`.
        """
        with self._errors(key):
            named = self._named(key)
            answer = self.client.put_object(**named, Body=data, ContentType=kind, **more)
            return str(answer["ETag"])

    def delete(self, key: str) -> None:
        """Delete the object called *key*, if there is one."""
        with self._errors(key):
            self.client.delete_object(**self._named(key))

    def tags(self, below: str = "") -> Iterator[tuple[str, str]]:
        """Go through the keys that begin with *below*, each with the tag of its object."""
        prefix = self.address.prefix
        with self._errors(below):
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.address.bucket, Prefix=f"{prefix}{below}"
            )
            for page in pages:
                for one in page.get("Contents", ()):
                    yield one["Key"].removeprefix(prefix), one["ETag"]

    def _named(self, key: str) -> dict[str, str]:
        return {"Bucket": self.address.bucket, "Key": f"{self.address.prefix}{key}"}

    @contextmanager
    def _errors(self, key: str) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 (an extra)

        try:
            yield
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _NOT_FOUND:
                raise FileNotFoundError(key) from error
            raise PublishError(f"{self.address}{key}: {error}") from error
        except BotoCoreError as error:
            raise PublishError(f"{self.address}: {error}") from error


def opened_store(address: BucketAddress, endpoint: str) -> ObjectStore:
    """Return the store at *address*; *endpoint* is its web address, empty where boto3 knows it.

    Who may write is told to boto3 as to all programs of Amazon's: by variables or by ~/.aws. Raises
    UsageError where boto3 is not installed, and PublishError where it does not take the endpoint.
    """
    try:
        import boto3  # noqa: PLC0415 (an extra)
        from botocore.config import Config  # noqa: PLC0415 (the same)
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 (the same)
    except ImportError as error:
        needed = 'it needs boto3; install it with pip install "backfile[s3]"'
        raise UsageError(f"{address}: {needed}") from error
    config = Config(
        max_pool_connections=CONNECTIONS,
        retries={"mode": "standard"},
        # Not all stores know the checksums that boto3 adds unasked.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    try:
        client = boto3.client("s3", endpoint_url=endpoint or None, config=config)
    except (BotoCoreError, ValueError) as error:
        raise PublishError(f"{address}: {error}") from error
    return ObjectStore(address, client)
