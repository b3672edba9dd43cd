"""peers.py PEER WORK: our peer (peer.cpp) against socat, curl and Python's asyncio, in both directions."""

import asyncio
import functools
import http.server
import pathlib
import subprocess
import sys
import threading

PEER, WORK = sys.argv[1], pathlib.Path(sys.argv[2])


def output(*command, text=None):
    result = subprocess.run(command, input=text, capture_output=True, text=True, timeout=30)
    if result.returncode != 0:
        sys.exit(f"{command}: {result.returncode}\n{result.stderr}")
    return result.stdout


class Serving:
    """Our server while the body runs; it ends by itself."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([PEER, *arguments], stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self.process.stdout.readline().strip()

    def __exit__(self, *_):
        print("server ended with", self.process.wait(timeout=30))


async def asyncio_client(port):
    reader, writer = await asyncio.open_connection("localhost", port)
    writer.write(b"from asyncio\n")
    await writer.drain()
    print((await reader.readline()).decode(), end="")
    writer.write_eof()
    print("rest:", await reader.read())
    writer.close()
    await writer.wait_closed()


async def asyncio_server():
    async def echo(reader, writer):
        writer.write(b"echo " + await reader.readline())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(echo, "localhost", 0)
    port = server.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(PEER, "ask", str(port), "asyncio?", stdout=subprocess.PIPE)
    print((await process.communicate())[0].decode(), end="")
    server.close()


def main():
    with Serving("serve") as port:
        print(output("socat", "-t5", "-", f"TCP:localhost:{port}", text="from socat\ntwice\n"), end="")
        asyncio.run(asyncio_client(port))
        print(output(PEER, "ask", port, "from pawl"), end="")
    socket = str(WORK / "socket")
    with Serving("serve-unix", socket):
        for word in ("one", "two"):
            print(output("socat", "-t5", "-", f"UNIX:{socket}", text=f"unix {word}\n"), end="")
        print(output(PEER, "ask-unix", socket, "unix three"), end="")
    with Serving("http") as port:
        print(output("curl", "-sS", f"http://localhost:{port}/path"), end="")
    asyncio.run(asyncio_server())
    # socat's server: it says where it listens on its log.
    command = ["socat", "-d", "-d", "TCP-LISTEN:0,bind=localhost", "EXEC:cat"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as socat:
        port = next(line for line in socat.stderr if "listening on" in line).strip().rsplit(":", 1)[1]
        print("socat says", output(PEER, "ask", port, "cat"), end="")
    (WORK / "file").write_text("content of a file\n")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=WORK)
    http.server.SimpleHTTPRequestHandler.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("localhost", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(output(PEER, "get", str(server.server_port), "/file"), end="")
        server.shutdown()


main()
