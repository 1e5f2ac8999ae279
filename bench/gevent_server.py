"""The answer of /health/live as gevent's WSGIServer gives it: prints its port, and serves until it is ended."""
import socket

from gevent.pywsgi import WSGIServer


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "2")])
    return [b"{}"]


server = WSGIServer(("127.0.0.1", 0), application, log=None)
server.start()
# Its two writes an answer would otherwise wait for the client's delayed acknowledgement, 40 ms each time. Accepted connections inherit it.
server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(server.server_port, flush=True)
server.serve_forever()
