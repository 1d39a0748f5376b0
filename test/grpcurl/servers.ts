// The servers that both programs are asked about. They listen on loopback, each in a process of its own that is ended by its
// handle.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../loopback.ts";
import { installJava } from "./java.ts";
import { installPython } from "./python.ts";

/** Every server, with its purpose. */
export const SERVERS = {
	interop: "grpc-go's interop server, with reflection v1 and v1alpha",
	mute: "grpc-go's interop server without reflection",
	testserver: "grpcurl's own test server",
	bankdemo: "grpcurl's demo: services without a package",
	kitchen:
		"grpcui's KitchenSink: proto2, comments in the descriptors, reflection v1alpha only",
	node: "grpc-js with @grpc/reflection",
	python: "grpcio with grpcio-reflection",
	java: "grpc-java with its reflection, v1 and v1alpha",
} as const;

export type ServerName = keyof typeof SERVERS;

export type RunningServers = {
	/** `127.0.0.1:PORT` of each server. */
	readonly addresses: Readonly<Record<ServerName, string>>;
	/** Returns the servers that ended by themselves, for example a Go server after a panic. */
	readonly ended: () => readonly ServerName[];
	/** Ends all servers and waits until they have ended. */
	readonly stop: () => Promise<void>;
};

type Program = readonly [file: string, ...args: string[]];

const START_TIMEOUT_MS = 30_000;

/**
 * Starts every server.
 * - `bin` holds the cluster's programs.
 * - `schema` is the path of the FileDescriptorSet of proto/.
 * - `folder` takes the files that the servers write.
 */
export async function startServers(options: {
	readonly bin: string;
	readonly schema: string;
	readonly folder: string;
}): Promise<RunningServers> {
	const { bin, schema, folder } = options;
	const bankPort = await freePort();
	const programs: Readonly<Record<ServerName, Program>> = {
		interop: [join(bin, "interop-server")],
		mute: [join(bin, "interop-server"), "-reflection=false"],
		testserver: [join(bin, "grpcurl-testserver"), "-q"],
		bankdemo: [
			join(bin, "grpcurl-bankdemo"),
			`-port=${bankPort}`,
			`-datafile=${join(folder, "accounts.json")}`,
		],
		kitchen: [join(bin, "grpcui-testsvr")],
		node: [process.execPath, script("echo-node.ts")],
		python: [await installPython(), script("echo.py"), schema],
		java: [...(await installJava()), schema],
	};
	const children = new Map<ServerName, ChildProcess>();
	const stop = async () =>
		void (await Promise.all([...children.values()].map(end)));
	const ended = () =>
		[...children].filter(([, child]) => isOver(child)).map(([name]) => name);
	const start = async (name: ServerName) => {
		const [file, ...args] = programs[name];
		const child = spawn(file, args, {
			cwd: folder,
			stdio: ["ignore", "pipe", "pipe"],
		});
		children.set(name, child);
		return [name, await listeningAddress(name, child)] as const;
	};
	try {
		const names = Object.keys(SERVERS) as ServerName[];
		const started = await Promise.all(names.map(start));
		return {
			addresses: Object.fromEntries(started) as Record<ServerName, string>,
			ended,
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

function script(name: string): string {
	return join(import.meta.dirname, "servers", name);
}

/**
 * Returns the address that a server prints once it listens. Its later output is read and dropped, since a full pipe would
 * block the server.
 */
async function listeningAddress(
	name: ServerName,
	child: ChildProcess,
): Promise<string> {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	const printed: string[] = [];
	for (const output of [child.stdout, child.stderr]) {
		if (output === null) continue;
		createInterface({ input: output }).on("line", (line) => {
			if (printed.length < 100) printed.push(line);
			const address = /[Ll]istening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
			if (address) resolve(address);
		});
	}
	const fail = (why: string) =>
		reject(new Error(`${name} ${why}:\n${printed.join("\n")}`));
	child.once("error", ({ message }) => fail(message));
	child.once("exit", () => fail("ended"));
	const timer = setTimeout(fail, START_TIMEOUT_MS, "does not listen");
	try {
		return await promise;
	} finally {
		clearTimeout(timer);
	}
}

async function end(child: ChildProcess): Promise<void> {
	if (!isOver(child) && child.kill("SIGKILL")) await once(child, "exit");
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode !== null || signalCode !== null;
}
