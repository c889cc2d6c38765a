"""The one script of public pages: a button that copies a feed's address."""

import base64
import hashlib

# Where a page may not write to the clipboard, as without TLS, there is no button.
COPY_SCRIPT = (
    "(b=>{if(navigator.clipboard){b.hidden=false;b.onclick=()=>navigator.clipboard.writeText("
    "document.getElementById('_address').textContent).then(()=>{b.textContent='Copied'})}})"
    "(document.getElementById('_copy'))"
)


def script_hash(script: str) -> str:
    """What a Content-Security-Policy calls a script by, as its only one.

    https://www.w3.org/TR/CSP3/#grammardef-hash-source
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
