"""A client of the real yaml-language-server, as an editor is one: LSP over its stdin and stdout."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any

SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    }
}
PATIENCE = 60  # seconds for one answer


class LanguageServer:
    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen(
            ["node", program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._incoming: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._last = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self._request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, file: Path) -> list[dict[str, Any]]:
        """Open a file as an editor does, and return what the server finds wrong with it."""
        document = {
            "uri": file.as_uri(),
            "languageId": "yaml",
            "version": 1,
            "text": file.read_text(),
        }
        self._notify("textDocument/didOpen", {"textDocument": document})
        while file.as_uri() not in self._diagnostics:
            self._handle()
        return self._diagnostics[file.as_uri()]

    def hover(self, file: Path, line: int, column: int) -> str:
        """Return what is shown for a place, counted from 0."""
        found = self._request("textDocument/hover", _place(file, line, column))
        contents = found["contents"] if found else ""
        return contents["value"] if isinstance(contents, dict) else str(contents)

    def complete(self, file: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
        """Return what is offered at a place, by its label."""
        found = self._request("textDocument/completion", _place(file, line, column))
        return {item["label"]: item for item in found["items"]}

    def close(self) -> None:
        self._request("shutdown", None)
        self._notify("exit", None)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def _request(self, method: str, params: Any) -> Any:
        self._last += 1
        number = self._last
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._handle()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _handle(self) -> dict[str, Any]:
        """Take the next message; answer it where the server asks, keep it where it reports."""
        message = self._incoming.get(timeout=PATIENCE)
        assert message is not None, "the language server ended"
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            is_settings = message["method"] == "workspace/configuration"
            items = message["params"]["items"] if is_settings else []
            answer = [SETTINGS.get(item.get("section"), {}) for item in items]
            self._send({"id": message["id"], "result": answer if is_settings else None})
        return message

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self._incoming.put(json.loads(stream.read(length)))
        self._incoming.put(None)


def _place(file: Path, line: int, column: int) -> dict[str, Any]:
    return {
        "textDocument": {"uri": file.as_uri()},
        "position": {"line": line, "character": column},
    }
