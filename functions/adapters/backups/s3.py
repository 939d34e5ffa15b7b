"""Backups in a bucket of S3, or of a server that speaks its protocol."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.backups.paths import checked, is_manifest
from functions.application.ports.backups import TargetFailed

CHUNK = 1 << 20
# What is in memory at a time. S3 takes 10,000 parts, so a file may have 160 GB.
PART = 16 << 20
BATCH = 1000
ORIGIN = re.compile(r"(https?://[^/\"\s]+)[^\"\s]*")
# What S3 answers, in words. Its own message may have the key's id in it, so that is never shown.
SAID = {
    "AccessDenied": "the keys that were used may not do that",
    "InvalidAccessKeyId": "it does not know the key that was used",
    "NoSuchBucket": "there is no such bucket",
    "SignatureDoesNotMatch": "the secret of the key that was used is not right",
}


def make_client(endpoint: str = "") -> Any:
    """Return a client whose credentials come by boto3's own chain, read anew: a role, a shared file, never from us.

    Servers that are not AWS's know no checksums of its newer kind. Addresses are signed by version 4, the only one that all
    servers know, and those of AWS name the region: without it they lead elsewhere while a bucket is new.
    """
    config = Config(
        connect_timeout=5,
        read_timeout=60,
        retries={"total_max_attempts": 5, "mode": "standard"},
        signature_version="s3v4",
        s3={"addressing_style": "path" if endpoint else "virtual"},
        request_checksum_calculation="when_required" if endpoint else "when_supported",
        response_checksum_validation="when_required" if endpoint else "when_supported",
    )
    session = boto3.session.Session()
    region = session.region_name or ("us-east-1" if endpoint else None)
    return session.client("s3", endpoint_url=endpoint or None, region_name=region, config=config)


class S3Target:
    """A file goes up in parts and is there once S3 has put them together; what was cut short is an upload, no file."""

    def __init__(self, bucket: str, prefix: str, client: Any, *, part: int = PART) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._client = client
        self._part = part

    def write(self, path: str, chunks: Iterable[bytes]) -> int:
        """Write a file from its chunks, and return its size; where the chunks raise, nothing is left of it.

        What a run that was killed has sent of it is aborted first: nobody else would.
        """
        place = {"Bucket": self._bucket, "Key": self._prefix + checked(path)}
        with self._sentence("written"):
            self._abort(place["Key"])
        parts = _in_parts(chunks, self._part)
        first = next(parts, b"")
        if len(first) < self._part:
            with self._sentence("written"):
                self._client.put_object(**place, Body=first)
            return len(first)
        with self._sentence("written"):
            upload = {**place, "UploadId": self._client.create_multipart_upload(**place)["UploadId"]}
        try:
            return self._upload(upload, first, parts)
        except BaseException:
            with contextlib.suppress(BotoCoreError, ClientError):  # `delete` does it later
                self._client.abort_multipart_upload(**upload)
            raise

    def read(self, path: str) -> Iterator[bytes]:
        """Yield a file's chunks."""
        with self._sentence("read"):
            body = self._client.get_object(Bucket=self._bucket, Key=self._prefix + checked(path))["Body"]
        with body:
            while True:
                with self._sentence("read"):
                    chunk = body.read(CHUNK)
                if not chunk:
                    return
                yield chunk

    def address(self, path: str, *, seconds: int, name: str) -> str | None:
        """Return an address that S3 itself answers for so many seconds, to whoever has it."""
        said = {"ResponseContentDisposition": f'attachment; filename="{name}"'}
        asked = {"Bucket": self._bucket, "Key": self._prefix + checked(path), **said}
        with self._sentence("read"):
            return str(self._client.generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds))

    def files(self, folder: str) -> Sequence[str]:
        """Return the paths of the files in a folder and below it."""
        pages = self._client.get_paginator("list_objects_v2")
        with self._sentence("read"):
            found = pages.paginate(Bucket=self._bucket, Prefix=f"{self._prefix}{checked(folder)}/")
            keys = [item["Key"] for page in found for item in page.get("Contents", [])]
        return sorted(key.removeprefix(self._prefix) for key in keys)

    def delete(self, folder: str) -> None:
        """Remove a folder with all that is in it, also what was cut short; one that is not there is no error."""
        paths = self.files(folder)
        self._remove([path for path in paths if is_manifest(path)])
        self._remove([path for path in paths if not is_manifest(path)])
        with self._sentence("changed"):
            self._abort(f"{self._prefix}{folder}/")

    def _upload(self, upload: dict[str, str], first: bytes, rest: Iterator[bytes]) -> int:
        done: list[dict[str, Any]] = []
        size, part = 0, first
        while part:
            number = len(done) + 1
            with self._sentence("written"):
                answer = self._client.upload_part(**upload, PartNumber=number, Body=part)
            done.append({"PartNumber": number, "ETag": answer["ETag"]})
            size += len(part)
            part = next(rest, b"")
        with self._sentence("written"):
            self._client.complete_multipart_upload(**upload, MultipartUpload={"Parts": done})
        return size

    def _abort(self, prefix: str) -> None:
        """End the uploads whose keys begin so, which nobody ends any more."""
        pages = self._client.get_paginator("list_multipart_uploads")
        for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
            for upload in page.get("Uploads", []):
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"])

    def _remove(self, paths: Sequence[str]) -> None:
        for start in range(0, len(paths), BATCH):
            objects = [{"Key": self._prefix + path} for path in paths[start : start + BATCH]]
            with self._sentence("changed"):
                answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})
            for refused in answer.get("Errors", []):
                raise TargetFailed(f"{refused['Key']} cannot be removed from the bucket {self._bucket}: {refused['Code']}")

    @contextmanager
    def _sentence(self, what: str) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "") or "an error"
            said = f"{SAID[code]} ({code})" if code in SAID else f"S3 answers {code}"
            raise TargetFailed(f"the bucket {self._bucket} for backups cannot be {what}: {said}") from error
        except BotoCoreError as error:
            raise TargetFailed(f"the bucket {self._bucket} for backups cannot be {what}: {_flat(error)}") from error


def _in_parts(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the same bytes in parts of this size, the last one smaller; none is empty."""
    held = bytearray()
    for chunk in chunks:
        rest = memoryview(chunk)
        while rest:
            taken = rest[: size - len(held)]
            held += taken
            rest = rest[len(taken) :]
            if len(held) == size:
                part, held = bytes(held), bytearray()
                yield part
    if held:
        yield bytes(held)


def _flat(error: BotoCoreError) -> str:
    """What went wrong on the way, on one line; of an address, which server it is."""
    return ORIGIN.sub(r"\1", " ".join(str(error).split())).rstrip(".")
