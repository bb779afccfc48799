"""How gunicorn serves casework; docs/operations.md says why.

.venv/bin/gunicorn --config gunicorn.conf.py --paste production.ini
"""

import gc
import multiprocessing
from typing import Any

bind = "127.0.0.1:6543"
workers = multiprocessing.cpu_count()
worker_class = "sync"
# The proxy in front is the only client, and it waits for slow readers.
forwarded_allow_ips = "127.0.0.1"
# A paper takes a tenth of a second; whatever takes a minute hangs.
timeout = 60
graceful_timeout = 30


def post_worker_init(_worker: Any) -> None:
    """After the application is loaded: what lives for ever need not be looked at by every collection."""
    gc.collect()
    gc.freeze()
