"""Serves proto/*.proto on grpcio, with grpcio's reflection: `python echo.py SCHEMA.binpb`, a FileDescriptorSet with imports."""

import sys
import threading
from concurrent import futures

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf import any_pb2, duration_pb2, empty_pb2, field_mask_pb2  # noqa: F401
from google.protobuf import struct_pb2, timestamp_pb2, wrappers_pb2  # noqa: F401
from google.rpc import error_details_pb2, status_pb2  # noqa: F401
from grpc_reflection.v1alpha import reflection

# Longer than any client waits.
SLEEP_SECONDS = 30


def message(name):
    pool = descriptor_pool.Default()
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(name))


def unary(request, context):
    return request


def upload(requests, context):
    last = b""
    for request in requests:
        last = request
    return last


def download(request, context):
    for _ in range(3):
        yield request


def chat(requests, context):
    yield from requests


def fail(request, context):
    failure = message("echo.Failure").FromString(request)
    yield b""
    if failure.with_unknown_detail:
        failure.details.add(type_url="type.googleapis.com/no.Such", value=b"\x08\x01")
    if failure.details:
        status = status_pb2.Status(
            code=failure.code, message=failure.message, details=failure.details
        )
        details = ("grpc-status-details-bin", status.SerializeToString())
        context.set_trailing_metadata((details,))
    context.set_code(next(c for c in grpc.StatusCode if c.value[0] == failure.code))
    context.set_details(failure.message)


def garbage(request, context):
    return b"\x0f\xff"


def sleep(request, context):
    ended = threading.Event()
    context.add_callback(ended.set)
    ended.wait(SLEEP_SECONDS)
    return b""


def headers(request, context):
    sent = sorted(
        (key, value)
        for key, value in context.invocation_metadata()
        if key.startswith("x-")
    )
    lines = "\n".join(f"{key}: {value}" for key, value in sent)
    return wrappers_pb2.StringValue(value=lines).SerializeToString()


def handlers():
    one, up = grpc.unary_unary_rpc_method_handler, grpc.stream_unary_rpc_method_handler
    down, both = grpc.unary_stream_rpc_method_handler, grpc.stream_stream_rpc_method_handler
    yield "echo.Echo", {
        "Unary": one(unary),
        "Upload": up(upload),
        "Download": down(download),
        "Chat": both(chat),
        "Fail": down(fail),
        "Garbage": one(garbage),
        "Sleep": one(sleep),
        "Headers": one(headers),
        "Old": one(unary),
    }
    yield "legacy.Legacy", {"Echo": one(unary)}
    yield "edition.Edition", {"Echo": one(unary)}
    yield "plain.Plain", {"Unary": one(unary), "Chat": both(chat)}


def main(schema):
    pool = descriptor_pool.Default()
    with open(schema, "rb") as file:
        files = descriptor_pb2.FileDescriptorSet.FromString(file.read()).file
    for file in files:
        if not file.name.startswith("google/"):
            pool.Add(file)
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    names = [reflection.SERVICE_NAME]
    for name, methods in handlers():
        generic = grpc.method_handlers_generic_handler(name, methods)
        server.add_generic_rpc_handlers((generic,))
        names.append(name)
    reflection.enable_server_reflection(names, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"Listening on 127.0.0.1:{port}", flush=True)
    server.wait_for_termination()


main(sys.argv[1])
