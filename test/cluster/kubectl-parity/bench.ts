// Sets up one API server for a test file and a folder for each test, and writes kubeconfigs into the folder.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	afterAll,
	beforeAll,
	beforeEach,
	expect,
	onTestFinished,
} from "vitest";
import {
	type Authority,
	createAuthority,
	type KeyPair,
} from "../../certificates/authority.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import {
	type RecordingServer,
	startRecordingServer,
} from "../../unit/kubernetes/access/recording-server.ts";
import {
	type Arrival,
	answerDiscovery,
	byKubectl,
	byUs,
	type Call,
} from "./both.ts";

/** A name that the server's certificate holds and that does not resolve. */
export const HOST = "api.example.test";

/** An entry of a kubeconfig. */
export type Entry = Readonly<Record<string, unknown>>;

/** What a test works with. The servers run from the first test of the file to the last; the folder is made anew for each test. */
type Bench = {
	authority: Authority;
	/** The server's own certificate. */
	serverPair: KeyPair;
	/** A client certificate. */
	jane: KeyPair;
	/** An https server that asks for client certificates. */
	server: RecordingServer;
	/** A server that speaks http. */
	plain: RecordingServer;
	folder: string;
};

/** Sets the bench up around the tests of a file. */
export function useBench(): Bench {
	const bench = {} as Bench;
	beforeAll(async () => {
		const authority = await createAuthority();
		const names = ["127.0.0.1", HOST];
		bench.authority = authority;
		bench.serverPair = await authority.issue({ commonName: "api", names });
		bench.jane = await authority.issue({ commonName: "jane", usage: "client" });
		bench.server = await startRecordingServer({
			pair: bench.serverPair,
			clientAuthority: authority,
			answer: answerDiscovery,
		});
		bench.plain = await startRecordingServer({ answer: answerDiscovery });
	});
	afterAll(async () => {
		await bench.server.close();
		await bench.plain.close();
	});
	beforeEach(() => {
		bench.folder = temporaryFolder(onTestFinished);
	});
	return bench;
}

/** Writes a kubeconfig with one cluster (the https server), one user and one context, all current. Returns its path. */
export function kubeconfig(
	bench: Bench,
	user: Entry,
	cluster: Entry = {},
	name = "config",
): string {
	return file(
		bench,
		name,
		JSON.stringify({
			clusters: [{ name: "c", cluster: { ...trusted(bench), ...cluster } }],
			users: [{ name: "u", user }],
			contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
			"current-context": "x",
		}),
	);
}

/** Returns a cluster entry for the https server, with its authority. */
export function trusted({ server, authority }: Bench): Entry {
	return {
		server: server.url,
		"certificate-authority-data": base64(authority.certificate),
	};
}

/** Writes a file into the test's folder and returns its path. */
export function file(
	{ folder }: Bench,
	name: string,
	text: string,
	mode = 0o600,
): string {
	const path = join(folder, name);
	writeFileSync(path, text, { mode });
	return path;
}

/** Reads a file of the test's folder. */
export function contents({ folder }: Bench, name: string): string {
	return readFileSync(join(folder, name), "utf8");
}

export function base64(text: string): string {
	return Buffer.from(text).toString("base64");
}

/** Returns an environment whose home is the test's folder. */
export function withHome(
	{ folder }: Bench,
	env: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
	return { HOME: folder, ...env };
}

/** Expects the same request from kubectl and from the plugin, and returns it. */
export async function same(
	bench: Bench,
	call: Partial<Call>,
	at: RecordingServer = bench.server,
): Promise<Arrival> {
	const full = { env: withHome(bench), ...call };
	const theirs = await byKubectl(at, full);
	const ours = await byUs(at, full);
	expect(ours).toEqual(theirs);
	if (ours.kind === "failed") throw new Error(ours.message);
	return ours.arrival;
}

/** Expects both to fail, and returns the plugin's message. */
export async function bothFail(
	bench: Bench,
	call: Partial<Call>,
): Promise<string> {
	const full = { env: withHome(bench), ...call };
	const theirs = await byKubectl(bench.server, full);
	const ours = await byUs(bench.server, full);
	expect(theirs.kind).toBe("failed");
	if (ours.kind !== "failed") throw new Error("ours arrived");
	return ours.message;
}

/** Returns the Authorization header of a request. */
export function authorization(arrival: Arrival): string | undefined {
	return arrival.headers["authorization"]?.[0];
}
