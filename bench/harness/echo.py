"""Echo servers of 64 bytes, plain and over TLS, each on core 0 with the client on core 1, in turn."""

import os
import pathlib
import shutil
import statistics
import subprocess
import time

from . import programs
from .report import Table, bars

SECONDS = 1.0
CONNECTIONS = (1, 50, 1000)
TLS_CONNECTIONS = (1, 50)
CERTIFICATES = programs.WORK / "certificates"
FILES = [str(CERTIFICATES / "good.pem"), str(CERTIFICATES / "good.key")]
FIRST_PORT = 18300


def c(name):
    return programs.build(name, ["gcc", "-O2", programs.BENCH / f"net/{name}.c", "-lssl", "-lcrypto"])


def servers():
    """Name to command; the port is its argument "@"."""
    folder = programs.PEERS / "net"
    found = {"raw epoll": (c("raw_epoll"), "@", "echo")}
    for label, compiler in programs.compilers().items():
        found[f"Pawl ({label})"] = (programs.pawl(f"{label}-echo", compiler, programs.BENCH / "net/echo.cpp"), "@")
    found["libuv, callbacks"] = (programs.build("echo_uv", ["gcc", "-O2", folder / "echo_uv.c", "-luv"]), "@")
    found["Tokio"] = (programs.tokio("echo"), "@")
    found["Asio"] = (programs.build("echo_asio", ["g++", "-std=c++20", "-O2", folder / "echo_asio.cpp", "-pthread"]), "@")
    found["Go"] = (programs.go("echo_go", folder / "echo_go.go"), "@")
    found["Node"] = programs.node(folder / "echo_node.js", "@") or (None,)
    found["uvloop streams"] = programs.python(folder / "echo_py.py", "@", "uvloop", "streams", module="uvloop") or (None,)
    found["asyncio streams"] = programs.python(folder / "echo_py.py", "@", "asyncio", "streams") or (None,)
    return {name: command for name, command in found.items() if command[0]}


def tls_servers():
    script = programs.ROOT / "test/Runtime/Inputs/make_certificates.sh"
    subprocess.run(["sh", script, CERTIFICATES], check=True, capture_output=True)
    found = {"raw OpenSSL": (c("raw_tls"), "@", *FILES)}
    libraries = [programs.BUILD / "lib/libpawl_tls.a", "-lssl", "-lcrypto"]
    for label, compiler in programs.compilers().items():
        program = programs.pawl(f"{label}-tls-echo", compiler, programs.BENCH / "net/tls_echo.cpp", libraries=libraries)
        found[f"Pawl ({label})"] = (program, "@", *FILES)
    return {name: command for name, command in found.items() if command[0]}


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask(process, port, connections):
    """(requests a second, median and 99th percentile in us, the server's CPU us a request)."""
    before = cpu_seconds(process.pid)
    command = programs.pinned([programs.WORK / "echo_client", port, connections, SECONDS], core=1)
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if result.returncode != 0:
        raise SystemExit(f"the client ended with {result.returncode}: {result.stderr}")
    rate, p50, p99 = map(float, result.stdout.split())
    # The client warms up for 0.2 s before it counts.
    return rate, p50, p99, (cpu_seconds(process.pid) - before) / (rate * (SECONDS + 0.2)) * 1e6


def ask_tls(process, port, connections):
    command = programs.pinned([programs.WORK / "tls_client", port, connections, SECONDS], core=1)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
        client.stdout.readline()  # the handshakes are done
        before = cpu_seconds(process.pid)
        done = int(client.stdout.readline())
    return done / SECONDS, (cpu_seconds(process.pid) - before) / done * 1e6


def compare(commands, connections, passes, asked, port):
    """Number of connections to server to the medians."""
    ports = {name: str(port + i) for i, name in enumerate(commands)}
    processes = {name: subprocess.Popen(programs.pinned([ports[name] if part == "@" else part for part in command]),
                                        env=programs.environment(), stderr=subprocess.DEVNULL)
                 for name, command in commands.items()}
    # The peers say nothing when they listen, and a probing connection would be one of those measured.
    time.sleep(1)
    result = {}
    try:
        for many in connections:
            taken = {name: [] for name in commands}
            for _ in range(passes):
                for name in commands:
                    taken[name].append(asked(processes[name], ports[name], many))
            result[str(many)] = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in taken.items()}
    finally:
        for process in processes.values():
            process.terminate()
            process.wait()
    return result


def measure(options):
    if (os.cpu_count() or 1) < 2 or not shutil.which("taskset"):
        programs.skip("echo", "takes two cores and taskset")
        return {}
    result = {}
    if c("echo_client"):
        result["plain"] = compare(servers(), CONNECTIONS, options.passes, ask, FIRST_PORT)
    if c("tls_client"):
        result["TLS"] = compare(tls_servers(), TLS_CONNECTIONS, options.passes, ask_tls, FIRST_PORT + 50)
    return result


def tables(data):
    made = []
    for kind, by_connections in data.items():
        table = Table(["server", *(f"{many} connections: a second; CPU a request" for many in by_connections)])
        for name in next(iter(by_connections.values())):
            cells = []
            for figures in by_connections.values():
                raw = next(iter(figures.values()))[-1]
                cells.append(f"{figures[name][0]:,.0f}; {figures[name][-1]:.2f} us ({figures[name][-1] / raw:.2f}x)")
            table.add(name, *cells)
        text = "The server's CPU a request, beside a loop of epoll in C without any library: that is what does not wait."
        if kind == "TLS":
            text = "The same over TLS, beside OpenSSL in a raw loop."
        made.append((f"Echo of 64 bytes, {kind}", text, table))
    return made


def plots(data):
    groups = [(f"{kind}, {many} connections", {name: row[-1] for name, row in figures.items()})
              for kind, by_connections in data.items() for many, figures in by_connections.items()]
    return [("echo.svg", "The server's CPU microseconds a request (less is better)", bars(groups, unit=" us"))] if groups else []
