import { untilAborted } from "../../abort.ts";
import { toPluginError } from "../../errors.ts";
import type { KeptConnection } from "../../grpc/kept-connection.ts";
import { openReflection } from "../../grpc/reflection.ts";
import { isAboutName } from "../../schema/reflection/reflection-error.ts";
import { reflectionSource } from "../../schema/reflection/reflection-source.ts";
import type { Schema } from "../../schema/schema.ts";
import type { SchemaBuilder } from "../../schema/source/schema-builder.ts";
import type { Shown } from "./run-of.ts";

/** The longest wait for the types of one message, in milliseconds. */
export const PATIENCE_MS = 2000;

/**
 * The number of failures after which no more types are asked for. Some servers end reflection at a type that they do not know,
 * with any code, so the first failure says nothing about other types.
 */
const MOST_FAILURES = 2;

/**
 * Returns the schemas of the types with these names, as far as a server describes them before the signal. Returns undefined if
 * the server answered for none of the names. It never throws.
 */
export type AskTypes = (
	names: readonly string[],
	signal: AbortSignal,
) => Promise<readonly Schema[] | undefined>;

/** Returns a function that asks a pod's reflection for types. */
export function typesOver(
	{ context, args: { flags }, plan }: Omit<Shown, "page">,
	take: KeptConnection["take"],
	builder: SchemaBuilder,
): AskTypes {
	return async (names, patience) => {
		if (flags.reflection === "off") return undefined;
		const signal = AbortSignal.any([context.signal, patience]);
		// The server may have closed the connection after its answer. The wait for a new channel ends with the signal.
		const session = openReflection(() => untilAborted(take(), signal), {
			deadlineMs: Math.min(PATIENCE_MS, flags["rpc-timeout"]),
			metadata: plan.reflectionMetadata,
			signal,
		});
		const source = reflectionSource(session, builder);
		const schemas: Schema[] = [];
		let failures = 0;
		// A type that cannot be learnt is no error: its messages stay bytes, and the call goes on.
		for (const name of names)
			try {
				schemas.push(await source.schemaOf(name));
			} catch (caught) {
				if (isAboutName(toPluginError(caught))) continue;
				failures += 1;
				if (failures === MOST_FAILURES) break;
			}
		session.close();
		return failures > 0 && schemas.length === 0 ? undefined : schemas;
	};
}

/** What servers said about types. The key is made of what is equal for servers that serve alike, and of the names. */
export type ToldTypes = Map<string, ReturnType<AskTypes>>;

/** How long the others wait for the server that was asked first, in milliseconds: it may hang. */
const HEAD_START_MS = 250;

/**
 * Returns a function that asks one of the servers that serve alike. If that one answers for none of the names, or takes long, it asks
 * another. A server without an answer takes what another has answered by then.
 * @param alike equal for servers that serve alike
 */
export function askedOnce(
	told: ToldTypes,
	alike: string,
	ask: AskTypes,
): AskTypes {
	return async (names, signal) => {
		const key = JSON.stringify([alike, names]);
		const pending = told.get(key);
		if (pending !== undefined) {
			const patience = AbortSignal.timeout(HEAD_START_MS);
			const types = await untilAborted(
				pending,
				AbortSignal.any([signal, patience]),
			).catch(() => undefined);
			if (types !== undefined || signal.aborted) return types;
		}
		const asking = ask(names, signal);
		told.set(key, asking);
		// By then another server has been asked, and may have answered.
		return (await asking) ?? Promise.race([told.get(key), undefined]);
	};
}
