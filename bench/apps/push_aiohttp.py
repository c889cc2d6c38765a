"""Sends a document to many subscribers as most programs would: a pool of tasks over aiohttp.

python -m bench.apps.push_aiohttp JOB
"""

import asyncio
import hashlib
import hmac
import ssl

import aiohttp

from bench.apps.push_job import Job, Watch

AT_ONCE = 1000
LIMITS = aiohttp.ClientTimeout(total=10, sock_connect=5)


async def _send(job: Job) -> None:
    body = b"x" * job.size
    callbacks = job.callbacks()
    watch = Watch()
    waiting = iter(enumerate(callbacks))
    secure = ssl.create_default_context() if job.secure else False
    connector = aiohttp.TCPConnector(limit=AT_ONCE, force_close=True, ssl=secure)
    async with aiohttp.ClientSession(connector=connector, timeout=LIMITS) as session:

        async def one_after_the_other() -> None:
            for number, (url, hangs) in waiting:
                secret = f"secret {number}".encode()
                signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
                headers = {
                    "Content-Type": "application/atom+xml; charset=utf-8",
                    "Link": '<https://news.example/hub>; rel="hub"',
                    "X-Hub-Signature": f"sha256={signature}",
                }
                status = 0
                try:
                    sent = session.post(url, data=body, headers=headers, allow_redirects=False)
                    async with sent as answer:
                        await answer.content.read(4096)
                        status = answer.status
                except (aiohttp.ClientError, TimeoutError):
                    pass
                watch.answered(status, hangs)

        await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    watch.tell()


if __name__ == "__main__":
    asyncio.run(_send(Job.given()))
