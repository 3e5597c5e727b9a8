"""From a built site to the bucket that CloudFront serves, without a moment at which a page breaks.

Files with a hash in their name come first and stay for a while after they left the site: a page that is
open asks for those of its own build. Then come the pages that name them, and last the service worker,
which has browsers fetch everything else anew.
"""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import boto3
from settings import SettingError

# The part of the bucket that the distribution serves (OriginPath in template.yaml).
PREFIX = "site/"
# When each file left the site. Outside of what is served.
RECORD = "former.json"
WORKER = "sw.js"
IMMUTABLE = "public, max-age=31536000, immutable"
# Kept by browsers and edges, and asked for again before each use.
NO_CACHE = "no-cache"
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class File:
    """A file of the site at its `path`, without a slash before it."""

    path: str
    body: bytes

    @property
    def is_hashed(self) -> bool:
        return self.path.startswith("assets/")

    @property
    def headers(self) -> dict[str, str]:
        suffix = Path(self.path).suffix
        if suffix not in CONTENT_TYPES:
            raise SettingError(f"{self.path} is of a type that infra/site_upload.py does not know.")
        cache = IMMUTABLE if self.is_hashed else NO_CACHE
        return {"ContentType": CONTENT_TYPES[suffix], "CacheControl": cache}

    @property
    def etag(self) -> str:
        """S3's for an object put in one piece and encrypted by S3's own keys: the MD5 of the body."""
        return f'"{hashlib.md5(self.body, usedforsecurity=False).hexdigest()}"'


def files(folder: Path, config: str) -> list[File]:
    """What the site is to be: the built files and config.json. Those of tools (.vite) are left out."""
    built = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [(path, path.relative_to(folder).as_posix()) for path in built]
    found = [File(name, path.read_bytes()) for path, name in names if not name.startswith(".")]
    if not {"index.html", WORKER} <= {file.path for file in found}:
        raise SettingError(f"{folder} is no built dashboard: it has no index.html or no {WORKER}.")
    return [*found, File("config.json", config.encode())]


class Site:
    """The site as it is in its bucket, behind its distribution."""

    def __init__(self, session: boto3.Session, bucket: str, distribution: str) -> None:
        self._s3 = session.client("s3")
        self._cloudfront = session.client("cloudfront")
        self._bucket = bucket
        self._distribution = distribution

    def bring_to(self, wanted: list[File], keep_days: int) -> list[str]:
        """Uploads what differs from `wanted`; says what was done, a line each, in its order."""
        held = self._held()
        with ThreadPoolExecutor(16) as pool:
            same = pool.map(lambda file: file.path in held and self._is_same(file), wanted)
            changed = [file for file, is_same in zip(wanted, same) if not is_same]
            hashed = [file for file in changed if file.is_hashed]
            pages = [file for file in changed if not file.is_hashed and file.path != WORKER]
            worker = [file for file in changed if file.path == WORKER]
            done = self._put(pool, hashed) + self._put(pool, pages)
            # An edge that still had a former page would hand it to the new worker, which keeps it.
            done += self._invalidate([file.path for file in hashed + pages if file.path in held], wait=True)
            done += self._put(pool, worker)
            done += self._invalidate([file.path for file in worker if file.path in held], wait=False)
        done += self._let_go(held - {file.path for file in wanted}, timedelta(days=keep_days))
        return done or ["nothing has changed"]

    def _held(self) -> set[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=PREFIX)
        return {entry["Key"].removeprefix(PREFIX) for page in pages for entry in page.get("Contents", [])}

    def _is_same(self, file: File) -> bool:
        found = self._s3.head_object(Bucket=self._bucket, Key=PREFIX + file.path)
        headers = {name: found.get(name) for name in file.headers}
        return found["ETag"] == file.etag and headers == file.headers

    def _put(self, pool: ThreadPoolExecutor, batch: list[File]) -> list[str]:
        def put(file: File) -> str:
            self._s3.put_object(Bucket=self._bucket, Key=PREFIX + file.path, Body=file.body, **file.headers)
            return f"uploaded {file.path}"

        return list(pool.map(put, batch))

    def _invalidate(self, paths: list[str], wait: bool) -> list[str]:
        urls = [f"/{path}" for path in paths]
        if "/index.html" in urls:
            urls.append("/")
        if not urls:
            return []
        # Any text that no former invalidation had.
        reference = datetime.now(timezone.utc).isoformat()
        batch = {"Paths": {"Quantity": len(urls), "Items": urls}, "CallerReference": reference}
        asked = self._cloudfront.create_invalidation(DistributionId=self._distribution, InvalidationBatch=batch)
        if wait:
            done = self._cloudfront.get_waiter("invalidation_completed")
            pace = {"Delay": 5, "MaxAttempts": 120}
            done.wait(DistributionId=self._distribution, Id=asked["Invalidation"]["Id"], WaiterConfig=pace)
        return [f"invalidated {url}" for url in urls]

    def _let_go(self, former: set[str], kept_for: timedelta) -> list[str]:
        """Deletes what left the site long enough ago, and notes what has left it now."""
        now = datetime.now(timezone.utc)
        known = self._record()
        left = {path: known.get(path, now.isoformat(timespec="seconds")) for path in sorted(former)}
        gone = [path for path, since in left.items() if datetime.fromisoformat(since) + kept_for <= now]
        for path in gone:
            self._s3.delete_object(Bucket=self._bucket, Key=PREFIX + path)
            del left[path]
        if left != known:
            body = json.dumps(left, indent=2).encode()
            self._s3.put_object(Bucket=self._bucket, Key=RECORD, Body=body, ContentType="application/json")
        return [f"deleted {path}" for path in gone]

    def _record(self) -> dict[str, str]:
        try:
            return json.loads(self._s3.get_object(Bucket=self._bucket, Key=RECORD)["Body"].read())
        except self._s3.exceptions.NoSuchKey:
            return {}
