// Compares calls with grpcurl and ghz, which go through `kubectl port-forward`.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Fleet } from "./fleet.ts";
import { byHand, pairRow, type Row } from "./pair.ts";
import { PLUGIN } from "./plugin.ts";
import { runOnce } from "./process.ts";

const METHOD = "user.UserService/GetUser";
const DATA = '{"id": "42"}';
const CALLS = 1_000;
const MIB = 2 ** 20;
/** Enough for a message of 1 MiB and its field names. */
const MAX_BYTES = String(2 * MIB);

/** Measures one call, a thousand calls on one connection, and a stream of 1 GiB. */
export async function calls(fleet: Fleet): Promise<readonly Row[]> {
	return [
		await oneCall(fleet, "", "2 or more"),
		...(await many(fleet)),
		...(await stream(fleet)),
	];
}

/** Measures one call to a far API server. `distance` says in the row how far it is. */
export function farCall(fleet: Fleet, distance: string): Promise<Row> {
	return oneCall(fleet, distance, "none");
}

function oneCall(fleet: Fleet, distance: string, mark: string): Promise<Row> {
	const { namespace, pods } = fleet;
	const [pod = ""] = pods;
	const grpcurl = ["grpcurl", "-plaintext", "-d", DATA, "ADDRESS", METHOD];
	return pairRow(
		`one call${distance}, against kubectl port-forward and grpcurl by hand`,
		byHand(namespace, pod, grpcurl),
		callOf(fleet),
		mark,
	);
}

function callOf({ namespace, pods }: Fleet): readonly string[] {
	const [pod = ""] = pods;
	return [...PLUGIN, "call", "-n", namespace, pod, METHOD, "-d", DATA];
}

async function many(fleet: Fleet): Promise<readonly Row[]> {
	const { namespace, pods } = fleet;
	const [pod = ""] = pods;
	const loop = `for i in $(seq ${CALLS}); do grpcurl -plaintext -d '${DATA}' ADDRESS ${METHOD}; done`;
	const ghz = [
		...["ghz", "--insecure", "--total", String(CALLS), "--concurrency", "1"],
		...["--call", METHOD, "--data", DATA, "ADDRESS"],
	];
	const ours = [
		...callOf(fleet),
		"--repeat",
		String(CALLS),
		"--concurrency",
		"1",
	];
	return [
		await pairRow(
			`${CALLS} calls on one connection, against grpcurl in a shell loop over one port-forward`,
			byHand(namespace, pod, ["bash", "-c", loop]),
			ours,
			"1 or more",
			1,
		),
		await pairRow(
			`${CALLS} calls on one connection, against ghz through kubectl port-forward`,
			byHand(namespace, pod, ghz),
			ours,
			"1 or more",
		),
	];
}

async function stream({ namespace }: Fleet): Promise<readonly Row[]> {
	const pod = createServer(namespace, "long", { LIST_REPEAT: "1024" });
	const folder = mkdtempSync(join(tmpdir(), "kubectl-grpc-bench-"));
	try {
		const request = join(folder, "user.json");
		writeFileSync(request, JSON.stringify({ name: "x".repeat(MIB) }));
		const there = [...PLUGIN, "call", "-n", namespace, pod];
		await runOnce([...there, "CreateUser", "-d", `@${request}`]);
		const list = "user.UserService/ListUsers";
		const theirs = byHand(namespace, pod, [
			...["grpcurl", "-plaintext", "-max-msg-sz", MAX_BYTES],
			...["ADDRESS", list],
		]);
		const ours = [...there, list, "--max-msg-size", MAX_BYTES];
		const throughput = await pairRow(
			"a stream of 1 GiB in messages of 1 MiB, against grpcurl through kubectl port-forward",
			theirs,
			ours,
			"1 or more",
			2,
		);
		const { peakBytes } = await runOnce(ours);
		const memory = {
			what: "peak memory of that stream, Node and all",
			measured: `${Math.round(peakBytes / 1e6)} MB`,
			mark: "under 150 MB",
		};
		return [throughput, memory];
	} finally {
		rmSync(folder, { recursive: true });
	}
}
