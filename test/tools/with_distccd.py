#!/usr/bin/env python3
"""with_distccd.py LOG COMMAND...: runs the command while a distccd listens on the loopback interface, as the only host
that distcc knows. The log ends with the server's summary of each job, "COMPILE_OK FILE" where it compiled."""

import os
import pathlib
import socket
import subprocess
import sys
import time

log, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
# Started by root, the server becomes another user, who may not write where this test does.
server = subprocess.Popen(["distccd", "--daemon", "--no-detach", "--no-fork", "--listen=127.0.0.1", f"--port={port}",
                           "--allow=127.0.0.1", "--enable-tcp-insecure", "--log-level=info", "--log-stderr"],
                          stderr=log.open("w"), env=dict(os.environ, TMPDIR="/tmp"))
try:
    deadline = time.monotonic() + 30
    while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"distccd did not start: {log.read_text()}")
        time.sleep(0.01)
    folder = log.parent / "distcc"
    folder.mkdir(exist_ok=True)
    environment = dict(os.environ, DISTCC_HOSTS=f"127.0.0.1:{port}", DISTCC_FALLBACK="0", DISTCC_DIR=str(folder))
    returned = subprocess.run(command, env=environment).returncode
    # The client has its object file before the server has written its summary of the job.
    while returned == 0 and "COMPILE_" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.01)
    sys.exit(returned)
finally:
    server.terminate()
    server.wait()
