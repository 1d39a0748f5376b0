// Opens streams through tunnels and waits for how they end.
import { once } from "node:events";
import { type ClientHttp2Session, connect } from "node:http2";
import type { Duplex } from "node:stream";
import { PluginError } from "../../src/errors.ts";
import { type Cluster, loadCluster } from "../../src/kubernetes/cluster.ts";
import { kubeconfigPath } from "./control.ts";

/** Returns the cluster as this user's kubeconfig gives it. */
export function clusterAs(user: "admin" | "viewer"): Promise<Cluster> {
	return loadCluster({ kubeconfig: kubeconfigPath(user) }, process.env);
}

/** Opens a stream, writes what an HTTP/2 client writes first, and returns the error of the opening or of the stream. */
export async function failureOf(
	opening: Promise<Duplex>,
): Promise<PluginError> {
	try {
		const stream = await opening;
		stream.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
		stream.resume();
		throw await closed(stream);
	} catch (error) {
		if (error instanceof PluginError) return error;
		throw error;
	}
}

/** Resolves when a stream is closed, with the error that broke it or null. */
export async function closed(stream: Duplex): Promise<Error | null> {
	if (!stream.closed)
		await new Promise((resolve) => stream.once("close", resolve));
	return stream.errored;
}

/** Returns an HTTP/2 session over a stream. Its errors are ignored, since the stream reports them. */
export function sessionIn(stream: Duplex): ClientHttp2Session {
	const session = connect("http://pod", { createConnection: () => stream });
	session.on("error", () => {});
	return session;
}

/** Asks a pod's Health service for an answer that never ends. Returns the stream when some of it has come. */
export async function transferOver(opening: Promise<Duplex>): Promise<Duplex> {
	const stream = await opening;
	const request = sessionIn(stream).request({
		":method": "POST",
		":path": "/grpc.health.v1.Health/Watch",
		"content-type": "application/grpc",
		te: "trailers",
	});
	request.on("error", () => {});
	request.end(Buffer.alloc(5));
	await once(request, "data");
	request.resume();
	return stream;
}
