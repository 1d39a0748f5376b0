/** The requests of a running call: those of the command line, then those that the user types. */
export type Outgoing = {
	readonly push: (messages: readonly Uint8Array[]) => void;
	/** Ends the requests after those that were pushed. */
	readonly close: () => void;
	readonly requests: AsyncGenerator<Uint8Array, void>;
};

type OutgoingOptions = {
	readonly first: AsyncIterable<Uint8Array>;
	/** Whether more requests may follow the first. */
	readonly more: "none" | "until-closed";
	readonly onSent: () => void;
	/** Called when everything is sent. */
	readonly onEnd: () => void;
};

/** Returns the requests of one call. `requests` is for one reader, which asks for the next request when one is sent. */
export function openOutgoing(options: OutgoingOptions): Outgoing {
	const waiting: Uint8Array[] = [];
	let state: "open" | "closed" = options.more === "none" ? "closed" : "open";
	let changed = Promise.withResolvers<void>();
	const wake = () => {
		changed.resolve();
		changed = Promise.withResolvers();
	};

	async function* requests(): AsyncGenerator<Uint8Array, void> {
		for await (const message of options.first) {
			yield message;
			options.onSent();
		}
		for (;;) {
			const message = waiting.shift();
			if (message !== undefined) {
				yield message;
				options.onSent();
			} else if (state === "closed") break;
			else await changed.promise;
		}
		options.onEnd();
	}
	return {
		requests: requests(),
		push(messages) {
			if (state === "closed") return;
			waiting.push(...messages);
			wake();
		},
		close() {
			state = "closed";
			wake();
		},
	};
}
