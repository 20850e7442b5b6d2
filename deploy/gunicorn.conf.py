"""How gunicorn serves the app; where it listens comes from the environment."""

import os

from gunicorn.config import Config
from gunicorn.glogging import Logger

from lindung.web.logs import FORMAT, DiscreetFormatter

_host = os.environ.get("HOST", "127.0.0.1")
_port = os.environ.get("PORT", "8000")
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 30

# Only a proxy on this machine may say whom it speaks for.
forwarded_allow_ips = "127.0.0.1"

# No access log: its lines would carry query strings. What people did is in the audit trail.
accesslog = None
loglevel = "warning"


class _DiscreetLogger(Logger):
    """A request that fails half-way is logged with its address, and addresses name people."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(DiscreetFormatter(FORMAT))


logger_class = _DiscreetLogger

# Otherwise gunicorn makes a socket in the home folder that all instances of one user share.
control_socket_disable = True
proc_name = "lindung"
