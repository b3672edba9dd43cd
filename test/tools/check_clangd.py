#!/usr/bin/env python3
"""What an editor sees of dialect files through `pawl clangd`: a client of the language server protocol.

Opens FILE, which includes a header of its own with async functions, and asks about the places that comments in it
mark as /*name*/.  Prints what comes back, a line each, for FileCheck.
"""
import argparse
import json
import pathlib
import subprocess
import sys


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.number = 0
        self.diagnostics = {}

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while True:
            line = self.process.stdout.readline()
            if not line:
                sys.exit("the server ended")
            if line == b"\r\n":
                break
            name, value = line.decode().split(":")
            if name == "Content-Length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        return message

    def request(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                if "error" in message:
                    sys.exit(f"{method}: {message['error']}")
                return message["result"]

    def notify(self, method, params):
        self.send({"method": method, "params": params})


def place(text, mark):
    """Where the text behind the comment /*mark*/ begins."""
    before = text[:text.index(f"/*{mark}*/") + len(mark) + 4]
    return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}


def spot(position):
    return f"{position['line'] + 1}:{position['character'] + 1}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("server", nargs="+")
    arguments = parser.parse_args()
    path = arguments.file.resolve()
    text = path.read_text()
    uri = path.as_uri()
    document = {"uri": uri}

    server = Server(arguments.server)
    server.request("initialize", {"processId": None, "rootUri": path.parent.as_uri(), "capabilities": {
        "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}}})
    server.notify("initialized", {})
    server.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "cpp", "version": 1,
                                                            "text": text}})
    while uri not in server.diagnostics:
        server.receive()

    def at(mark, **more):
        return {"textDocument": document, "position": place(text, mark), **more}

    for found in server.diagnostics[uri]:
        print(f"diagnostic {spot(found['range']['start'])} {found['message'].splitlines()[0]}")
        for action in server.request("textDocument/codeAction", {
                "textDocument": document, "range": found["range"], "context": {"diagnostics": [found]}}):
            for edit in action.get("edit", {}).get("changes", {}).get(uri, []):
                print(f"fix {spot(edit['range']['start'])} '{edit['newText']}'")
    for mark in ("hover", "local"):
        contents = server.request("textDocument/hover", at(mark))["contents"]
        print(f"hover {mark}: " + " | ".join(contents["value"].split("\n")))
    for mark in ("hover", "own"):
        for location in server.request("textDocument/definition", at(mark)):
            print(f"definition {mark}: {pathlib.Path(location['uri']).name} {spot(location['range']['start'])}")
    names = [item["label"].strip() for item in server.request("textDocument/completion", at("complete"))["items"]]
    print("completion " + " ".join(sorted(names)))
    edits = server.request("textDocument/rename", at("local", newName="amount"))["changes"][uri]
    print("rename " + " ".join(sorted(spot(edit["range"]["start"]) for edit in edits)))

    server.request("shutdown", None)
    server.notify("exit", None)
    return server.process.wait()


if __name__ == "__main__":
    sys.exit(main())
