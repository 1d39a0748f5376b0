/** A program that may use the terminal of this process. */
export type Borrower = {
	/** A noun for messages: `the exec plugin "aws"`. */
	readonly name: string;
	/**
	 * Whether it reads our stdin: `never`, as it is given another one; `maybe`, so mostly not; `always`, as it asks whenever it runs.
	 */
	readonly reads: "never" | "maybe" | "always";
};

/** The terminal while another program has it. Disposing of it takes it back. */
export type LentTerminal = AsyncDisposable & {
	/** Where the program's stderr goes: into ours, or piece by piece to a function, which makes room on the terminal first. */
	readonly stderr: "inherit" | ((piece: Buffer) => void);
};

/** Lends the terminal, so that nothing of ours writes over what the program asks, nor reads what is answered. */
export type LendTerminal = (borrower: Borrower) => Promise<LentTerminal>;
