"""Serves files with ranges, which Python's own server does not know."""

import http.server
import os
import re
import threading

TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "mpd": "application/dash+xml",
    "mp4": "video/mp4",
    "m4s": "video/mp4",
    "vtt": "text/vtt",
    "html": "text/html",
    "js": "text/javascript",
}


def begin(roots):
    """Serves each of the roots under its name; gives the address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            name, _, rest = self.path.lstrip("/").partition("/")
            path = os.path.join(roots.get(name, "/nonexistent"), rest)
            try:
                data = open(path, "rb").read()
            except OSError:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            wanted = re.match(r"bytes=(\d+)-(\d*)$", self.headers.get("Range", ""))
            if wanted:
                first = int(wanted[1])
                last = min(int(wanted[2] or len(data)), len(data) - 1)
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
                data = data[first : last + 1]
            else:
                self.send_response(200)
            kind = TYPES.get(path.rsplit(".", 1)[-1], "application/octet-stream")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            try:
                self.wfile.write(data)
            except ConnectionError:
                pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *_):
            """Players close connections whenever they like."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
