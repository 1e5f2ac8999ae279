#!/usr/bin/env bash
# What the sidecar costs, against what it must reach.
#
#   bench/sidecar.sh [seconds at rest]      default: 10; needs ./publish.sh to have run, and python3
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-10}
binary=${HEALTHPROBE_BINARY:-artifacts/healthprobe-sidecar}
[ -x "$binary" ] || { echo "bench/sidecar.sh: no $binary: run ./publish.sh first" >&2; exit 1; }
command -v python3 >/dev/null || { echo "bench/sidecar.sh: no python3: apt-get install python3-minimal" >&2; exit 1; }

echo "healthprobe-sidecar: $(stat -c %s "$binary") bytes"
exec python3 - "$binary" "$seconds" <<'END'
import os, socket, statistics, subprocess, sys, threading, time

BINARY, SECONDS = sys.argv[1], int(sys.argv[2])
STARTS = 21


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(port, *options):
    return subprocess.Popen(
        [BINARY, "--no-worker-gate", "--host", "127.0.0.1", "--port", str(port), "--drain", "0", *options], stdout=subprocess.DEVNULL)


def status(port, path):
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            return connection.recv(12)[9:]
    except OSError:
        return b""


def until(process, port, path):
    while status(port, path) != b"200":
        if process.poll() is not None:
            sys.exit(f"it ended by itself, with {process.returncode}, before {path} was 200")
        time.sleep(0.0002)


def end(process):
    process.terminate()
    if process.wait(5) != 0:
        sys.exit(f"it ended with {process.returncode}")


def dependency(scheme, answer):
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            connection, _ = listener.accept()
            with connection:
                if connection.recv(512):
                    connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return ["--dependency", f"{scheme}={scheme}://127.0.0.1:{listener.getsockname()[1]}"]


def processor_milliseconds(process):
    folder = f"/proc/{process.pid}"
    fields = open(f"{folder}/stat").read().rsplit(")", 1)[1].split()
    threads = sum(int(open(f"{folder}/task/{each}/schedstat").read().split()[0]) for each in os.listdir(f"{folder}/task"))
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK"), threads / 1e6


times = []
for _ in range(STARTS):
    port = free_port()
    begin = time.perf_counter()
    process = start(port)
    until(process, port, "/health/live")
    times.append((time.perf_counter() - begin) * 1000)
    end(process)
print(f"start to the first answer: {statistics.median(times):.1f} ms, median of {STARTS}; {min(times):.1f} to {max(times):.1f} (at most 30)")

port = free_port()
process = start(
    port, *dependency("tcp", b""), *dependency("http", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), *dependency("redis", b"+PONG\r\n"),
    *dependency("memcached", b"VERSION 1.6.18\r\n"), *dependency("postgres", b"R\0\0\0\x08\0\0\0\x03"))
until(process, port, "/health/ready")
for _ in range(100):
    for path in ("/health", "/metrics", "/health/live"):
        until(process, port, path)
time.sleep(2)
before = processor_milliseconds(process)
time.sleep(SECONDS)
after = processor_milliseconds(process)
resident = next(int(line.split()[1]) for line in open(f"/proc/{process.pid}/status") if line.startswith("VmRSS:")) / 1024
end(process)
ticks, exact = after[0] - before[0], after[1] - before[1]
print(f"at rest with 5 dependencies: {resident:.1f} MB resident (at most 18)")
print(f"at rest with 5 dependencies: {exact:.1f} ms of processor in {SECONDS} s, {exact / SECONDS / 10:.3f} % of a core (at most 0.1); {ticks:.0f} ms as the kernel's ticks count")
END
