"""with_postgres.py FOLDER COMMAND...: runs a command while a PostgreSQL server of its own runs, which PGHOST and PGUSER name."""

import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile

folder, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]

# It refuses to run as root, the path of its socket must be short, and the folder one that its user can reach.
user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
data = pathlib.Path(tempfile.mkdtemp(prefix="pawl-pg-", dir="/tmp"))
if user:
    os.chown(data, user.pw_uid, user.pw_gid)


def server(*arguments):
    # Not by way of pipes, which the server would keep open.
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "postgres.log", "a") as log:
        result = subprocess.run([programs / arguments[0], *arguments[1:]], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                cwd=data, **({"user": user.pw_uid, "group": user.pw_gid} if user else {}))
    if result.returncode != 0:
        sys.exit((folder / "postgres.log").read_text())


try:
    server("initdb", "-D", data / "db", "-U", "tester", "-A", "trust", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={data} -c fsync=off"
    server("pg_ctl", "-D", data / "db", "-w", "-l", data / "log", "-o", options, "start")
    try:
        environment = {**os.environ, "PGHOST": str(data), "PGUSER": "tester", "PGDATABASE": "postgres"}
        sys.exit(subprocess.run(command, env=environment).returncode)
    finally:
        server("pg_ctl", "-D", data / "db", "-m", "immediate", "stop")
finally:
    shutil.rmtree(data)
