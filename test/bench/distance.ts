// Measures with an API server that is far away, as most people have it. There the round trips count, and not the processor.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `measure` with a kubeconfig whose API server has a round trip of `roundTripMs`. */
export async function fromAfar<Result>(
	roundTripMs: number,
	measure: () => Promise<Result>,
): Promise<Result> {
	const near = kubeconfig();
	const [server = ""] = /(?<=server: )\S+/.exec(near) ?? [];
	const relay = createServer(
		{ allowHalfOpen: true, noDelay: true },
		(caller) => {
			const callee = connect({
				host: new URL(server).hostname,
				port: Number(new URL(server).port),
				allowHalfOpen: true,
				noDelay: true,
			});
			// The caller's connection is accepted at once, so its first bytes carry the delay of TCP's handshake too.
			carry(caller, callee, roundTripMs / 2, roundTripMs);
			carry(callee, caller, roundTripMs / 2, 0);
		},
	);
	await new Promise<void>((resolve) => {
		relay.listen(0, "127.0.0.1", resolve);
	});
	const { port } = relay.address() as AddressInfo;
	const folder = mkdtempSync(join(tmpdir(), "kubectl-grpc-bench-"));
	const before = process.env["KUBECONFIG"];
	try {
		const path = join(folder, "far.yaml");
		const far = near.replaceAll(server, `https://127.0.0.1:${port}`);
		writeFileSync(path, far, { mode: 0o600 });
		process.env["KUBECONFIG"] = path;
		return await measure();
	} finally {
		if (before === undefined) delete process.env["KUBECONFIG"];
		else process.env["KUBECONFIG"] = before;
		rmSync(folder, { recursive: true });
		relay.close();
	}
}

/** Passes on what `from` sends, in order and `delayMs` later. The first bytes are `firstMs` later still. */
function carry(
	from: Socket,
	to: Socket,
	delayMs: number,
	firstMs: number,
): void {
	let extraMs = firstMs;
	let lastMs = 0;
	const later = (act: () => void) => {
		lastMs = Math.max(lastMs, performance.now() + delayMs + extraMs);
		extraMs = 0;
		setTimeout(act, Math.max(1, lastMs - performance.now()));
	};
	from.on("data", (bytes) =>
		later(() => {
			if (!to.destroyed) to.write(bytes);
		}),
	);
	from.on("end", () => later(() => to.end()));
	from.on("error", () => to.destroy());
	from.on("close", () => later(() => to.destroy()));
}

function kubeconfig(): string {
	return execFileSync("kubectl", ["config", "view", "--raw", "--minify"], {
		encoding: "utf8",
	});
}
