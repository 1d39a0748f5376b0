import {
	type ChildProcess,
	type CommonSpawnOptions,
	fork,
	spawn,
} from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import {
	type Bind,
	isPodMessage,
	POD_VARIABLE,
	type PodCommand,
	type PodRole,
} from "../pod/messages.ts";
import { terminate } from "../pod/termination.ts";

export type Exit = { readonly exitCode: number };

/** The real port behind a declared port of the pod. */
export type Listening = { readonly bind: Bind; readonly actual: number };

/** The child process of a running container. */
export type PodProcess = {
	/** Resolves when it has ended. After a signal the exit code is 128 plus the signal's number, as in container runtimes. */
	readonly exited: Promise<Exit>;
	/** Resolves when it first listens on a port, which may never happen. */
	readonly listening: Promise<void>;
	ports(): ReadonlyMap<number, Listening>;
	send(command: PodCommand): void;
	/** Sends SIGTERM as soon as the process has a handler for it. */
	term(): void;
	/** Sends SIGKILL. */
	kill(): void;
};

type ProcessOptions = {
	readonly role: PodRole;
	/** The module to fork; empty for a single executable, which starts itself. */
	readonly entry: string;
	readonly env: Readonly<Record<string, string>>;
	/** A folder for compiled code, which the first process writes and later ones load. */
	readonly compileCache: string;
	readonly onLine: (line: string) => void;
};

/** Starts a container's process. It ends when this process ends for any reason, because its IPC channel closes. */
export function startProcess(options: ProcessOptions): PodProcess {
	const child = launch(options);
	const ports = new Map<number, Listening>();
	const up = Promise.withResolvers<void>();
	const listening = Promise.withResolvers<void>();
	child.on("message", (message) => {
		if (!isPodMessage(message)) return;
		switch (message.type) {
			case "up":
				up.resolve();
				break;
			case "closed":
				ports.delete(message.port);
				break;
			case "listening":
				ports.set(message.port, { bind: message.bind, actual: message.actual });
				listening.resolve();
		}
	});
	for (const stream of [child.stdout, child.stderr])
		if (stream) readLines(stream, options.onLine);
	return {
		listening: listening.promise,
		exited: exitOf(child, ports),
		ports: () => ports,
		send: (command) => {
			if (child.connected) child.send(command);
		},
		// While it loads, a process has no handler, and SIGTERM would end it. In a container the first process would ignore the signal then.
		term: () => void up.promise.then(() => terminate(child)),
		kill: () => void child.kill("SIGKILL"),
	};
}

function launch({
	role,
	entry,
	env,
	compileCache,
}: ProcessOptions): ChildProcess {
	const options: CommonSpawnOptions = {
		env: {
			NODE_COMPILE_CACHE: compileCache,
			...hostEnvironment(),
			...env,
			[POD_VARIABLE]: role,
		},
		stdio: ["ignore", "pipe", "pipe", "ipc"],
	};
	return entry === ""
		? spawn(process.execPath, [], options)
		: fork(entry, [], { ...options, execArgv: [] });
}

/** Returns the variables that a process needs to start. The user's other variables stay out of the pods. */
function hostEnvironment(): Record<string, string> {
	return Object.fromEntries(
		["PATH", "SystemRoot", "NODE_COMPILE_CACHE"].flatMap((name) => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
}

function exitOf(
	child: ChildProcess,
	ports: Map<number, Listening>,
): Promise<Exit> {
	return new Promise((resolve) => {
		child.on("error", () => resolve({ exitCode: 128 }));
		// At `close`, unlike `exit`, the last lines of output have been read.
		child.once("close", (code, signal) => {
			ports.clear();
			resolve({
				exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0),
			});
		});
	});
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
	stream.on("error", () => {});
	createInterface({ input: stream }).on("line", onLine);
}
