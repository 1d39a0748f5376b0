import type { DescMessage } from "@bufbuild/protobuf";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import type { GrowingRegistry } from "../../schema/link/growing-registry.ts";
import type { Schema } from "../../schema/schema.ts";
import { memoryBudgetFor } from "../../schema/wire/memory-budget.ts";
import { unknownPackedTypes } from "../../schema/wire/packed.ts";
import { type AskTypes, PATIENCE_MS } from "./ask-types.ts";
import type { CallFact } from "./facts.ts";
import type { Known } from "./learn-method.ts";

/** The number of types that one call asks for. It limits how many requests a server can cause. */
const MAX_ASKED = 20;

/** The types of messages that are packed in an Any, beyond those of the method's files. */
export type PackedTypes = {
	/** Adds types to the method's registry. */
	readonly add: (types: Schema) => void;
	/**
	 * Asks the server for those of the names that it was not asked for yet, until the signal, and adds the types that it
	 * describes. Returns whether the registry has any of the names afterwards. It never throws.
	 * @param patience its time begins at its first call
	 */
	readonly learn: (
		names: ReadonlySet<string>,
		patience?: () => AbortSignal,
	) => Promise<"some" | "none">;
	/** Whether the server is asked for no more types. */
	readonly isOver: () => boolean;
	/** Returns the types that the server described since the last call. */
	readonly takeLearnt: () => readonly Schema[];
};

/** Matches the names that a type can have. A message may carry any string. */
const TYPE_NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** Returns the packed types of one call. The registry holds the types known so far. */
export function packedTypes(
	{ registry, add }: GrowingRegistry,
	ask: AskTypes,
): PackedTypes {
	const asked = new Set<string>();
	let left = MAX_ASKED;
	let learnt: Schema[] = [];
	const learnAll = async (
		names: readonly string[],
		patience: () => AbortSignal,
	) => {
		const unasked = names
			.filter((name) => TYPE_NAME.test(name) && !asked.has(name))
			.slice(0, left);
		if (unasked.length === 0) return;
		for (const name of unasked) asked.add(name);
		const signal = patience();
		const told = await ask(unasked, signal);
		left = told === undefined || signal.aborted ? 0 : left - unasked.length;
		for (const types of told ?? []) {
			add(types.registry);
			learnt.push(types);
		}
	};
	let turn = Promise.resolve();
	return {
		add: (types) => add(types.registry),
		async learn(names, patience = patienceOf(PATIENCE_MS)) {
			// One request at a time: a request may need a type that a response is asking for.
			turn = turn.then(() => learnAll([...names], patience));
			await turn;
			const has = (name: string) => registry.getMessage(name) !== undefined;
			return [...names].some(has) ? "some" : "none";
		},
		isOver: () => left === 0,
		takeLearnt() {
			const taken = learnt;
			learnt = [];
			return taken;
		},
	};
}

/** Returns a patience whose time begins at its first call. */
function patienceOf(patienceMs: number): () => AbortSignal {
	let signal: AbortSignal | undefined;
	return () => {
		signal ??= AbortSignal.timeout(patienceMs);
		return signal;
	};
}

type Knowing = Pick<Known, "method" | "schema" | "types">;

type Reading = {
	/** Whether responses are decoded here, or passed on as bytes. */
	readonly bodies: "read" | "passed-on";
	/** The deadline of the call. */
	readonly deadlineMs: number | undefined;
	/** Takes the types that messages were read with, for a recording. */
	readonly keep: (types: Schema) => Promise<void>;
};

/**
 * Passes facts on. Before each fact it asks the server for the types that responses and status details pack in an Any and that
 * the method's files lack. A program is often linked with more types than its services name.
 */
export async function* withPackedTypes(
	known: Knowing,
	facts: AsyncIterable<CallFact>,
	{ bodies, deadlineMs = Number.POSITIVE_INFINITY, keep }: Reading,
): AsyncGenerator<CallFact, void> {
	const { types, method } = known;
	const mayLack = bodies === "read" && holdsAny(method.output);
	for await (const fact of facts) {
		if (fact.kind === "end" || (fact.kind === "response" && mayLack))
			await learnLacking(known, fact, deadlineMs);
		for (const learnt of types.takeLearnt()) await keep(learnt);
		yield fact;
	}
}

type WithMessages = Exclude<CallFact, { kind: "headers" }>;

/** Asks for the types that a fact lacks. It does not wait beyond the deadline of the call. */
async function learnLacking(
	known: Knowing,
	fact: WithMessages,
	deadlineMs: number,
): Promise<void> {
	const leftMs = Math.min(PATIENCE_MS, Math.ceil(deadlineMs - fact.atMs));
	if (leftMs <= 0) return;
	const patience = patienceOf(leftMs);
	// A type that the server describes may have other types packed in its messages.
	while (!known.types.isOver()) {
		const names = await lacking(known, fact);
		if (names.size === 0) return;
		if ((await known.types.learn(names, patience)) === "none") return;
	}
}

const NONE: ReadonlySet<string> = new Set();

async function lacking(
	{ method: { output }, schema: { registry } }: Knowing,
	fact: WithMessages,
): Promise<ReadonlySet<string>> {
	switch (fact.kind) {
		case "response": {
			const { body } = fact;
			return body instanceof Uint8Array
				? unknownPackedTypes(
						output,
						body,
						registry,
						memoryBudgetFor(body, "omit"),
					)
				: NONE;
		}
		case "end": {
			const { details } = fact.status;
			if (details === undefined || fact.reason !== "status") return NONE;
			const { unknownDetails } = await import(
				"../../schema/details/decode-status-details.ts"
			);
			return unknownDetails(details, registry);
		}
	}
}

const holding = new WeakMap<DescMessage, boolean>();

/** Returns whether a message of the type may contain an Any. It does not look at extensions. */
function holdsAny(desc: DescMessage): boolean {
	const found = holding.get(desc);
	if (found !== undefined) return found;
	const seen = new Set([desc]);
	// The loop also visits what is added to the set while it runs.
	for (const { fields } of seen)
		for (const { message } of fields) if (message) seen.add(message);
	const holds = [...seen].some(
		({ typeName }) => typeName === AnySchema.typeName,
	);
	holding.set(desc, holds);
	return holds;
}
