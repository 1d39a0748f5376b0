/** The parts of the process that a command may use. They are passed in, so that tests can replace them by buffers and a clock. */
export type RunContext = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	readonly env: NodeJS.ProcessEnv;
	/** Aborted by Ctrl-C, SIGTERM and SIGHUP, and on Windows also by Ctrl-Break. */
	readonly signal: AbortSignal;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};
