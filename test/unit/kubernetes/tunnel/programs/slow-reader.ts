// Moves 1 GiB through a tunnel to a slow reader, then to a slow pod. It fails when the process grows by more than 150 MB. Run
// it by hand: node test/unit/kubernetes/tunnel/programs/slow-reader.ts [MIB]
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openTunnel } from "../../../../../src/kubernetes/tunnel/open-tunnel.ts";
import { clusterAt, startApiServer } from "../fake-api-server.ts";

const MIB = 1024 * 1024;
const LIMIT_MB = 150;
const PIECE = Buffer.alloc(32 * 1024, 7);
/** After so many bytes the slow side rests for RESTS_MS. */
const RESTS_EVERY = 8 * MIB;
const RESTS_MS = 20;

const [role, total = "1024"] = process.argv.slice(2);
if (role === "server") await serve(Number(total) * MIB);
else await measure(Number(role ?? "1024"));

/** Runs the API server in a process of its own: port 1 sends as much as it can, port 2 reads slowly. */
async function serve(bytes: number): Promise<void> {
	const server = await startApiServer({
		forward: (tunnel) => {
			tunnel.confirm();
			const { socket } = tunnel;
			if (tunnel.port === 1) {
				let left = bytes;
				const message = Buffer.concat([Buffer.of(0), PIECE]);
				const send = () => {
					left -= PIECE.length;
					if (left < 0) socket.close(1000);
					else socket.send(message, send);
				};
				send();
			} else {
				let unrested = 0;
				socket.on("message", (message: Buffer) => {
					unrested += message.length - 1;
					if (unrested < RESTS_EVERY) return;
					unrested = 0;
					socket.pause();
					setTimeout(() => socket.resume(), RESTS_MS);
				});
			}
		},
	});
	process.send?.(server.cluster.server);
	process.once("disconnect", () => server.stop());
}

async function measure(mib: number): Promise<void> {
	const child = fork(fileURLToPath(import.meta.url), ["server", String(mib)]);
	const [url] = await once(child, "message");
	const cluster = clusterAt(String(url));
	const start = process.memoryUsage().rss;
	let peak = start;
	const watch = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage().rss);
	}, 5);
	for (const [direction, move] of [
		["down", download],
		["up", upload],
	] as const) {
		peak = start;
		const began = performance.now();
		const bytes = await move(cluster, mib * MIB);
		const seconds = (performance.now() - began) / 1000;
		const grown = (peak - start) / 1e6;
		console.log(
			`${direction}: ${bytes / MIB} MiB in ${seconds.toFixed(1)} s, ${grown.toFixed(0)} MB above start`,
		);
		if (bytes !== mib * MIB || grown > LIMIT_MB) process.exitCode = 1;
	}
	clearInterval(watch);
	cluster.close();
	child.disconnect();
}

async function download(cluster: ReturnType<typeof clusterAt>) {
	const stream = await open(cluster, 1);
	let received = 0;
	let unrested = 0;
	for await (const chunk of stream) {
		received += chunk.length;
		unrested += chunk.length;
		if (unrested < RESTS_EVERY) continue;
		unrested = 0;
		await rest();
	}
	return received;
}

async function upload(cluster: ReturnType<typeof clusterAt>, bytes: number) {
	const stream = await open(cluster, 2);
	let sent = 0;
	for (; sent < bytes; sent += PIECE.length)
		if (!stream.write(PIECE)) await once(stream, "drain");
	stream.end();
	await once(stream, "close");
	return sent;
}

function open(cluster: ReturnType<typeof clusterAt>, port: number) {
	return openTunnel(
		cluster,
		{ namespace: "shop", pod: "pod-a", port },
		{ signal: new AbortController().signal, timeoutMs: 5000 },
	);
}

function rest(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, RESTS_MS));
}
