"""Tells healthprobe-sidecar how many workers Gunicorn has: on every change, once a second, and 0 at the end.

    gunicorn --config gunicorn.conf.py --workers 3 app:app
    healthprobe-sidecar --worker-ttl 5s
    curl http://localhost:8000/health/live

With a configuration file of your own, save this one beside it as worker_gauge.py and write there:
from worker_gauge import child_exit, on_exit, on_reload, pre_fork, when_ready

With --workers 1 --max-requests, when the number is 0 for a moment at each replacement: healthprobe-sidecar --worker-ttl 5s --worker-confirm 2s

Why Gunicorn's own --statsd-host is not enough: it sends the number of workers only when it changes, and never a 0. A sidecar that
starts later than Gunicorn hears nothing, a Gunicorn that was killed leaves its last number standing, and no --worker-ttl can be set, because
silence is normal. What is sent here every second makes silence mean something.

The number goes where --statsd-host says, otherwise where the sidecar listens: HEALTHPROBE_SIDECAR_STATSD_HOST (a name, an address or
unix:///path) and HEALTHPROBE_SIDECAR_STATSD_PORT, or else localhost:8125. A name is looked up at the start and at a reload (HUP).

For Gunicorn 20.1 and later; needs nothing but Python. All hooks here run in the arbiter, which starts and counts the workers: a worker knows
only itself.
"""

import os
import socket
import threading

HEARTBEAT = 1.0
LONGEST_FORK = 0.1


class WorkerGauge:
    """The number of workers of one arbiter, sent as a StatsD gauge. Nobody there to hear it is no error."""

    def __init__(self, arbiter):
        self.arbiter = arbiter
        self.pid = os.getpid()
        self.socket = None
        self.address = None
        self.sent = None
        self.stopping = threading.Event()
        self.look_up()
        self.thread = threading.Thread(target=self.beat, name="worker-gauge", daemon=True)
        self.thread.start()

    def look_up(self):
        try:
            family, address = statsd_address(self.arbiter.cfg.statsd_host)
            self.socket = socket.socket(family, socket.SOCK_DGRAM)
            self.socket.setblocking(False)
            self.address = address
        except (OSError, ValueError):
            # A name that is not known yet: the heartbeat tries again.
            pass

    def beat(self):
        # A greenlet in the place of the thread, where gevent has patched the arbiter, would go on in the workers.
        while os.getpid() == self.pid:
            if self.address is None:
                self.look_up()
            if len(self.arbiter.WORKERS) != self.sent:
                # pre_fork announces a worker that is only now being made.
                self.stopping.wait(LONGEST_FORK)
            if self.stopping.is_set():
                break
            self.send(len(self.arbiter.WORKERS))
            self.stopping.wait(HEARTBEAT)

    # Takes no lock, because in Gunicorn 20 child_exit runs inside a signal handler, possibly in the middle of another send.
    def send(self, workers):
        # While USR2 replaces one arbiter by another, both speak for themselves, and neither for the other: no workers here are not no workers.
        replacing = self.arbiter.reexec_pid or self.arbiter.master_pid
        if self.address is None or (workers == 0 and replacing):
            return
        try:
            self.socket.sendto(b"gunicorn.workers:%d|g" % workers, self.address)
        except OSError:
            # Nobody listens, or too slowly: the next heartbeat tries again.
            pass
        self.sent = workers

    def stop(self):
        self.stopping.set()
        self.thread.join(timeout=1)


def statsd_address(statsd_host):
    """The family and the address: statsd_host is what Gunicorn has read, None, a pair or the path of a Unix socket."""
    if statsd_host is None:
        host = os.environ.get("HEALTHPROBE_SIDECAR_STATSD_HOST") or "localhost"
        # In Kubernetes a Service can put its URL into a variable of this name.
        port = os.environ.get("HEALTHPROBE_SIDECAR_STATSD_PORT") or ""
        statsd_host = host[len("unix://"):] if host.startswith("unix://") else (host, port if port.isdigit() else 8125)
    if isinstance(statsd_host, str):
        return socket.AF_UNIX, statsd_host
    host, port = statsd_host
    found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)
    # IPv4 first, as Gunicorn itself does.
    family, _, _, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    return family, address


def say(server, workers):
    gauge = getattr(server, "worker_gauge", None)
    if gauge is not None:
        gauge.send(workers)


def when_ready(server):
    try:
        server.worker_gauge = WorkerGauge(server)
    except RuntimeError as error:
        server.log.warning("The number of workers is not sent: %s", error)


def on_reload(server):
    gauge = getattr(server, "worker_gauge", None)
    if gauge is not None:
        gauge.stop()
    when_ready(server)


def pre_fork(server, worker):
    say(server, len(server.WORKERS) + 1)


def child_exit(server, worker):
    say(server, len(server.WORKERS))


def on_exit(server):
    gauge = getattr(server, "worker_gauge", None)
    if gauge is not None:
        gauge.stop()
        gauge.send(0)
